"""Mixing weights and thresholds of the embedded model, from photos that it was not trained on.

Mixing and temperatures are fitted on the tuning photos (negative log-likelihood); the thresholds come from the
calibration photos alone (`intake.vision.confidence.threshold`).
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from intake.vision.catalogue import CatalogueIndex, Mixing
from intake.vision.confidence import Calibration, threshold
from intake.vision.damage import VISIBLE, DamageReader, probabilities
from intake.vision.damage_head import DamageHead
from intake.vision.encoder import DAMAGE_HEAD, Encoder
from intake.vision.eyes import by_photo
from intake.vision.looks import Looks, Vectors
from intake.vision.photos import open_photo
from intake.vision.regions import of_maps
from intake.vision.types import Damage
from intake.vision.views import views
from training.clip.fit import split
from training.clip.fit_mixing import fit_mixing
from training.clip.photos import INTACT, Labelled, read_labels


def calibrate(photos: Path, catalogue: Path, folder: Path, risk: float) -> Calibration:
    """Fits, tests and saves the calibration beside the weights."""
    encoder = Encoder(str(folder))
    index = CatalogueIndex.open(catalogue, encoder)
    head = DamageHead.load(folder / DAMAGE_HEAD)
    _, tune, test = split(read_labels(photos))
    tune_looks, test_looks = _looks(encoder, tune), _looks(encoder, test)
    mixing = fit_mixing(index, _regions(encoder, tune_looks), [p.sku for p in tune])
    fitted = Calibration(mixing=mixing)
    fitted = _fit_damage(encoder, head, fitted, tune, tune_looks)
    products = _product_scores(index, mixing, test, _regions(encoder, test_looks))
    damages = _damage_scores(encoder, head, fitted, test, test_looks)
    found = replace(
        fitted,
        product_threshold=threshold(*map(list, products), risk),
        damage_threshold=threshold(*map(list, damages), risk),
        risk=risk,
        photos=len(test),
        catalogue=index.id,
    )
    found.save(folder)
    return found


def _regions(encoder: Encoder, looks: Sequence[Looks]) -> list[Vectors]:
    return [of_maps(encoder, shots[:1])[0] for shots in looks]


def _looks(encoder: Encoder, photos: Sequence[Labelled]) -> list[Looks]:
    """The views of each photo."""
    looks = encoder.looks([crop for p in photos for crop in views(open_photo(p.file.read_bytes()))])
    return by_photo(looks, len(photos))


def _fit_damage(
    encoder: Encoder, head: DamageHead, start: Calibration, photos: Sequence[Labelled], looks: Sequence[Looks]
) -> Calibration:
    targets = [p.target for p in photos]
    best = (np.inf, start)
    for share in (0.3, 0.5, 0.7):
        reader = DamageReader(encoder, head, share)
        logits = [reader.logits(look) for look in looks]
        for temperature in (0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0):
            rows = [np.log(probabilities(row, temperature) + 1e-9) for row in logits]
            loss = -float(np.mean([np.dot(row, target) for row, target in zip(rows, targets, strict=True)]))
            if loss < best[0]:
                best = (loss, replace(start, head_share=share, damage_temperature=temperature))
    return best[1]


def _product_scores(
    index: CatalogueIndex, mixing: Mixing, photos: Sequence[Labelled], regions: Sequence[Vectors]
) -> tuple[np.ndarray, np.ndarray]:
    rows = np.stack([probabilities(index.seen(photo, mixing)) for photo in regions])
    truth = np.array([[p.sku for p in index.products].index(photo.sku) for photo in photos])
    return rows.max(axis=1), rows.argmax(axis=1) == truth


def _damage_scores(
    encoder: Encoder, head: DamageHead, fitted: Calibration, photos: Sequence[Labelled], looks: Sequence[Looks]
) -> tuple[np.ndarray, np.ndarray]:
    """How sure the reading is, and whether it is right: damaged or intact, and if damaged, the type."""
    reader = DamageReader(encoder, head, fitted.head_share)
    rows = np.stack([probabilities(reader.logits(look), fitted.damage_temperature) for look in looks])
    damaged = 1 - rows[:, INTACT] >= fitted.damaged_at
    best = rows[:, :INTACT].argmax(axis=1)
    sure = np.where(damaged, rows[:, :INTACT].max(axis=1), rows[:, INTACT])
    right = [VISIBLE[b] in p.damages if d else not p.damages for d, b, p in zip(damaged, best, photos, strict=True)]
    return sure, np.array(right) & np.array([Damage.INTACT not in p.damages for p in photos])
