"""An exported model through ONNX Runtime, without torch. The only importer of onnxruntime."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from PIL import Image
from safetensors import safe_open
from threadpoolctl import threadpool_limits

from intake.errors import ModelUnavailable
from intake.vision.batches import Batches
from intake.vision.fingerprint import FAITHFUL, SERVING, Fingerprint
from intake.vision.looks import Looks, Vectors, join, without_maps
from intake.vision.pixels import Pixels
from intake.vision.tokens import tokens

IMAGE, TEXT = "image.onnx", "text.onnx"
WEIGHTS = "open_clip_model.safetensors"
BATCH = 8  # pictures; more bring nothing on a processor, and everybody in a batch waits for all of it
PROJECTION, SCALE = "visual.head.proj.weight", "logit_scale"


class OnnxTower:
    """Both towers of a folder that was exported (`intake.vision.export`); the graphs take their weights from the
    folder's safetensors file.

    Raises ModelUnavailable when a file is damaged, or when the answers aren't those that open_clip gave at export.
    """

    def __init__(self, folder: Path) -> None:
        # Threads of NumPy's BLAS and of ONNX Runtime wait by spinning and take the cores from each other: with one for
        # BLAS, whose products are small here, both are faster.
        threadpool_limits(limits=1, user_api="blas")
        try:
            settings = json.loads((folder / SERVING).read_text(encoding="utf-8"))
            self._length = int(settings["context_length"])
            self._pixels = Pixels(**settings["pixels"])
            self._image, self._text = _session(folder / IMAGE), _session(folder / TEXT)
            self._batches = Batches(self._look, BATCH)
            self._outputs = [output.name for output in self._image.get_outputs()]
            self.scale, self.projection = _constants(folder, len(self._outputs) > 1)
            expected = Fingerprint.load(folder)
        except Exception as error:  # runtime, json, numpy and safetensors each raise their own
            raise ModelUnavailable(f"{folder}: the exported model can't be loaded: {error}") from error
        likeness = Fingerprint.of(self).likeness(expected)
        if min(likeness.values()) < FAITHFUL:
            raise ModelUnavailable(f"{folder}: the exported model answers otherwise than open_clip did: {likeness}.")

    def vectors(self, images: Sequence[Image.Image]) -> Vectors:
        return np.asarray(self._image.run(self._outputs[:1], {"pixels": self._pixels(images)})[0])

    def looks(self, images: Sequence[Image.Image]) -> Looks:
        return join(self._batches.ask(list(self._pixels(images))))

    def _look(self, pixels: list[Vectors]) -> list[Looks]:
        found = self._image.run(self._outputs, {"pixels": np.stack(pixels)})
        looks = Looks(*found) if len(found) > 1 else without_maps(found[0])
        return [looks[row : row + 1] for row in range(len(looks))]

    def texts(self, texts: Sequence[str]) -> Vectors:
        return np.asarray(self._text.run(None, {"tokens": tokens(texts, self._length)})[0])


def _session(file: Path) -> Any:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


def _constants(folder: Path, maps: bool) -> tuple[float, Vectors | None]:
    """The learnt temperature, and the projection (c, d) of towers that show their maps."""
    with safe_open(folder / WEIGHTS, "numpy") as weights:
        scale = float(np.exp(weights.get_tensor(SCALE).astype(np.float32)))
        projection = weights.get_tensor(PROJECTION).astype(np.float32) if maps else None
    return scale, None if projection is None else np.ascontiguousarray(projection.T)
