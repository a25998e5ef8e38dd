"""Texts and their vectors on disk. The only importer of Chroma; LangChain fills it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

COLLECTION = "policies"
BUILDING = "policies-building"
WRITE_BATCH = 500  # texts
WHOLE = 20_000  # texts up to which all are compared, in a millisecond or two; Chroma's own search is for more

Matrix = npt.NDArray[np.float32]


class Embedding(Protocol):
    """What LangChain's embeddings offer."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]: ...

    def embed_query(self, text: str) -> list[float]: ...


class Vectors:
    """Numbered texts by meaning. One process a folder; reading from several threads is fine."""

    def __init__(self, collection: Any) -> None:
        self._collection = collection
        self._count: int = collection.count()
        self._all = self._read(range(self._count)) if self._count <= WHOLE else None

    @classmethod
    def open(cls, folder: Path, embedding: Embedding, stamp: Mapping[str, str], texts: Sequence[str]) -> "Vectors":
        """The vectors of `texts` in `folder`; made anew where `stamp` isn't the one that they were made under."""
        import chromadb  # takes a second
        from chromadb.config import Settings

        client = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
        if _stamp(client) != stamp:
            _build(client, embedding, stamp, texts)
        return cls(client.get_collection(COLLECTION, embedding_function=None))

    def nearest(self, vector: Matrix, count: int) -> list[tuple[int, float]]:
        """Numbers and cosine similarities of the `count` texts nearest to a vector of length 1, best first."""
        count = min(count, self._count)
        if self._all is not None:
            near = self._all @ vector
            best = np.argsort(-near, kind="stable")[:count]
            return list(zip(best.tolist(), near[best].tolist(), strict=True))
        hits = self._collection.query(query_embeddings=[vector], n_results=count, include=["distances"])
        return [(int(id), 1.0 - float(far)) for id, far in zip(hits["ids"][0], hits["distances"][0], strict=True)]

    def rows(self, numbers: Sequence[int]) -> Matrix:
        """The vectors of the texts with these numbers, one a row, each of length 1."""
        return self._read(numbers) if self._all is None else self._all[list(numbers)]

    def _read(self, numbers: Sequence[int]) -> Matrix:
        kept = self._collection.get(ids=[str(number) for number in numbers], include=["embeddings"])
        by_id = dict(zip(kept["ids"], kept["embeddings"], strict=True))
        return unit(np.asarray([by_id[str(number)] for number in numbers], dtype=np.float32))


def unit(vectors: Matrix) -> Matrix:
    """The vectors along the last axis at length 1; one without a length stays one."""
    lengths: Matrix = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-6), dtype=np.float32)


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
