"""Embeds very large catalogues on a Ray cluster, with the same result as on one machine."""

from collections.abc import Sequence
from typing import Any

from intake.errors import ModelUnavailable
from intake.vision.embedding import Embedder
from intake.vision.encoder import Encoder
from intake.vision.picture_rows import BATCH, Rows


class RayEmbedder:
    """Shares pictures out among `workers` processes of a Ray cluster, each with a model of its own.

    Pictures travel as bytes, so the cluster needs no common folder; they are embedded in the same batches as on one
    machine. Starts a cluster on this machine unless `address` (or RAY_ADDRESS) names one. Raises ModelUnavailable
    without the package `ray`.
    """

    def __init__(self, encoder: Encoder, workers: int, address: str | None = None) -> None:
        try:
            import ray
        except ImportError as error:
            raise ModelUnavailable("`--engine ray` needs the package: `pip install ray`.") from error
        self._ray: Any = ray
        if not ray.is_initialized():
            ray.init(address=address, include_dashboard=False, log_to_driver=False)
        remote: Any = ray.remote(num_cpus=1)(_Worker)
        self._workers: list[Any] = [remote.remote(encoder.name, encoder.pretrained) for _ in range(workers)]
        self.at_once = BATCH * workers
        self.refused: dict[str, str] = {}

    def __call__(self, paths: Sequence[str]) -> dict[str, Rows]:
        parts = [paths[start : start + BATCH] for start in range(0, len(paths), BATCH)]
        pending = [
            self._workers[number % len(self._workers)].embed.remote([(path, _read(path)) for path in part])
            for number, part in enumerate(parts)
        ]
        made: dict[str, Rows] = {}
        for rows, refused in self._ray.get(pending):
            made |= rows
            self.refused |= refused
        return made

    def close(self) -> None:
        self._ray.shutdown()


class _Worker:
    """Lives in a process of the cluster."""

    def __init__(self, name: str, pretrained: str) -> None:
        self._embedder = Embedder(Encoder(name, pretrained))

    def embed(self, pictures: Sequence[tuple[str, bytes]]) -> tuple[dict[str, Rows], dict[str, str]]:
        self._embedder.refused.clear()
        return self._embedder.embed(pictures), dict(self._embedder.refused)


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()
