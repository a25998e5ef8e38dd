"""Speed side by side, in one run, with the same weights and photos; writes benchmarks/RESULTS.md.

python -m benchmarks.speed
"""

import io
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from threading import Barrier
from typing import Any

import chromadb
import numpy as np
from chromadb.utils.embedding_functions import OpenCLIPEmbeddingFunction
from PIL import Image

from benchmarks import growth, start
from benchmarks.results import put
from intake.bootstrap import Intake, build
from intake.labels import HELD_OUT, read_labels
from intake.talk.inbox import Upload
from intake.vision.encoder import EMBEDDED
from intake.vision.onnx_tower import BATCH
from intake.vision.photos import open_photo

ROUNDS = 45  # photos, from all over the held-out ones: how long one takes depends on what it shows
CROWD = 32  # customers at once
TEXT = start.TEXT
RCLIP = "`rclip` 3 is not measured: it serves one model of its own, fetched from a model hub when first used.\n"


def main() -> None:
    labelled = read_labels(HELD_OUT)
    photos = [photo.file.read_bytes() for photo in labelled[:: len(labelled) // ROUNDS][:ROUNDS]]
    with tempfile.TemporaryDirectory() as folder:
        intake = build(data=Path(folder))
        text = "\n".join(["`python -m benchmarks.speed`", "", _side_by_side(intake, photos), _crowd(intake, photos)])
        put("Speed, side by side in one run", text)
        print(text)
        growth.write(intake)
    start.main()


def _side_by_side(intake: Intake, photos: list[bytes]) -> str:
    subjects: dict[str, Callable[[bytes], object]] = {
        "plain open_clip as its README shows it, one photo encoded": _open_clip(),
        "Chroma's OpenCLIPEmbeddingFunction and a query of a collection": _chroma(intake),
        "Intake's bare encoder": lambda data: intake.encoder.images([open_photo(data)]),
        "Intake, photo to observation": lambda data: intake.eyes.look([open_photo(data)]),
        "Intake, whole turn to a claim": lambda data: intake.desk.file(TEXT, [Upload("photo.jpg", data)]),
    }
    taken = {name: median(times) for name, times in _alternate(subjects, photos).items()}
    plain = next(iter(taken.values()))
    rows = [f"| {name} | {seconds * 1000:.1f} ms | {seconds / plain:.2f} |" for name, seconds in taken.items()]
    return "\n".join(["| one photo, median | | beside plain open_clip |", "|---|---|---|", *rows, "", RCLIP])


def _open_clip() -> Callable[[bytes], object]:
    import open_clip
    import torch

    model, _, preprocess = open_clip.create_model_and_transforms(f"local-dir:{EMBEDDED}")
    model.eval()

    def encode(data: bytes) -> object:
        with torch.no_grad():
            return model.encode_image(preprocess(Image.open(io.BytesIO(data))).unsqueeze(0))

    return encode


def _chroma(intake: Intake) -> Callable[[bytes], object]:
    """One reference picture a product; the function gets the embedded weights."""
    function: Any = OpenCLIPEmbeddingFunction(f"local-dir:{EMBEDDED}", "")
    collection = chromadb.EphemeralClient().create_collection("products", embedding_function=function)
    products = intake.eyes.index.products
    collection.add([p.sku for p in products], images=[_pixels(Path(p.images[0]).read_bytes()) for p in products])
    return lambda data: collection.query(query_images=[_pixels(data)], n_results=3)


def _pixels(data: bytes) -> Any:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


def _alternate(subjects: dict[str, Callable[[bytes], object]], photos: list[bytes]) -> dict[str, list[float]]:
    for subject in subjects.values():
        subject(photos[0])
    times: dict[str, list[float]] = {name: [] for name in subjects}
    for photo in photos:
        for name, subject in subjects.items():
            times[name].append(_seconds(lambda subject=subject, photo=photo: subject(photo)))  # type: ignore[misc]
    return times


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _crowd(intake: Intake, photos: list[bytes]) -> str:
    """Everybody sends a photo at the same moment; the encoder alone, so that batches can be judged."""
    pictures = [open_photo(photos[i % len(photos)]) for i in range(CROWD)]
    best = CROWD / min(_seconds(lambda: intake.encoder.looks(pictures)) for _ in range(3))
    waits: list[float] = []
    together = Barrier(CROWD)

    def ask(picture: Image.Image) -> float:
        together.wait()
        return _seconds(lambda: intake.encoder.looks([picture]))

    with ThreadPoolExecutor(CROWD) as customers:
        for _ in range(3):
            run = list(customers.map(ask, pictures))
            waits = run if not waits or max(run) < max(waits) else waits
    rate = CROWD / max(waits)
    return "\n".join(
        [
            f"| {CROWD} customers at once | |",
            "|---|---|",
            f"| best rate, batches of {BATCH} from one thread | {best:.0f} photos/s |",
            f"| served | {rate:.0f} photos/s, {rate / best:.2f} of it |",
            f"| longest wait beside the median | {max(waits) / median(waits):.1f} |",
            "",
        ]
    )


if __name__ == "__main__":
    main()
