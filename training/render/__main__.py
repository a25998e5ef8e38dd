"""Renders a set of photographs: `python -m training.render SET --out DIR`. Goes on where it stopped."""

import argparse
import json
import os
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.render.plan import shots
from training.render.products import PRODUCTS
from training.render.shot import Shot
from training.render.worker import ShotFailed, Worker


class Ledger:
    """Which shots are done and which failed, one JSON line each."""

    def __init__(self, out: Path) -> None:
        self._labels, self._failed, self._lock = out / "labels.jsonl", out / "failed.jsonl", threading.Lock()

    def settled(self) -> set[str]:
        """The ids of all shots that need not be tried again."""
        done = {Path(line["file"]).with_suffix("").as_posix() for line in self._read(self._labels)}
        return done | {line["id"] for line in self._read(self._failed)}

    @staticmethod
    def _read(path: Path) -> list[dict[str, Any]]:
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def done(self, line: dict[str, Any]) -> None:
        """Notes a photograph with its ground truth."""
        self._append(self._labels, line)

    def failed(self, shot: Shot, reason: str) -> None:
        """Notes a shot that can't be taken."""
        self._append(self._failed, {"id": shot.id, "sku": shot.sku, "damages": shot.damages, "reason": reason})

    def _append(self, path: Path, line: dict[str, Any]) -> None:
        with self._lock, path.open("a") as file:
            file.write(json.dumps(line) + "\n")


def main() -> None:
    """Parses the command line and renders what is still missing."""
    parser = argparse.ArgumentParser(prog="python -m training.render", description=__doc__)
    parser.add_argument("set", choices=("reference", "test", "train"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--first", type=int, default=0, help="index of the first shot")
    parser.add_argument("--last", type=int, default=None, help="index after the last shot")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--images", type=Path, default=Path("product_images"), help="for the prints on cartons")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    ledger = Ledger(options.out)
    settled = ledger.settled()
    planned = shots(options.set, PRODUCTS)[options.first : options.last]
    images = options.out if options.set == "reference" else options.images
    # textures are drawn anew in each run, so that none outlives a change of the code that draws it
    with tempfile.TemporaryDirectory(prefix="textures-") as cache:
        folders = {"out": str(options.out), "product_images": str(images), "cache": cache}
        _render([shot for shot in planned if shot.id not in settled], ledger, folders, options.workers)


def _render(todo: list[Shot], ledger: Ledger, folders: dict[str, str], count: int) -> None:
    queue, lock = iter(todo), threading.Lock()
    cores = sorted(os.sched_getaffinity(0))
    threads = [
        threading.Thread(target=_serve, args=(queue, lock, ledger, Worker(cores[k % len(cores)], folders)))
        for k in range(count)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _serve(queue: Iterator[Shot], lock: threading.Lock, ledger: Ledger, worker: Worker) -> None:
    while True:
        with lock:
            shot = next(queue, None)
        if shot is None:
            break
        try:
            ledger.done(worker.take(shot))
        except ShotFailed as failure:
            ledger.failed(shot, str(failure))
    worker.close()


if __name__ == "__main__":
    main()
