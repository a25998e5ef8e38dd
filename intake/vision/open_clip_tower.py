"""Any open_clip model through torch. The only importer of torch and open_clip."""

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import open_clip
import torch
from PIL import Image
from torch.nn.functional import normalize

from intake.errors import ModelUnavailable
from intake.vision.looks import Looks, Vectors, without_maps

FINE_BLOCK = 4  # the last one with cells of 16 pixels
WRAPPED = "model."  # before the names of weights in exported graphs


class OpenClipTower:
    """Both towers of a loaded model. Raises ModelUnavailable with the remedy when it can't be loaded."""

    def __init__(self, folder: Path | None, name: str, pretrained: str) -> None:
        name = f"local-dir:{folder}" if folder else name
        try:
            model, _, self._preprocess = open_clip.create_model_and_transforms(
                name, pretrained=pretrained or None, require_pretrained=True
            )
            self._tokenizer = open_clip.get_tokenizer(name)
        except Exception as error:  # open_clip, hub and torch each raise their own
            raise ModelUnavailable(
                f"The CLIP model {name!r} can't be loaded: {error}. Check INTAKE_CLIP_MODEL and "
                "INTAKE_CLIP_PRETRAINED; a model of a hub needs network the first time. "
                "Without either, the embedded model serves."
            ) from error
        self.model: Any = model.eval()

    @property
    def scale(self) -> float:
        return float(self.model.logit_scale.detach().exp())

    @property
    def projection(self) -> Vectors | None:
        """(c, d) from a cell of `last` to the space of the vectors, where the tower has such maps."""
        if not has_maps(self.model):
            return None
        return np.ascontiguousarray(self.model.visual.head.proj.weight.detach().numpy().T)

    @torch.inference_mode()
    def vectors(self, images: Sequence[Image.Image]) -> Vectors:
        return np.asarray(self.model.encode_image(self._pixels(images), normalize=True).numpy())

    @torch.inference_mode()
    def looks(self, images: Sequence[Image.Image]) -> Looks:
        if not has_maps(self.model):
            return without_maps(self.vectors(images))
        parts = look(self.model, self._pixels(images))
        return Looks(*(part.numpy() for part in parts))

    @torch.inference_mode()
    def texts(self, texts: Sequence[str]) -> Vectors:
        return np.asarray(self.model.encode_text(self._tokenizer(list(texts)), normalize=True).numpy())

    @property
    def context_length(self) -> int:
        return int(self._tokenizer.context_length)

    @property
    def pixels(self) -> dict[str, Any]:
        """Arguments of `intake.vision.pixels.Pixels`."""
        wanted = open_clip.get_model_preprocess_cfg(self.model)
        side = wanted["size"] if isinstance(wanted["size"], int) else wanted["size"][0]
        plain = {key: wanted[key] for key in ("mean", "std", "interpolation")}
        return {"side": side, **plain, "resize": wanted["resize_mode"]}

    def image_graph(self) -> Any:
        """ONNX: pixels (n, 3, side, side) to vectors, and to both maps where the tower shows them."""
        example = self._pixels([Image.new("RGB", (9, 9)), Image.new("RGB", (9, 9), "white")])
        names = ["vectors", "last", "fine"] if has_maps(self.model) else ["vectors"]
        return _trace(_ImageTower(self.model), example, "pixels", names)

    def text_graph(self) -> Any:
        """ONNX: tokens (n, context length) to vectors."""
        return _trace(_TextTower(self.model), self._tokenizer(["a", "b"]), "tokens", ["vectors"])

    def _pixels(self, images: Sequence[Image.Image]) -> Any:
        return torch.stack([self._preprocess(image) for image in images])


class _ImageTower(torch.nn.Module):
    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, pixels: Any) -> Any:
        return look(self.model, pixels) if has_maps(self.model) else self.model.encode_image(pixels, normalize=True)


class _TextTower(torch.nn.Module):
    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, tokens: Any) -> Any:
        return self.model.encode_text(tokens, normalize=True)


def _trace(tower: torch.nn.Module, example: Any, name: str, outputs: list[str]) -> Any:
    """Any number of rows; nothing is folded, so that each weight keeps its name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter's own deprecations
        program: Any = torch.onnx.export(
            tower,
            (example,),
            dynamo=True,
            optimize=False,
            verbose=False,
            input_names=[name],
            output_names=outputs,
            dynamic_shapes={name: {0: torch.export.Dim("rows")}},
        )
    return program.model_proto


def has_maps(model: Any) -> bool:
    """Whether the image tower is one that `look` can open: a timm EfficientNet with a linear projection."""
    trunk: Any = getattr(model.visual, "trunk", None)
    return hasattr(trunk, "conv_head") and len(trunk.blocks) > FINE_BLOCK and hasattr(model.visual.head, "proj")


def look(model: Any, pixels: Any) -> tuple[Any, Any, Any]:
    """Unit vectors (n, d), `last` (n, h, w, c) and `fine` (n, 2h, 2w, f) of pictures (n, 3, side, side)."""
    trunk = model.visual.trunk
    last, fine = maps(trunk, trunk.bn1(trunk.conv_stem(pixels)))
    vectors = normalize(model.visual.head(last.mean(dim=(2, 3))), dim=-1)
    return vectors, last.permute(0, 2, 3, 1), fine.permute(0, 2, 3, 1)


def maps(trunk: Any, features: Any, first: int = 0) -> tuple[Any, Any]:
    """The last layer's map (n, c, h, w) and the finer one of an EfficientNet, from what enters its block `first`."""
    fine: Any = None
    for number, block in enumerate(trunk.blocks[first:], first):
        features = block(features)
        if number == FINE_BLOCK:
            fine = features
    return trunk.bn2(trunk.conv_head(features)), fine


def read_tower(trunk: Any, features: Any, first: int = 0) -> tuple[Any, Any]:
    """Pooled features (n, c) and details (n, c + f), see `intake.vision.looks.details`, with gradients."""
    last, fine = maps(trunk, features, first)
    strongest = (last.amax(dim=(2, 3)), fine.amax(dim=(2, 3)))
    details = [part / (part.pow(2).mean(dim=1, keepdim=True) + 1e-6).sqrt() for part in strongest]
    return last.mean(dim=(2, 3)), torch.cat(details, dim=1)
