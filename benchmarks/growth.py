"""What a growing catalogue costs a turn: regions made up around the demo shop's own, four pictures a product."""

import time
from dataclasses import replace
from statistics import median

import numpy as np

from intake.bootstrap import Intake
from intake.labels import HELD_OUT, read_labels
from intake.vision.catalogue import CatalogueIndex, Mixing
from intake.vision.photos import open_photo
from intake.vision.regions import regions

SIZES = (100, 1_000, 10_000, 100_000)  # pictures
PICTURES = 4  # a product
ROUNDS = 7


def table(intake: Intake) -> str:
    photo = regions(intake.encoder, [open_photo(read_labels(HELD_OUT)[0].file.read_bytes())])[0]
    rows = [_row(intake, size, photo) for size in SIZES]
    head = "| reference pictures | search | memory | taking the index in |"
    return "\n".join([head, "|---|---|---|---|", *rows, ""])


def _row(intake: Intake, size: int, photo: np.ndarray) -> str:
    few = intake.eyes.index
    pictures = _pictures(size, few.axes.reduced(photo).shape)
    products = [replace(few.products[i % len(few.products)], sku=f"P{i}") for i in range(size // PICTURES)]
    texts = np.zeros((len(products), few.axes.texts.shape[1]), np.float32)
    began = time.perf_counter()
    index = CatalogueIndex("grown", products, pictures, np.arange(size) // PICTURES, texts, few.axes, few.scales)
    made = time.perf_counter() - began
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        index.seen(photo, Mixing())
        times.append(time.perf_counter() - began)
    return f"| {size:,} | {median(times) * 1000:.1f} ms | {pictures.nbytes / 1e6:.0f} MB | {made:.1f} s |"


def _pictures(size: int, shape: tuple[int, ...]) -> np.ndarray:
    rng = np.random.default_rng(1)
    pictures = np.empty((size, *shape), np.float16)
    for start in range(0, size, 1000):
        rows = rng.standard_normal((min(1000, size - start), *shape), dtype=np.float32)
        pictures[start : start + 1000] = rows / np.linalg.norm(rows, axis=-1, keepdims=True)
    return pictures
