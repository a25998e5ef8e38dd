"""What a growing catalogue costs a turn: regions made up around the demo shop's own, four pictures a product.

python -m benchmarks.growth     (a part of benchmarks.speed)
"""

import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.results import put
from intake.bootstrap import Intake, build
from intake.labels import HELD_OUT, read_labels
from intake.vision.catalogue import CatalogueIndex, Mixing
from intake.vision.embedding import Embedder
from intake.vision.onnx_tower import BATCH
from intake.vision.photos import open_photo
from intake.vision.regions import regions

SIZES = (100, 1_000, 10_000, 100_000)  # pictures
ON_PAPER = 1_000_000  # pictures
PICTURES = 4  # a product
ROUNDS = 21


@dataclass(frozen=True)
class Cost:
    """Of a catalogue with `size` pictures: seconds of a search, bytes of the vectors, seconds to take them in."""

    size: int
    search: float
    memory: float
    taking_in: float


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        write(build(data=Path(folder)))


def write(intake: Intake) -> None:
    text = f"`python -m benchmarks.growth`\n\n{_table(intake)}"
    put("A growing catalogue", text)
    print(text)


def _table(intake: Intake) -> str:
    photo = regions(intake.encoder, [open_photo(read_labels(HELD_OUT)[0].file.read_bytes())])[0]
    costs = [_cost(intake, size, photo) for size in SIZES]
    embedded, bare = _rates(intake)
    rows = [_row(f"{cost.size:,}", cost, embedded) for cost in costs]
    on_paper = _row(f"{ON_PAPER:,}, on paper", _extended(costs[-1], ON_PAPER), embedded)
    return "\n".join(
        [
            "| reference pictures | search | memory | taking the index in | embedding them first |",
            "|---|---|---|---|---|",
            *rows,
            on_paper,
            "",
            "On paper: the line before it, times ten; search takes less, because a part of it doesn't grow. "
            f"Pictures are embedded at {embedded:.0f} a second, {embedded / bare:.2f} of the bare encoder's rate "
            "(opening the files counted in both).",
            "",
        ]
    )


def _row(name: str, cost: Cost, rate: float) -> str:
    columns = [
        f"{cost.search * 1000:.1f} ms",
        f"{cost.memory / 1e6:,.0f} MB",
        f"{cost.taking_in:.1f} s",
        f"{cost.size / rate / 60:,.1f} min",
    ]
    return f"| {name} | {' | '.join(columns)} |"


def _extended(cost: Cost, size: int) -> Cost:
    times = size / cost.size
    return Cost(size, cost.search * times, cost.memory * times, cost.taking_in * times)


def _cost(intake: Intake, size: int, photo: np.ndarray) -> Cost:
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
    return Cost(size, median(times), pictures.nbytes, made)


def _rates(intake: Intake) -> tuple[float, float]:
    """Pictures a second, region by region into an index and once through the bare encoder; the demo's, in turns."""
    paths = [path for product in intake.eyes.index.products for path in product.images]
    batches = [paths[start : start + BATCH] for start in range(0, len(paths), BATCH)]
    embedder = Embedder(intake.encoder)
    spent = {"embedded": 0.0, "bare": 0.0}
    for batch in batches:
        began = time.perf_counter()
        embedder(batch)
        spent["embedded"] += time.perf_counter() - began
        began = time.perf_counter()
        intake.encoder.images([open_photo(Path(path).read_bytes()) for path in batch])
        spent["bare"] += time.perf_counter() - began
    return len(paths) / spent["embedded"], len(paths) / spent["bare"]


def _pictures(size: int, shape: tuple[int, ...]) -> np.ndarray:
    rng = np.random.default_rng(1)
    pictures = np.empty((size, *shape), np.float16)
    for start in range(0, size, 1000):
        rows = rng.standard_normal((min(1000, size - start), *shape), dtype=np.float32)
        pictures[start : start + 1000] = rows / np.linalg.norm(rows, axis=-1, keepdims=True)
    return pictures


if __name__ == "__main__":
    main()
