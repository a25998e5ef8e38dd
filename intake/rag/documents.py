"""Policy documents as they lie in a folder, in several languages and versions."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from intake.errors import PoliciesInvalid
from intake.rag import formats
from intake.rag.conversions import Conversions
from intake.rag.language import detect

HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)(?:[ \t]+\{#[\w-]+\})?[ \t#]*$", re.MULTILINE)
DETECTION_LENGTH = 3000  # characters that are enough to tell a language


@dataclass(frozen=True)
class Document:
    """One policy in one language and version. Documents with the same `id` in several languages are twins."""

    id: str
    title: str
    version: str
    language: str  # ISO 639-1
    track: str
    text: str  # Markdown without front matter; headings may end in {#anchor}
    valid_from: date | None = None  # None: ever since
    valid_until: date | None = None  # the last day; None: until the next version
    source: str = ""  # path inside the folder
    pages: Mapping[str, int] = field(default_factory=dict, hash=False)  # of sections by anchor, where a file has pages


def load(folder: Path, converted: Path | None = None) -> tuple[Document, ...]:
    """Every policy file under `folder`, sorted by path. Empty files are passed over.

    What Word and PDF files say is kept in the file `converted`, where one is named.
    Raises `PoliciesInvalid` when there is no such folder, nothing in it, or a file that can't be read.
    """
    if not folder.is_dir():
        raise PoliciesInvalid(f"{folder} is no folder. Name a folder of policy files (*.md, *.html, *.docx, *.pdf).")
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in formats.READERS and path.is_file())
    conversions = Conversions(converted)
    kept = [document for document in (_read(folder, path, conversions) for path in paths) if document.text]
    conversions.keep()
    if not kept:
        raise PoliciesInvalid(
            f"{folder} holds no policy text. Put at least one file there: *.md, *.html, *.docx, *.pdf."
        )
    return tuple(_with_distinct_ids(kept))


def in_force(documents: Iterable[Document], on: date) -> tuple[Document, ...]:
    """Of each document the version in force on a day, in every language that has it.

    That is the one that began last. Before the first version began, the first counts; after the end of the last
    one, none does.
    """
    kept = list(documents)
    chosen: dict[str, date] = {}
    for document in sorted(kept, key=start):
        if start(document) <= on or document.id not in chosen:
            chosen[document.id] = start(document)
    return tuple(
        document
        for document in kept
        if start(document) == chosen[document.id] and (document.valid_until is None or on <= document.valid_until)
    )


def start(document: Document) -> date:
    """The first day of a version."""
    return document.valid_from or date.min


def content_hash(contents: Iterable[object]) -> str:
    """SHA-256 over everything that documents say, as 64 hex digits. Equal folders give equal hashes."""
    digest = hashlib.sha256()
    for content in contents:
        digest.update(repr(content).encode("utf-8"))
    return digest.hexdigest()


def _read(folder: Path, path: Path, conversions: Conversions) -> Document:
    content = conversions.read(path)
    heading = HEADING.search(content.markdown)
    return Document(
        id=_stated(content.stated, "id") or path.stem,
        title=_stated(content.stated, "title") or (heading.group(1) if heading else path.stem),
        version=_stated(content.stated, "version"),
        language=_stated(content.stated, "language").lower()[:2] or detect(content.markdown[:DETECTION_LENGTH]),
        track=_stated(content.stated, "track"),
        text=content.markdown,
        valid_from=_day(path, content.stated, "valid_from"),
        valid_until=_day(path, content.stated, "valid_until"),
        source=path.relative_to(folder).as_posix(),
        pages=content.pages,
    )


def _stated(front_matter: dict[str, Any], key: str) -> str:
    value = front_matter.get(key)
    return "" if value is None else str(value).strip()


def _day(path: Path, front_matter: dict[str, Any], key: str) -> date | None:
    stated = _stated(front_matter, key)
    try:
        return date.fromisoformat(stated[:10]) if stated else None
    except ValueError as error:
        raise PoliciesInvalid(f"{path}: `{key}: {stated}` is no day. Write it like 2026-07-31.") from error


def _with_distinct_ids(documents: Sequence[Document]) -> Iterable[Document]:
    """Where an id stands twice for one language and first day, the path inside the folder takes its place."""
    seen = Counter((document.id, document.language, start(document)) for document in documents)
    for document in documents:
        if seen[document.id, document.language, start(document)] == 1:
            yield document
        else:
            yield replace(document, id=document.source.rpartition(".")[0])
