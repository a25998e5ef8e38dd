"""Policy documents as they lie in a folder: Markdown, with or without YAML front matter."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from intake.errors import PoliciesInvalid
from intake.rag.language import detect

SUFFIXES = {".md", ".markdown"}
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)(?:^|\n)---[ \t]*(?:\n|\Z)", re.DOTALL)
HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
DETECTION_LENGTH = 3000  # characters that are enough to tell a language


@dataclass(frozen=True)
class Document:
    """One policy in one language. Documents with the same `id` in several languages are twins."""

    id: str
    title: str
    version: str
    language: str  # ISO 639-1
    track: str
    text: str  # Markdown without front matter


def load(folder: Path) -> tuple[Document, ...]:
    """Every Markdown file under `folder`, sorted by path. Empty files are passed over.

    Raises `PoliciesInvalid` when there is no such folder, nothing in it, or a file that can't be read.
    """
    if not folder.is_dir():
        raise PoliciesInvalid(f"{folder} is no folder. Name a folder that holds Markdown files (*.md).")
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    read = [(path, _read(path)) for path in paths]
    kept = [(path, document) for path, document in read if document.text]
    if not kept:
        raise PoliciesInvalid(f"{folder} holds no policy text. Put at least one Markdown file (*.md) there.")
    return tuple(_with_distinct_ids(folder, kept))


def content_hash(contents: Iterable[Document | str]) -> str:
    """SHA-256 over everything that documents say, as 64 hex digits. Equal folders give equal hashes."""
    digest = hashlib.sha256()
    for content in contents:
        digest.update(repr(content).encode("utf-8"))
    return digest.hexdigest()


def _read(path: Path) -> Document:
    try:
        content = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise PoliciesInvalid(f"{path} is not UTF-8 text. Save it as UTF-8.") from error
    except OSError as error:
        raise PoliciesInvalid(f"{path} can't be read ({error.strerror}). Check its permissions.") from error
    match = FRONT_MATTER.match(content)
    stated = _front_matter(path, match.group(1)) if match else {}
    text = content[match.end() :].strip() if match else content.strip()
    heading = HEADING.search(text)
    return Document(
        id=_stated(stated, "id") or path.stem,
        title=_stated(stated, "title") or (heading.group(1) if heading else path.stem),
        version=_stated(stated, "version"),
        language=_stated(stated, "language").lower()[:2] or detect(text[:DETECTION_LENGTH]),
        track=_stated(stated, "track"),
        text=text,
    )


def _front_matter(path: Path, block: str) -> dict[str, Any]:
    try:
        stated = yaml.safe_load(block) or {}
    except yaml.YAMLError as error:
        raise PoliciesInvalid(f"{path}: the front matter is no YAML. Correct it: {error}") from error
    if not isinstance(stated, dict):
        raise PoliciesInvalid(f"{path}: the front matter must be lines of `key: value`.")
    return stated


def _stated(front_matter: dict[str, Any], key: str) -> str:
    value = front_matter.get(key)
    return "" if value is None else str(value).strip()


def _with_distinct_ids(folder: Path, read: list[tuple[Path, Document]]) -> Iterable[Document]:
    """Where an id stands twice in one language, the path inside the folder takes its place."""
    seen = Counter((document.id, document.language) for _, document in read)
    for path, document in read:
        if seen[document.id, document.language] == 1:
            yield document
        else:
            yield replace(document, id=path.relative_to(folder).with_suffix("").as_posix())
