"""Calibrates on a shop's labelled photos: how sure is sure enough, at a promised risk."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from PIL.Image import Image

from intake.errors import BadInput, IntakeError
from intake.labels import Labelled
from intake.vision.confidence import Calibration, judged, own_file
from intake.vision.eyes import Eyes
from intake.vision.photos import open_photo
from intake.vision.promises import Promised, promise
from intake.vision.types import Observation

BATCH = 16
RISKS = (0.01, 0.02, 0.05)  # always looked at, so that an evaluation can show what each would allow

Pairs = Sequence[tuple[Labelled, Observation]]


def observe(eyes: Eyes, photos: Sequence[Labelled]) -> Iterator[Observation]:
    """Looks at every photo by itself, without words or order. Raises IntakeError naming a photo that can't be read."""
    for start in range(0, len(photos), BATCH):
        yield from eyes.look([_open(photo) for photo in photos[start : start + BATCH]])


def calibrate_photos(eyes: Eyes, photos: Sequence[Labelled], risk: float, folder: Path) -> tuple[Path, Promised]:
    """Calibrates `eyes` for their catalogue and model and keeps it in `folder`; the file, and what is promised.

    Raises IntakeError when there are no photos, or one can't be read.
    """
    if not photos:
        raise IntakeError("There are no labelled photos to calibrate on.")
    pairs = list(zip(photos, observe(eyes, photos), strict=True))
    eyes.calibration = calibrate(eyes.calibration, eyes.index.id, pairs, risk)
    file = own_file(folder, eyes.index.id)
    eyes.calibration.save(file)
    return file, next(one for one in eyes.calibration.promised if one.risk == risk)


def calibrate(current: Calibration, catalogue: str, pairs: Pairs, risk: float) -> Calibration:
    """The thresholds of `current` anew, for the index `catalogue`; `pairs` are photos that nothing was fitted on."""
    promised = tuple(promises(pairs, each) for each in sorted({*RISKS, risk}))
    chosen = next(one for one in promised if one.risk == risk)
    return replace(current.at(chosen), photos=len(pairs), catalogue=catalogue, promised=promised)


def promises(pairs: Pairs, risk: float) -> Promised:
    """Right is the labelled SKU, likely types with one that is there, intact where nothing is damaged.

    A photo without a product is never right. Each is tested among the photos on which it was called sure.
    """
    told = [(photo, seen) for photo, seen in pairs if photo.damages is not None]

    def product(threshold: float) -> list[bool]:
        limits = Calibration(product_threshold=threshold)
        return [seen.products[0].sku == photo.sku for photo, seen in pairs if judged(seen, limits).product_sure]

    def damage(threshold: float) -> list[bool]:
        return _named(told, Calibration(damage_threshold=threshold))

    def intact(threshold: float) -> list[bool]:
        return _named(told, Calibration(intact_threshold=threshold))

    return Promised(
        product=promise(product, len(pairs), risk),
        damage=promise(damage, len(told), risk),
        intact=promise(intact, len(told), risk),
    )


def _named(pairs: Pairs, limits: Calibration) -> list[bool]:
    found = [(photo, judged(seen, limits)) for photo, seen in pairs]
    return [names_damage(photo, seen) for photo, seen in found if seen.damage_sure]


def names_damage(photo: Labelled, seen: Observation) -> bool:
    """Whether what is surely seen holds: one of the likely types is there, or none is where intact was read."""
    return bool(photo.truth & set(seen.likely))


def _open(photo: Labelled) -> Image:
    try:
        return open_photo(photo.file.read_bytes())
    except (OSError, BadInput) as error:
        raise IntakeError(f"{photo.file}: {error}") from error
