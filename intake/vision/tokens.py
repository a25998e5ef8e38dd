"""CLIP's tokenizer without open_clip: byte pairs of lower-cased words (Radford et al. 2021)."""

import html
import lzma
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import ftfy
import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel, Split
from tokenizers.pre_tokenizers import Sequence as Steps

VOCABULARY = Path(__file__).parent / "vocabulary" / "clip_merges.txt.xz"
_WORDS = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"


def tokens(texts: Sequence[str], length: int) -> NDArray[np.int64]:
    """(n, length) numbers of n texts, zeros behind their end; what is too long is cut off."""
    tokenizer = _tokenizer()
    start, end = tokenizer.get_vocab_size() - 2, tokenizer.get_vocab_size() - 1
    rows = np.zeros((len(texts), length), np.int64)
    for row, text in zip(rows, texts, strict=True):
        inner = tokenizer.encode(clean(text), add_special_tokens=False).ids[: length - 2]
        row[: len(inner) + 2] = [start, *inner, end]
    return rows


def clean(text: str) -> str:
    """Broken encodings mended, entities resolved, one space between words, lower case."""
    return " ".join(html.unescape(html.unescape(ftfy.fix_text(text))).split()).lower()


@cache
def _tokenizer() -> Tokenizer:
    lines = lzma.decompress(VOCABULARY.read_bytes()).decode("utf-8").splitlines()
    merges = [(left, right) for left, right in map(str.split, lines)]
    letters = _byte_letters()
    words = [*letters, *(f"{letter}</w>" for letter in letters), *("".join(pair) for pair in merges)]
    numbers = {word: number for number, word in enumerate([*words, "<start_of_text>", "<end_of_text>"])}
    tokenizer = Tokenizer(BPE(numbers, merges, end_of_word_suffix="</w>"))
    parts = Split(Regex(_WORDS), behavior="removed", invert=True)
    tokenizer.pre_tokenizer = Steps([parts, ByteLevel(add_prefix_space=False, use_regex=False)])
    return tokenizer


def _byte_letters() -> list[str]:
    """A visible letter for each of the 256 bytes, in the order of the vocabulary."""
    visible = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    hidden = [byte for byte in range(256) if byte not in visible]
    return [chr(byte) for byte in visible] + [chr(256 + number) for number in range(len(hidden))]
