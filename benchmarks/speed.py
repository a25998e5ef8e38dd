"""How long a photo and a whole turn take, beside bare open_clip with the same weights, alternating in one run.

python -m benchmarks.speed
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from intake.bootstrap import build
from intake.inbox import Upload
from intake.labels import HELD_OUT, read_labels
from intake.vision.encoder import EMBEDDED
from intake.vision.photos import open_photo

ROUNDS = 15
TEXT = "Mein Becher aus Bestellung 1042 hat einen Sprung."


def main() -> None:
    photos = [p.file.read_bytes() for p in read_labels(HELD_OUT)[:ROUNDS]]
    with tempfile.TemporaryDirectory() as folder:
        intake = build(data=Path(folder))
        subjects: dict[str, Callable[[bytes], object]] = {
            "bare open_clip, one photo": _bare(),
            "intake, photo to observation": lambda data: intake.eyes.look([open_photo(data)]),
            "intake, whole turn to a claim": lambda data: intake.desk.file(TEXT, [Upload("photo.jpg", data)]),
        }
        times = _alternate(subjects, photos)
    bare = median(times["bare open_clip, one photo"])
    for name, taken in times.items():
        print(f"{name:>32}  {median(taken) * 1000:7.1f} ms  {median(taken) / bare:5.2f} x")
    print(f"{'start to ready':>32}  {_start():7.1f} s")
    print(f"{'memory of this run':>32}  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:7.0f} MB")


def _bare() -> Callable[[bytes], object]:
    """open_clip as its README shows it."""
    import io

    import open_clip
    import torch
    from PIL import Image

    model, _, preprocess = open_clip.create_model_and_transforms(f"local-dir:{EMBEDDED}")
    model.eval()

    def encode(data: bytes) -> object:
        with torch.no_grad():
            return model.encode_image(preprocess(Image.open(io.BytesIO(data))).unsqueeze(0))

    return encode


def _alternate(subjects: dict[str, Callable[[bytes], object]], photos: list[bytes]) -> dict[str, list[float]]:
    for subject in subjects.values():
        subject(photos[0])
    times: dict[str, list[float]] = {name: [] for name in subjects}
    for photo in photos:
        for name, subject in subjects.items():
            began = time.perf_counter()
            subject(photo)
            times[name].append(time.perf_counter() - began)
    return times


def _start() -> float:
    """Seconds until a new process has loaded everything that a customer's turn needs, with indexes already made."""
    code = "from intake.bootstrap import build; i = build(); i.desk.start('de'); i.eyes.load()"
    subprocess.run([sys.executable, "-c", code], check=True)
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
