"""Whether a photo is known again after cropping, mirroring and compressing, and two photos of one product never are.

python -m benchmarks.seen_before --photos build/train       photos of `python -m training.render train`
"""

import argparse
import io
from collections import defaultdict
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance, ImageOps

from intake.labels import read_labels
from intake.vision.marks import AGREEING, agreeing, known_again, mark

A_PRODUCT = 12  # photos


def cropped(photo: Image.Image, rng: np.random.Generator, low: float) -> Image.Image:
    width, height = photo.size
    (a, b), (x, y) = rng.uniform(low, 0.95, 2), rng.uniform(0, 1, 2)
    left, top = x * (1 - a) * width, y * (1 - b) * height
    return photo.crop((round(left), round(top), round(left + a * width), round(top + b * height)))


def compressed(photo: Image.Image, quality: int = 30) -> Image.Image:
    buffer = io.BytesIO()
    photo.save(buffer, "JPEG", quality=quality)
    return Image.open(buffer).convert("RGB")


CHANGES: dict[str, Callable[[Image.Image, np.random.Generator], Image.Image]] = {
    "compressed": lambda photo, _: compressed(photo),
    "mirrored": lambda photo, _: ImageOps.mirror(photo),
    "cropped": lambda photo, rng: cropped(photo, rng, 0.75),
    "all, brighter": lambda photo, rng: ImageEnhance.Brightness(
        compressed(ImageOps.mirror(cropped(photo, rng, 0.75)), 50)
    ).enhance(1.15),
}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--changed", type=int, default=60, help="photos to change in every way")
    options = parser.parse_args(arguments)
    by_product: defaultdict[str, list[Path]] = defaultdict(list)
    for photo in read_labels(options.photos / "labels.jsonl"):
        if photo.sku and photo.file.is_file() and len(by_product[photo.sku]) < A_PRODUCT:
            by_product[photo.sku].append(photo.file)
    files = [file for group in by_product.values() for file in group]
    marks = {file: mark(Image.open(file)) for file in files}
    pairs = [agreeing(marks[a], marks[b]) for group in by_product.values() for a, b in combinations(group, 2)]
    print(f"{len(pairs)} pairs of two photos of one product: {sum(n >= AGREEING for n in pairs)} taken for the same")
    print(f"most agreeing corners {max(pairs)}, needed {AGREEING}")
    rng, stored = np.random.default_rng(0), [marks[file] for file in files]
    chosen = [int(row) for row in rng.choice(len(files), min(options.changed, len(files)), replace=False)]
    for name, change in CHANGES.items():
        found = [known_again(change(Image.open(files[row]).convert("RGB"), rng), stored) for row in chosen]
        right = np.mean([row in rows for row, rows in zip(chosen, found, strict=True)])
        wrong = sum(len(set(rows) - {row}) for row, rows in zip(chosen, found, strict=True))
        print(f"{name:>14}: {right:.3f} of {len(chosen)} found among {len(stored)}, {wrong} others with them")


if __name__ == "__main__":
    main()
