"""What is wrong with a product: the photo against prompt ensembles in both languages, intact among the answers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from intake import fast_yaml
from intake.kept import kept
from intake.vision.adapter import Adapter, Example
from intake.vision.damage_head import DamageHead
from intake.vision.encoder import Encoder
from intake.vision.looks import Looks, Vectors, details, join, unit
from intake.vision.places import Heat, box, heat, peak
from intake.vision.types import Damage, Finding
from intake.vision.views import closer, middle

PROMPTS = Path(__file__).parent / "damage_prompts.yaml"
CLEAR = 0.9  # probability of a damage from which no closer look is taken
INTACT = 0.999  # and of none: who sends a photo has seen one, and a small one is lost at first sight
PLACED = 3  # so many of the best findings get a box
VISIBLE = tuple(d for d in Damage if d not in (Damage.DOES_NOT_WORK, Damage.WRONG_ITEM))  # INTACT is the last


def read_prompts(file: Path = PROMPTS) -> Mapping[Damage, tuple[str, ...]]:
    """All wordings a damage type, German and English, each filled into each photo template."""
    document = fast_yaml.safe_load(file.read_text(encoding="utf-8"))
    return {
        damage: tuple(
            template.format(phrase)
            for language, templates in document["templates"].items()
            for phrase in document["damages"][damage][language]
            for template in templates
        )
        for damage in VISIBLE
    }


@dataclass(frozen=True)
class Shots:
    """The n views of one photo, the whole first, and the answers (n, 2h, 2w, types) of a head's cells to them."""

    views: Looks
    cells: Vectors | None  # None without a head


class DamageReader:
    """Reads damage off what the tower sees. The prompts are embedded once for one model and kept in `cache`.

    Method: prompt ensembles a side after WinCLIP (Jeong et al., CVPR 2023), mixed with a head where the weights bring
    one.
    """

    def __init__(
        self, encoder: Encoder, head: DamageHead | None = None, head_share: float = 0.5, cache: Path | None = None
    ) -> None:
        self._encoder, self._head, self._head_share, self._cache = encoder, head, head_share, cache
        self.adapter: Adapter | None = None  # what a shop's own labelled photos have taught

    @cached_property
    def _classes(self) -> Vectors:
        """(damages, d) unit vectors, one an ensemble."""
        prompts = read_prompts()
        id = sha256(repr((self._encoder.id, prompts)).encode()).hexdigest()[:24]
        file = self._cache / f"prompts-{id}.npz" if self._cache else None
        return kept(file, lambda: {"classes": self._embed(prompts)})["classes"]

    def _embed(self, prompts: Mapping[Damage, tuple[str, ...]]) -> Vectors:
        means = [self._encoder.texts(prompts[damage]).mean(axis=0) for damage in VISIBLE]
        return np.stack([mean / np.linalg.norm(mean) for mean in means])

    def shots(self, photo: Image.Image, whole: Looks) -> Shots:
        """The whole photo and, where it leaves doubt, a closer look at what stands out; without a head, the middle.

        A second pass costs as much as the first; what is clear does without.
        """
        if self._head is None:
            return Shots(join([whole, self._encoder.looks([middle(photo)])]), None)
        cells = self._head.cells(whole)
        *damages, intact = probabilities(self._head.logits(whole, cells)[0])
        if max(damages) >= CLEAR or intact >= INTACT:
            return Shots(whole, cells)
        sight = np.asarray(1 / (1 + np.exp(-cells[0])), np.float32)
        close = self._encoder.looks([closer(photo, peak(sight.sum(axis=-1)))])
        return Shots(join([whole, close]), np.concatenate([cells, self._head.cells(close)]))

    def logits(self, shots: Shots) -> Vectors:
        """(damages,) scores in the order of `VISIBLE`, the mean over one photo's views."""
        read = self._unadapted(shots)
        return self.adapter.adjust(read, self._features(shots.views)) if self.adapter else read

    def example(self, shots: Shots, damages: Collection[Damage]) -> Example:
        """What an adapter learns from a labelled photo; no damage means intact."""
        true = set(damages) or {Damage.INTACT}
        target = np.array([(d in true) / len(true) for d in VISIBLE], np.float32)
        return Example(self._features(shots.views), self._unadapted(shots), target)

    def _features(self, views: Looks) -> Vectors:
        """(k,) one unit vector a photo: what the picture is like as a whole, and its strongest answers anywhere."""
        return unit(np.concatenate([views.vectors, unit(details(views))], axis=1).mean(axis=0))

    def _unadapted(self, shots: Shots) -> Vectors:
        prompts = self._encoder.scale * shots.views.vectors @ self._classes.T
        if self._head is None or shots.cells is None:
            return np.asarray(prompts.mean(axis=0))
        read = self._head.logits(shots.views, shots.cells)
        return np.asarray(((1 - self._head_share) * prompts + self._head_share * read).mean(axis=0))

    def heat(self, whole: Looks, damage: Damage) -> Heat | None:
        """Where the whole photo speaks for `damage`: (h, w) in 0..1, highest 1; None for weights without a head."""
        return _heat(self._head.cells(whole) if self._head else None, damage)

    @staticmethod
    def placed(findings: Sequence[Finding], shots: Shots) -> tuple[Finding, ...]:
        """The findings of the whole photo, best first, the first `PLACED` of them with their boxes."""
        maps = [_heat(shots.cells, finding.damage) for finding in findings[:PLACED]]
        found = [replace(f, box=None if m is None else box(m)) for f, m in zip(findings, maps, strict=False)]
        return (*found, *findings[PLACED:])


def _heat(cells: Vectors | None, damage: Damage) -> Heat | None:
    """Of the whole photo, which is the first of the views."""
    return None if cells is None else heat(cells[0, ..., VISIBLE.index(damage)])


def probabilities(logits: Sequence[float] | NDArray[np.float32], temperature: float = 1.0) -> NDArray[np.float32]:
    """Softmax of `logits / temperature`; sums to 1."""
    scaled = np.asarray(logits, dtype=np.float32) / temperature
    exp = np.exp(scaled - scaled.max())
    return np.asarray(exp / exp.sum())
