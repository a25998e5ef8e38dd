"""Eyes that see what a photo's label says: what is left to go wrong is words, rules and policies."""

import io
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from intake.claims.case import TEXT_ONLY
from intake.vision.confidence import judged
from intake.vision.eyes import Eyes, combine
from intake.vision.types import Candidate, Damage, Finding, Observation, PhotoQuality

SIDE = 12  # pixels of the thumbnail that a photo is known again by
SURE, LEFT = 0.99, 0.01  # probability of what the label says, and of all else together
UNSEEN = TEXT_ONLY | {Damage.INTACT}  # no photo shows them


class LabelEyes:
    """Whatever isn't a photo's label is asked of the real eyes."""

    def __init__(self, eyes: Eyes) -> None:
        self._eyes = eyes
        self._labels: list[tuple[NDArray[np.float32], Mapping[str, str]]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._eyes, name)

    def learn(self, photo: bytes, label: Mapping[str, str]) -> None:
        """`label` has the `sku` and the `damage` that the photo shows."""
        self._labels.append((_thumbnail(Image.open(io.BytesIO(photo))), label))

    def look_together(
        self, photos: Sequence[Image.Image], text: str = "", ordered: Collection[str] = ()
    ) -> Observation:
        return combine(self.look(photos, text, ordered))

    def look(self, photos: Sequence[Image.Image], text: str = "", ordered: Collection[str] = ()) -> list[Observation]:  # noqa: ARG002
        return [self._seen(self._label(photo)) for photo in photos]

    def _label(self, photo: Image.Image) -> Mapping[str, str]:
        small = _thumbnail(photo)
        return min(self._labels, key=lambda known: float(np.abs(known[0] - small).mean()))[1]

    def _seen(self, label: Mapping[str, str]) -> Observation:
        shown = Damage(label["damage"])
        intact = shown in UNSEEN
        others = [product.sku for product in self._eyes.products() if product.sku != label["sku"]]
        damages = [damage for damage in Damage if damage not in UNSEEN | {shown}]
        findings = [] if intact else [Finding(shown, SURE)]
        rest = [Finding(damage, LEFT / 10 / len(damages)) for damage in damages]
        seen = Observation(
            products=(Candidate(label["sku"], SURE), *(Candidate(sku, LEFT / len(others)) for sku in others)),
            findings=(*findings, *rest),
            damaged=LEFT / 10 if intact else SURE,
            quality=PhotoQuality((), 100.0, 0.5),
            product_sure=False,
            damage_sure=False,
            model=self._eyes.model,
            pictured=(label["sku"],),
        )
        return judged(seen, self._eyes.calibration)


def _thumbnail(photo: Image.Image) -> NDArray[np.float32]:
    upright = ImageOps.exif_transpose(photo).convert("RGB")
    return np.asarray(upright.resize((SIDE, SIDE), Image.Resampling.BOX), np.float32)
