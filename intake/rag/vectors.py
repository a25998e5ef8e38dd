"""Texts and their vectors on disk. The only importer of Chroma; LangChain fills it."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from intake.kept import keep_arrays, read_arrays

COLLECTION = "policies"
BUILDING = "policies-building"
WRITE_BATCH = 500  # texts
WHOLE = 20_000  # texts up to which all are compared, in a millisecond or two; Chroma's own search is for more
COPY = "all.npz"  # of these few, beside Chroma's files: a start that finds it needn't load Chroma, which takes a second

QUESTION = "query: "  # what begins so is embedded as a message, as E5's models have it (Wang et al. 2024)

Matrix = NDArray[np.float32]


class Embedding(Protocol):
    """What LangChain's embeddings offer."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]: ...

    def embed_query(self, text: str) -> list[float]: ...


class Vectors:
    """Numbered texts by meaning: all vectors in memory, or a collection of Chroma's.

    One process a folder; reading from several threads is fine.
    """

    def __init__(self, every: Matrix | None, collection: Any = None) -> None:
        self._all, self._collection = every, collection

    @classmethod
    def open(cls, folder: Path, embedding: Embedding, stamp: Mapping[str, str], texts: Sequence[str]) -> "Vectors":
        """The vectors of `texts` in `folder`; made anew where `stamp` isn't the one that they were made under."""
        copied = read_arrays(folder / COPY) or {}
        if str(copied.get("stamp")) == _written(stamp) and "vectors" in copied:
            return cls(copied["vectors"])
        collection = _open_collection(folder, embedding, stamp, texts)
        if len(texts) > WHOLE:
            return cls(None, collection)
        every = _read(collection, range(len(texts)))
        keep_arrays(folder / COPY, {"stamp": np.asarray(_written(stamp)), "vectors": every})
        return cls(every)

    def nearest(self, vector: Matrix, count: int) -> tuple[NDArray[np.int64], Matrix]:
        """Numbers and cosine similarities of the `count` texts nearest to a vector of length 1, best first."""
        if self._all is not None:
            near = self._all @ vector
            best = np.argsort(-near, kind="stable")[:count]
            return best, near[best]
        count = min(count, self._collection.count())
        hits = self._collection.query(query_embeddings=[vector], n_results=count, include=["distances"])
        return np.array(hits["ids"][0], dtype=np.int64), 1 - np.asarray(hits["distances"][0], dtype=np.float32)

    def rows(self, numbers: Sequence[int]) -> Matrix:
        """The vectors of the texts with these numbers, one a row, each of length 1."""
        return _read(self._collection, numbers) if self._all is None else self._all[list(numbers)]


def as_question(text: str) -> str:
    return QUESTION + text


def unit(vectors: Matrix) -> Matrix:
    """The vectors along the last axis at length 1; one without a length stays one."""
    lengths: Matrix = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-6), dtype=np.float32)


def _written(stamp: Mapping[str, str]) -> str:
    return json.dumps(dict(stamp), sort_keys=True)


def _read(collection: Any, numbers: Sequence[int]) -> Matrix:
    kept = collection.get(ids=[str(number) for number in numbers], include=["embeddings"])
    by_id = dict(zip(kept["ids"], kept["embeddings"], strict=True))
    return unit(np.asarray([by_id[str(number)] for number in numbers], dtype=np.float32))


def _open_collection(folder: Path, embedding: Embedding, stamp: Mapping[str, str], texts: Sequence[str]) -> Any:
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
    if _stamp(client) != stamp:
        _build(client, embedding, stamp, texts)
    return client.get_collection(COLLECTION, embedding_function=None)


def _build(client: Any, embedding: Embedding, stamp: Mapping[str, str], texts: Sequence[str]) -> None:
    """Builds the new collection beside the old one and swaps them when it is whole."""
    from langchain_chroma import Chroma  # takes another second; only where something changed

    existing = {collection.name for collection in client.list_collections()}
    if BUILDING in existing:
        client.delete_collection(BUILDING)
    store = Chroma(
        BUILDING,
        embedding,  # type: ignore[arg-type]  # an embedding by its methods
        client=client,
        collection_metadata=dict(stamp),
        collection_configuration={"hnsw": {"space": "cosine"}},
    )
    for start in range(0, len(texts), WRITE_BATCH):
        batch = list(texts[start : start + WRITE_BATCH])
        store.add_texts(batch, ids=[str(start + place) for place in range(len(batch))])
    if COLLECTION in existing:
        client.delete_collection(COLLECTION)
    client.get_collection(BUILDING).modify(name=COLLECTION)


def _stamp(client: Any) -> dict[str, str]:
    """What the present collection was built from; empty where there is none."""
    if COLLECTION not in {collection.name for collection in client.list_collections()}:
        return {}
    return dict(client.get_collection(COLLECTION, embedding_function=None).metadata or {})
