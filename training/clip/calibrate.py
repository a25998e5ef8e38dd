"""Mixing weights and thresholds of the embedded model, from photos that it was not trained on.

Mixing and temperatures are fitted on the tuning photos (negative log-likelihood); the thresholds come from the
calibration photos alone (`intake.calibration`). `python -m training.clip.calibrate --photos DIR` does it for finished
weights, once there are more photos.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from intake import labels
from intake.calibration import calibrate as measure
from intake.calibration import observe
from intake.settings import ROOT
from intake.vision.confidence import CALIBRATION, Calibration
from intake.vision.damage import DamageReader, Shots, probabilities
from intake.vision.damage_head import DamageHead
from intake.vision.embedding import embed_catalogue
from intake.vision.encoder import DAMAGE_HEAD, EMBEDDED, Encoder
from intake.vision.eyes import Eyes, by_photo
from intake.vision.looks import Vectors
from intake.vision.photos import open_photo
from intake.vision.regions import of_maps
from training.clip.fit import split
from training.clip.fit_mixing import fit_mixing
from training.clip.photos import Labelled, read_labels


def calibrate(photos: Path, catalogue: Path, folder: Path, risk: float) -> Calibration:
    """Fits, tests and saves the calibration beside the weights."""
    encoder = Encoder(str(folder))
    index = embed_catalogue(catalogue, encoder)
    head = DamageHead.load(folder / DAMAGE_HEAD)
    _, tune, test = split(read_labels(photos))
    tune_shots = _shots(encoder, DamageReader(encoder, head), tune)
    mixing = fit_mixing(index, _regions(tune_shots), [p.sku for p in tune])
    fitted = _fit_damage(encoder, head, Calibration(mixing=mixing), tune, tune_shots)
    eyes = Eyes(encoder, index, fitted, DamageReader(encoder, head, fitted.head_share))
    labelled = [labels.Labelled(p.file, p.sku, frozenset(p.damages), p.kind) for p in test]
    found = measure(fitted, index.id, list(zip(labelled, observe(eyes, labelled), strict=True)), risk)
    found.save(folder / CALIBRATION)
    return found


def _regions(shots: Sequence[Shots]) -> list[Vectors]:
    return [of_maps(one.views[:1])[0] for one in shots]


def _shots(encoder: Encoder, reader: DamageReader, photos: Sequence[Labelled]) -> list[Shots]:
    opened = [open_photo(p.file.read_bytes()) for p in photos]
    wholes = by_photo(encoder.looks(opened), len(opened))
    return [reader.shots(photo, whole) for photo, whole in zip(opened, wholes, strict=True)]


def _fit_damage(
    encoder: Encoder, head: DamageHead, start: Calibration, photos: Sequence[Labelled], shots: Sequence[Shots]
) -> Calibration:
    targets = [p.target for p in photos]
    best = (np.inf, start)
    for share in (0.3, 0.5, 0.7, 0.9, 1.0):
        reader = DamageReader(encoder, head, share)
        logits = [reader.logits(one) for one in shots]
        for temperature in (0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0):
            rows = [np.log(probabilities(row, temperature) + 1e-9) for row in logits]
            loss = -float(np.mean([np.dot(row, target) for row, target in zip(rows, targets, strict=True)]))
            if loss < best[0]:
                best = (loss, replace(start, head_share=share, damage_temperature=temperature))
    return best[1]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.clip.calibrate", description=__doc__)
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--catalogue", type=Path, default=ROOT / "product_images")
    parser.add_argument("--out", type=Path, default=EMBEDDED)
    parser.add_argument("--risk", type=float, default=0.02, help="error rate that the thresholds promise")
    options = parser.parse_args()
    print(calibrate(options.photos, options.catalogue, options.out, options.risk))


if __name__ == "__main__":
    main()
