"""CLIP: pictures and texts in, unit vectors out."""

import hashlib
import json
import logging
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
from PIL import Image

from intake.errors import ModelUnavailable
from intake.vision.fingerprint import SERVING
from intake.vision.looks import Looks, Vectors, join

T = TypeVar("T")
log = logging.getLogger(__name__)

EMBEDDED = Path(__file__).parent / "weights"
DAMAGE_HEAD = "damage_head.npz"  # beside weights that bring one
_BATCH = 8


class Tower(Protocol):
    """A loaded model, whatever runs it."""

    @property
    def scale(self) -> float: ...

    @property
    def projection(self) -> Vectors | None: ...

    def vectors(self, images: Sequence[Image.Image]) -> Vectors: ...

    def looks(self, images: Sequence[Image.Image]) -> Looks: ...

    def texts(self, texts: Sequence[str]) -> Vectors: ...


class Encoder:
    """An open_clip model with a life: `load` (idempotent, under a lock), encode, `unload`.

    `name` is empty for the embedded weights, a folder with `open_clip_config.json` and
    `open_clip_model.safetensors`, or any model name that open_clip knows together with its `pretrained` tag.
    """

    def __init__(self, name: str = "", pretrained: str = "") -> None:
        self._folder = _model_folder(name)
        self.name, self.pretrained = name, pretrained
        self._lock = threading.Lock()
        self._loaded: Tower | None = None
        self.id = _folder_id(self._folder) if self._folder else "/".join(filter(None, (name, pretrained)))

    @property
    def folder(self) -> Path | None:
        """Where the model's files lie, for what belongs to these weights alone; None for a model of a hub."""
        return self._folder

    def load(self) -> Tower:
        """Raises ModelUnavailable with the remedy."""
        with self._lock:
            if self._loaded is None:
                self._loaded = self._create()
            return self._loaded

    def unload(self) -> None:
        with self._lock:
            self._loaded = None

    @property
    def scale(self) -> float:
        """What the model multiplies cosines with before a softmax (its learnt temperature)."""
        return self.load().scale

    def images(self, images: Sequence[Image.Image]) -> Vectors:
        """(n, d) unit vectors of n RGB pictures."""
        tower = self.load()
        return _rows([tower.vectors(batch) for batch in _batches(images)])

    def looks(self, images: Sequence[Image.Image]) -> Looks:
        """Vectors and feature maps of n RGB pictures; a picture's maps take about half a megabyte."""
        tower = self.load()
        return join([tower.looks(batch) for batch in _batches(images)])

    @property
    def projection(self) -> Vectors | None:
        """(c, d) from means of `Looks.last` to what are the vectors at length 1; None for a tower without maps."""
        return self.load().projection

    def texts(self, texts: Sequence[str]) -> Vectors:
        """(n, d) unit vectors of n texts; what exceeds the context length is cut off."""
        tower = self.load()
        return _rows([tower.texts(batch) for batch in _batches(texts)])

    def _create(self) -> Tower:
        """ONNX Runtime where the folder was exported and answers as open_clip does; else torch."""
        if self._folder and (self._folder / SERVING).is_file():
            from intake.vision.onnx_tower import OnnxTower

            try:
                return OnnxTower(self._folder)
            except ModelUnavailable as error:
                log.warning("%s torch serves. Export it again: python -m intake models export %s", error, self._folder)
        try:
            from intake.vision.open_clip_tower import OpenClipTower
        except ImportError as error:
            raise ModelUnavailable(
                f"The CLIP model {self.id!r} needs open_clip and torch ({error}): install requirements.txt."
            ) from error
        return OpenClipTower(self._folder, self.name, self.pretrained)


def _rows(parts: Sequence[Vectors]) -> Vectors:
    return np.concatenate(parts) if parts else np.zeros((0, 0), np.float32)


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]


def _model_folder(name: str) -> Path | None:
    if not name:
        return EMBEDDED
    path = Path(name.removeprefix("local-dir:"))
    return path if name.startswith("local-dir:") or path.is_dir() else None


def _folder_id(folder: Path) -> str:
    """The content hash binds vectors and calibration to the weights that made them."""
    digest = hashlib.sha256()
    try:
        json.loads((folder / "open_clip_config.json").read_text())
        for file in ("open_clip_config.json", "open_clip_model.safetensors"):
            digest.update((folder / file).read_bytes())
    except (OSError, ValueError) as error:
        raise ModelUnavailable(
            f"{folder} is no model folder ({error}): it needs open_clip_config.json and open_clip_model.safetensors."
        ) from error
    return f"clip-{digest.hexdigest()[:16]}"
