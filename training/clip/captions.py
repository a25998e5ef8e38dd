"""Texts to learn from: names of products and damages in both languages, and the parent tower's thousand classes."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import yaml
from open_clip.zero_shot_metadata import IMAGENET_CLASSNAMES

from intake.vision.damage import VISIBLE, read_prompts
from intake.vision.types import CatalogueProduct, Damage

HERE = Path(__file__).resolve().parent.parent
LANGUAGES = ("de", "en")


class Captions:
    """Draws captions at random; every draw picks a language first, so that both count the same."""

    def __init__(self, products: Sequence[CatalogueProduct], rng: np.random.Generator) -> None:
        self._products = {p.sku: p for p in products}
        self._rng = rng
        self._data = yaml.safe_load((HERE / "captions.yaml").read_text(encoding="utf-8"))
        self._prompts: Mapping[Damage, tuple[str, ...]] = read_prompts()

    def product(self, sku: str) -> str:
        """A name or description, in a template or bare."""
        language = self._pick(LANGUAGES)
        product = self._products[sku]
        if self._rng.random() < 0.35:
            return product.descriptions[language]
        return self._template(language, product.names[language])

    def damage(self, damage: Damage) -> str:
        """A wording that isn't tied to one product, or one with any product's name."""
        if self._rng.random() < 0.6:
            return self._pick(self._prompts[damage])
        return self.whole(self._pick(list(self._products)), damage)

    def whole(self, sku: str, damage: Damage) -> str:
        """Product and damage in one sentence."""
        language = self._pick(LANGUAGES)
        noun = self._products[sku].names[language]
        return self._template(language, self._pick(self._data["damage"][damage][language]).format(noun=noun))

    def damages(self) -> list[str]:
        return [self.damage(d) for d in VISIBLE]

    def world(self, index: int) -> str:
        """A name of ImageNet's class `index`."""
        language = self._pick(LANGUAGES)
        return self._pick(self._data["world"][language]).format(self._world[language][index])

    @cached_property
    def _world(self) -> dict[str, list[str]]:
        german = (HERE / "imagenet.de.txt").read_text(encoding="utf-8").splitlines()
        return {"de": german, "en": list(IMAGENET_CLASSNAMES)}

    def _template(self, language: str, text: str) -> str:
        return self._pick(self._data["templates"][language]).format(text)

    def _pick(self, items: Sequence[str]) -> str:
        return items[int(self._rng.integers(len(items)))]
