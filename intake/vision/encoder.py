"""CLIP: pictures and texts in, unit vectors out. The only importer of torch and open_clip."""

import hashlib
import json
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from intake.errors import ModelUnavailable

T = TypeVar("T")
Vectors = NDArray[np.float32]

EMBEDDED = Path(__file__).parent / "weights"
DAMAGE_HEAD = "damage_head.npz"  # beside weights that bring one
FINE_BLOCK = 4  # the last one with cells of 16 pixels
_BATCH = 32


class Encoder:
    """An open_clip model with a life: `load` (idempotent, under a lock), encode, `unload`.

    `name` is empty for the embedded weights, a folder with `open_clip_config.json` and
    `open_clip_model.safetensors`, or any model name that open_clip knows together with its `pretrained` tag.
    """

    def __init__(self, name: str = "", pretrained: str = "") -> None:
        self._folder = _model_folder(name)
        self._name, self._pretrained = name, pretrained
        self._lock = threading.Lock()
        self._loaded: tuple[Any, Any, Any] | None = None
        self.id = _folder_id(self._folder) if self._folder else "/".join(filter(None, (name, pretrained)))

    @property
    def folder(self) -> Path | None:
        """Where the model's files lie, for what belongs to these weights alone; None for a model of a hub."""
        return self._folder

    def load(self) -> tuple[Any, Any, Any]:
        """Model, preprocessing and tokenizer. Raises ModelUnavailable with the remedy."""
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
        model, _, _ = self.load()
        return float(model.logit_scale.detach().exp())

    def images(self, images: Sequence[Image.Image]) -> Vectors:
        """(n, d) unit vectors of n RGB pictures."""
        return self.looks(images)[0]

    def looks(self, images: Sequence[Image.Image]) -> tuple[Vectors, Vectors]:
        """(n, d) unit vectors of n RGB pictures and their (n, k) details, see `read_tower`.

        Details are what a damage head reads; k is 0 for a model that brings none.
        """
        import torch

        model, preprocess, _ = self.load()
        with torch.inference_mode():
            parts = [self._look(model, torch.stack([preprocess(i) for i in batch])) for batch in _batches(images)]
        if not parts:
            return np.zeros((0, 0), np.float32), np.zeros((0, 0), np.float32)
        return np.concatenate([v for v, _ in parts]), np.concatenate([d for _, d in parts])

    def _look(self, model: Any, pictures: Any) -> tuple[Vectors, Vectors]:
        from torch.nn.functional import normalize

        if not (self._folder and (self._folder / DAMAGE_HEAD).is_file()):
            return model.encode_image(pictures, normalize=True).numpy(), np.zeros((len(pictures), 0), np.float32)
        trunk = model.visual.trunk
        pooled, details = read_tower(trunk, trunk.bn1(trunk.conv_stem(pictures)))
        return normalize(model.visual.head(pooled), dim=-1).numpy(), details.numpy()

    def texts(self, texts: Sequence[str]) -> Vectors:
        """(n, d) unit vectors of n texts; what exceeds the context length is cut off."""
        import torch

        model, _, tokenizer = self.load()
        with torch.inference_mode():
            parts = [model.encode_text(tokenizer(list(batch)), normalize=True).numpy() for batch in _batches(texts)]
        return np.concatenate(parts) if parts else np.zeros((0, 0), np.float32)

    def _create(self) -> tuple[Any, Any, Any]:
        import open_clip

        name = f"local-dir:{self._folder}" if self._folder else self._name
        try:
            model, _, preprocess = open_clip.create_model_and_transforms(
                name, pretrained=self._pretrained or None, require_pretrained=True
            )
            tokenizer = open_clip.get_tokenizer(name)
        except Exception as error:  # open_clip, hub and torch each raise their own
            raise ModelUnavailable(
                f"The CLIP model {self.id!r} can't be loaded: {error}. Check INTAKE_CLIP_MODEL and "
                "INTAKE_CLIP_PRETRAINED; a model of a hub needs network the first time. "
                "Without either, the embedded model serves."
            ) from error
        return model.eval(), preprocess, tokenizer


def read_tower(trunk: Any, features: Any, first: int = 0) -> tuple[Any, Any]:
    """Pooled features (n, 1280) and details (n, 1400) of an EfficientNet, from what enters its block `first`.

    Details are the strongest answers of the last layer and of an earlier, finer one anywhere in the picture, each
    scaled to a root mean square of 1: the mean over the picture, which CLIP compares, drowns a crack of a few pixels.
    """
    import torch

    fine: Any = None
    for number, block in enumerate(trunk.blocks[first:], first):
        features = block(features)
        if number == FINE_BLOCK:
            fine = features.amax(dim=(2, 3))
    last = trunk.bn2(trunk.conv_head(features))
    strongest = (last.amax(dim=(2, 3)), fine)
    details = [part / (part.pow(2).mean(dim=1, keepdim=True) + 1e-6).sqrt() for part in strongest]
    return last.mean(dim=(2, 3)), torch.cat(details, dim=1)


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
