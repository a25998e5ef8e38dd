"""What is wrong with a product: the photo against prompt ensembles in both languages, intact among the answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from intake.vision.encoder import Encoder
from intake.vision.kept import kept
from intake.vision.looks import Vectors
from intake.vision.types import Damage

PROMPTS = Path(__file__).parent / "damage_prompts.yaml"
VISIBLE = tuple(d for d in Damage if d not in (Damage.DOES_NOT_WORK, Damage.WRONG_ITEM))  # INTACT is the last


def read_prompts(file: Path = PROMPTS) -> Mapping[Damage, tuple[str, ...]]:
    """All wordings a damage type, German and English, each filled into each photo template."""
    document = yaml.safe_load(file.read_text(encoding="utf-8"))
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
class Head:
    """A linear classifier on image vectors and details: `weights` (damages, d + k), `bias` (damages,)."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    @classmethod
    def load(cls, file: Path) -> "Head":
        with np.load(file) as saved:
            return cls(saved["weights"], saved["bias"])


class DamageReader:
    """Reads damage off image vectors. The prompts are embedded once for one model and kept in `cache`.

    Method: prompt ensembles a side after WinCLIP (Jeong et al., CVPR 2023), mixed with a linear head where the
    weights bring one.
    """

    def __init__(
        self, encoder: Encoder, head: Head | None = None, head_share: float = 0.5, cache: Path | None = None
    ) -> None:
        self._encoder, self._head, self._head_share, self._cache = encoder, head, head_share, cache

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

    def logits(self, photo: Vectors, details: Vectors) -> NDArray[np.float32]:
        """(damages,) scores in the order of `VISIBLE`, the mean over one photo's views (v, d) and (v, k)."""
        prompts = self._encoder.scale * photo @ self._classes.T
        if self._head is None:
            return np.asarray(prompts.mean(axis=0))
        head = np.concatenate([photo, details], axis=1) @ self._head.weights.T + self._head.bias
        mixed = (1 - self._head_share) * prompts + self._head_share * head
        return np.asarray(mixed.mean(axis=0))


def probabilities(logits: Sequence[float] | NDArray[np.float32], temperature: float = 1.0) -> NDArray[np.float32]:
    """Softmax of `logits / temperature`; sums to 1."""
    scaled = np.asarray(logits, dtype=np.float32) / temperature
    exp = np.exp(scaled - scaled.max())
    return np.asarray(exp / exp.sum())
