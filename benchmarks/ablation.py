"""What each signal about the product brings, one after the other, on labelled photos.

python -m benchmarks.ablation                                       the held-out set with the demo catalogue
python -m benchmarks.ablation LABELS.csv --catalogue CATALOGUE.csv   other photos, other catalogue
    --print  reads what is printed as well, about a second for each photo that is undecided without it and for each
             catalogue picture that wasn't read before
    --taught N  teaches the first N photos of each product as staff's corrections do, and measures on the others
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL.Image import Image

from intake.bootstrap import build
from intake.evaluation import auroc
from intake.labels import HELD_OUT, Labelled, read_labels
from intake.vision.building import IndexFolder
from intake.vision.catalogue import CatalogueIndex, Mixing
from intake.vision.eyes import Eyes
from intake.vision.known import known, stands_out
from intake.vision.looks import Vectors
from intake.vision.naming import Naming
from intake.vision.photos import open_photo
from intake.vision.reader import PhotoReader

Score = Callable[[int], NDArray[np.float32]]
BATCH = 16


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path, nargs="?", default=HELD_OUT)
    parser.add_argument("--catalogue", type=Path)
    parser.add_argument("--print", action="store_true", dest="printed")
    parser.add_argument("--taught", type=int, default=0, metavar="N")
    options = parser.parse_args(arguments)
    intake = build(catalogue=options.catalogue)
    if options.printed:
        IndexFolder(intake.settings.catalogue, intake.encoder, intake.settings.indexes).build(reader=PhotoReader())
    eyes = intake.eyes
    photos = [photo for photo in read_labels(options.labels) if eyes.product(photo.sku)]
    if not photos:
        parser.error(f"{options.labels}: no photo shows a product of the catalogue")
    taught, others = _first(photos, options.taught)
    if not others:
        parser.error("--taught leaves no photo to measure on")
    if taught:
        eyes.teach(np.stack(_regions(eyes, taught)), [photo.sku for photo in taught])
    _report(eyes, others, options.printed)


def _first(photos: Sequence[Labelled], count: int) -> tuple[list[Labelled], list[Labelled]]:
    """The first `count` photos of each product, and the others."""
    seen: Counter[str] = Counter()
    first: list[Labelled] = []
    others: list[Labelled] = []
    for photo in photos:
        (first if seen[photo.sku] < count else others).append(photo)
        seen[photo.sku] += 1
    return first, others


def _report(eyes: Eyes, photos: Sequence[Labelled], printed: bool) -> None:
    regions = _regions(eyes, photos)
    rows = {product.sku: row for row, product in enumerate(eyes.index.products)}
    truth = np.array([rows[photo.sku] for photo in photos])
    print(f"{len(photos)} photos, {len(rows)} products    best   best 3    ms a photo beyond the encoder")
    for name, score in _signals(eyes, regions, photos, printed).items():
        began = time.perf_counter()
        order = np.argsort(-np.stack([score(place) for place in range(len(photos))]), axis=1, kind="stable")
        spent = (time.perf_counter() - began) / len(photos) * 1000
        three = (order[:, :3] == truth[:, None]).any(axis=1)
        print(f"{name:>24}  {np.mean(order[:, 0] == truth):.3f}   {three.mean():.3f}   {spent:8.1f}")
    _report_known(eyes.index, eyes.calibration.mixing, regions, photos)


def _regions(eyes: Eyes, photos: Sequence[Labelled]) -> list[Vectors]:
    parts = [eyes.references([_opened(p) for p in photos[at : at + BATCH]]) for at in range(0, len(photos), BATCH)]
    return list(np.concatenate(parts))


def _opened(photo: Labelled) -> Image:
    return open_photo(photo.file.read_bytes())


def _signals(eyes: Eyes, regions: Sequence[Vectors], photos: Sequence[Labelled], printed: bool) -> dict[str, Score]:
    index, mixing = eyes.index, eyes.calibration.mixing
    picture = replace(mixing, text=0.0)
    whole, middle = index.with_regions(1), index.with_regions(2)
    naming = Naming(index, PhotoReader())
    signals: dict[str, Score] = {
        "whole picture": lambda i: whole.seen(regions[i][:1], picture),
        "+ middle": lambda i: middle.seen(regions[i][:2], picture),
        "+ windows both ways": lambda i: index.seen(regions[i], picture),
        "+ texts": lambda i: index.seen(regions[i], mixing),
    }
    if printed:
        signals["+ barcodes and print"] = lambda i: naming.name(_opened(photos[i]), regions[i], "", (), mixing).logits
    return signals


def _report_known(
    index: CatalogueIndex, mixing: Mixing, regions: Sequence[Vectors], photos: Sequence[Labelled]
) -> None:
    """Each product left out of the catalogue in turn: is it seen that the shop doesn't sell it?"""
    ours = [index.seen(shown, mixing) for shown in regions]
    foreign = [index.seen(s, mixing, without={p.sku}) for s, p in zip(regions, photos, strict=True)]
    distances = [[stands_out(row) or 0.0 for row in rows] for rows in (ours, foreign)]
    print(f"none of these, products left out: AUROC {auroc(*distances):.3f}")
    if mixing.known_slope:
        kept, left = (np.mean([known(row, mixing) >= 0.5 for row in rows]) for rows in (ours, foreign))
        print(f"called known: {kept:.3f} of what the shop sells, {left:.3f} of what it doesn't")


if __name__ == "__main__":
    main()
