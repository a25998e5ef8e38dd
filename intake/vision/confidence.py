"""How sure is sure enough: thresholds measured on labelled photos, bound to one model and one catalogue."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from math import comb
from pathlib import Path

from intake.vision.catalogue import Mixing

CALIBRATION = "calibration.json"
NEVER = 2.0  # no probability reaches it
DOUBT = 0.05  # chance that a threshold doesn't keep its promise
GRID = tuple(round(0.995 - 0.005 * step, 4) for step in range(140))


def threshold(confidence: Sequence[float], right: Sequence[bool], risk: float) -> float:
    """The lowest threshold whose error rate among what reaches it is at most `risk`, with 95 % confidence.

    Learn-then-Test with fixed-sequence testing (Angelopoulos et al. 2021): thresholds of a fixed grid are tested from
    the strictest down with a one-sided binomial test, up to the first that fails after one has passed. `NEVER` where
    none passes. `confidence` and `right` are of photos that nothing was fitted on.
    """
    best = NEVER
    for candidate in GRID:
        accepted = [ok for sure, ok in zip(confidence, right, strict=True) if sure >= candidate]
        if accepted and _at_most(accepted.count(False), len(accepted), risk) <= DOUBT:
            best = candidate
        elif best != NEVER:
            break
    return best


def _at_most(errors: int, trials: int, risk: float) -> float:
    """Probability of at most `errors` in `trials` when each errs with `risk` (binomial)."""
    return sum(comb(trials, k) * risk**k * (1 - risk) ** (trials - k) for k in range(errors + 1))


@dataclass(frozen=True)
class Calibration:
    """What `training/calibrate.py` measured; probabilities below a threshold are unsure.

    `catalogue` is the id of the index that the thresholds hold for. With any other one nothing is sure:
    the customer is asked to confirm, or a person looks.
    """

    mixing: Mixing = field(default_factory=Mixing)
    damage_temperature: float = 1.0
    head_share: float = 0.5
    damaged_at: float = 0.5  # probability of damage from which a photo counts as damaged
    product_threshold: float = NEVER
    damage_threshold: float = NEVER
    risk: float = 0.0  # the promised error rate among what is called sure
    photos: int = 0  # how many labelled photos it rests on
    catalogue: str = ""

    @classmethod
    def load(cls, folder: Path | None, catalogue: str) -> "Calibration":
        """The calibration of the model in `folder`; for another catalogue than its own nothing is sure."""
        file = folder / CALIBRATION if folder else None
        if file is None or not file.is_file():
            return cls()
        values = json.loads(file.read_text(encoding="utf-8"))
        values["mixing"] = Mixing(**values["mixing"])
        found = cls(**values)
        return found if found.catalogue == catalogue else _unsure(found)

    def save(self, folder: Path) -> None:
        (folder / CALIBRATION).write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")


def _unsure(known: Calibration) -> Calibration:
    """Weights that fit one catalogue's words may mislead on another's: the plain mixing serves, and nothing is sure."""
    return replace(known, mixing=Mixing(), product_threshold=NEVER, damage_threshold=NEVER)
