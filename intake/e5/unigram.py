"""Texts to token numbers, as SentencePiece's unigram model does it (Kudo 2018): the most probable row of pieces.

250,000 pieces as strings take 100 MB and seconds to lay out, so they are known by hashes that NumPy computes of all of
them at once: sums of bytes times powers of an odd number, modulo 2^64, so that any part of a text is a difference.
"""

import numpy as np
from numpy.typing import NDArray

from intake.e5.engine_file import Vocabulary

BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse
INVERSE = pow(BASE, -1, 1 << 64)
SPACE = "▁"
RARER = 10.0  # than the rarest piece is a character that no piece has, in log probability

Hashes = NDArray[np.uint64]


class Unigram:
    """Threads may share it."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        offsets = vocabulary.offsets.astype(np.int64)
        hashes = _hashes(vocabulary.text, offsets[:-1], offsets[1:])
        self._order = hashes.argsort().astype(np.int32)
        self._hashes = hashes[self._order]
        self._longest = int(np.diff(offsets).max())
        self._unknown_score = float(vocabulary.scores.min()) - RARER

    def tokens(self, text: str) -> list[int]:
        """Numbers of the pieces, without those that mark start and end."""
        edges = _edges(self._plain(text))
        return self._best(*edges)

    def marked(self, text: str, most: int) -> list[int]:
        """The same between those that mark start and end, `most` in all; of a longer text the beginning."""
        return [self._vocabulary.start, *self.tokens(text)[: most - 2], self._vocabulary.end]

    def _plain(self, text: str) -> str:
        text = "".join(self._vocabulary.replaced.get(ord(letter), letter) for letter in text)
        while "  " in text:
            text = text.replace("  ", " ")
        return SPACE + text.removeprefix(" ").replace(" ", SPACE)

    def _best(self, raw: NDArray[np.uint8], edges: NDArray[np.int64]) -> list[int]:
        """Viterbi's row over the characters, which start and end at `edges`."""
        found: list[list[tuple[int, int]]] = [[] for _ in edges]  # by where a piece ends: its start and number
        for start, end, piece in self._pieces(raw, edges):
            found[end].append((start, piece))
        scores = self._vocabulary.scores
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)]  # score, where the last piece starts, its number
        for end in range(1, len(edges)):
            ways = [(best[start][0] + float(scores[piece]), start, piece) for start, piece in found[end]]
            ways.append((best[end - 1][0] + self._unknown_score, end - 1, self._vocabulary.unknown))
            best.append(max(ways))
        row, at = [], len(best) - 1
        while at:
            row.append(best[at][2])
            at = best[at][1]
        return row[::-1]

    def _pieces(self, raw: NDArray[np.uint8], edges: NDArray[np.int64]) -> list[tuple[int, int, int]]:
        """Every piece in the text: the characters where it starts and ends, and its number."""
        places = np.arange(len(edges) - 1)
        starts, ends = np.repeat(places, self._longest), (places[:, None] + np.arange(1, self._longest + 1)).ravel()
        inside = ends < len(edges)
        starts, ends = starts[inside], ends[inside]
        short = edges[ends] - edges[starts] <= self._longest
        starts, ends = starts[short], ends[short]
        hashes = _hashes(raw, edges[starts], edges[ends])
        found = np.searchsorted(self._hashes, hashes).clip(max=len(self._hashes) - 1)
        known = self._hashes[found] == hashes
        numbers = self._order[found[known]]
        return [
            (start, end, number)
            for start, end, number in zip(*(row.tolist() for row in (starts[known], ends[known], numbers)), strict=True)
            if number != self._vocabulary.unknown
        ]


def _edges(text: str) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The text in UTF-8, and where its characters start and the last one ends."""
    raw = np.frombuffer(text.encode("utf-8", "replace"), np.uint8)
    return raw, np.append(np.flatnonzero(raw & 0xC0 != 0x80), len(raw))


def _hashes(raw: NDArray[np.uint8], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Hashes:
    """Of the parts between `starts` and `ends`."""
    sums = np.zeros(len(raw) + 1, np.uint64)
    np.cumsum((raw.astype(np.uint64) + np.uint64(1)) * _powers(BASE, len(raw)), out=sums[1:])
    hashes: Hashes = (sums[ends] - sums[starts]) * _powers(INVERSE, len(raw) + 1)[starts]
    return hashes


def _powers(base: int, count: int) -> Hashes:
    powers = np.full(count, base, np.uint64)
    powers[:1] = 1
    np.cumprod(powers, out=powers)
    return powers
