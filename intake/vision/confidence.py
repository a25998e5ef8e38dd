"""How sure is sure enough: thresholds measured on labelled photos, bound to one model and one catalogue."""

import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import accumulate
from pathlib import Path

from intake.vision.catalogue import Mixing
from intake.vision.promises import NEVER, Promise, Promised
from intake.vision.types import Damage, Finding, Limits, Observation, PhotoKind

log = logging.getLogger(__name__)

CALIBRATION = "calibration.json"
MOST = 3  # damage types that may stay possible while the damage counts as sure


def likely(findings: Sequence[Finding], threshold: float) -> tuple[Damage, ...]:
    """The fewest damage types whose probabilities reach `threshold` together, best first; none above `MOST`.

    Adaptive prediction sets (Romano et al. 2020), without their random part: an answer is a set that holds the
    truth, and it decides something while it is small. `findings` are sorted, best first.
    """
    reached = accumulate(finding.probability for finding in findings[:MOST])
    size = next((size for size, total in enumerate(reached, 1) if total >= threshold), 0)
    return tuple(finding.damage for finding in findings[:size])


@dataclass(frozen=True)
class Calibration:
    """What was measured on labelled photos; probabilities below a threshold are unsure.

    `catalogue` is the id of the index (model and catalogue) that the thresholds hold for. With any other one nothing is
    sure: the customer is asked to confirm, or a person looks. `promised` has what was found at several risks.
    """

    mixing: Mixing = field(default_factory=Mixing)
    damage_temperature: float = 1.0
    head_share: float = 0.5
    product_threshold: float = NEVER
    damage_threshold: float = NEVER
    intact_threshold: float = NEVER
    risk: float = 0.0  # the promised error rate among what is called sure
    photos: int = 0  # how many labelled photos it rests on
    catalogue: str = ""
    promised: tuple[Promised, ...] = ()

    @classmethod
    def load(cls, folder: Path | None, catalogue: str, own: Path | None = None) -> "Calibration":
        """The shop's own calibration of this catalogue in `own`, else the one of the model in `folder`.

        For another catalogue than its own nothing is sure.
        """
        bundled = cls._read(folder / CALIBRATION) if folder else None
        shops = cls._read(own_file(own, catalogue)) if own else None
        found = shops or bundled or cls()
        if found.catalogue == catalogue:
            return found
        log.warning("Nothing counts as sure with this catalogue and model: run `python -m intake calibrate`.")
        return found.unsure()

    @classmethod
    def _read(cls, file: Path) -> "Calibration | None":
        if not file.is_file():
            return None
        values = json.loads(file.read_text(encoding="utf-8"))
        values["mixing"] = Mixing(**values["mixing"])
        values["promised"] = tuple(
            Promised(**{what: Promise(**one) for what, one in each.items()}) for each in values.get("promised", ())
        )
        return cls(**values)

    def save(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    def at(self, promised: Promised) -> "Calibration":
        """This calibration with the thresholds of one of its promises."""
        return replace(
            self,
            product_threshold=promised.product.threshold,
            damage_threshold=promised.damage.threshold,
            intact_threshold=promised.intact.threshold,
            risk=promised.risk,
        )

    @property
    def limits(self) -> Limits:
        """The thresholds, as an observation keeps them."""
        return Limits(self.product_threshold, self.damage_threshold, self.intact_threshold, self.risk, self.photos)

    @classmethod
    def of(cls, limits: Limits) -> "Calibration":
        """With these thresholds, to judge by; it says nothing about how to read."""
        return cls(
            product_threshold=limits.product,
            damage_threshold=limits.damage,
            intact_threshold=limits.intact,
            risk=limits.risk,
            photos=limits.photos,
        )

    def unsure(self) -> "Calibration":
        """Weights that fit one catalogue's words may mislead on another's: the plain mixing serves."""
        return Calibration(damage_temperature=self.damage_temperature, head_share=self.head_share)


def judged(seen: Observation, limits: Calibration) -> Observation:
    """What of an observation counts as sure under these thresholds: the one place that says so.

    The product is sure when its probability reaches the threshold and nothing says that the shop doesn't have it. A
    damage is sure when at most `MOST` types together reach theirs: a claim needs damaged or not, and a type that leads
    to the same outcome, not the one right type. That nothing is damaged has a threshold of its own, because no claim
    opens by it. On a photo that can't be judged, or that shows no product, nothing is sure.
    """
    usable = seen.quality.usable and seen.kind is not PhotoKind.NOTHING
    surely = likely(seen.findings, limits.damage_threshold) if usable else ()
    if usable and 1 - seen.damaged >= limits.intact_threshold:
        surely = (Damage.INTACT,)
    shown = usable and seen.kind is PhotoKind.PRODUCT and not seen.unknown and bool(seen.products)
    product_sure = shown and seen.products[0].score >= limits.product_threshold
    return replace(seen, product_sure=product_sure, damage_sure=bool(surely), likely=surely, limits=limits.limits)


def own_file(folder: Path, catalogue: str) -> Path:
    """Where a shop's own calibration of one index lies."""
    return folder / f"calibration-{catalogue}.json"
