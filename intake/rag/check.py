"""What is wrong with a folder of policies, as far as a program can tell: contradictions, gaps, dead references."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path, PurePosixPath

from intake.rag.documents import Document, load, start
from intake.rag.numbers import numbers, shown
from intake.rag.passages import Section, sections
from intake.rag.questions import FILE, read_questions

LINK = re.compile(r"\]\(([^()\s]+)\)|href=\"([^\"]+)\"")
DAY = re.compile(r"\b(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\.(\d{1,2})\.(\d{4}))\b")


@dataclass(frozen=True)
class Problem:
    """`kind` is one of "translation", "sections", "numbers", "validity", "date", "reference"."""

    kind: str
    document: str
    language: str  # "" where it concerns several
    section: str  # anchor, "" where it concerns the whole document
    message: str  # an English sentence for the shop


def check(folder: Path, today: date) -> list[Problem]:
    """Everything found in the policies of `folder`, by document. Raises `PoliciesInvalid`."""
    loaded = load(folder)
    kept = {id(document): sections(document) for document in loaded}
    found = [*_versions(loaded, today), *_dates(loaded), *_references(folder, loaded, kept)]
    for twins in _twins(loaded):
        found += _translations(twins, sorted({document.language for document in loaded}))
        found += _contradictions(twins, kept)
    return sorted(found, key=lambda problem: (problem.document, problem.kind, problem.section))


def _twins(loaded: Sequence[Document]) -> list[list[Document]]:
    together: dict[object, list[Document]] = {}
    for document in loaded:
        together.setdefault((document.id, start(document)), []).append(document)
    return list(together.values())


def _translations(twins: Sequence[Document], languages: Sequence[str]) -> Iterator[Problem]:
    first = twins[0]
    for language in languages:
        if language not in {twin.language for twin in twins}:
            message = (
                f"Version {first.version or 'without a number'} from {start(first)} isn't translated: no {language}."
            )
            yield Problem("translation", first.id, language, "", message)
    if len({twin.version for twin in twins}) > 1:
        stated = ", ".join(f"{twin.language}: {twin.version or 'none'}" for twin in twins)
        yield Problem("translation", first.id, "", "", f"The languages state different versions ({stated}).")
    if len({twin.valid_until for twin in twins}) > 1:
        stated = ", ".join(f"{twin.language}: {twin.valid_until or 'open'}" for twin in twins)
        yield Problem("validity", first.id, "", "", f"The languages end on different days ({stated}).")


def _contradictions(twins: Sequence[Document], kept: Mapping[int, Sequence[Section]]) -> Iterator[Problem]:
    first, *others = twins
    original = {section.anchor: section for section in kept[id(first)]}
    for other in others:
        translated = {section.anchor: section for section in kept[id(other)]}
        for anchor in sorted(original.keys() ^ translated.keys()):
            lacking = other if anchor in original else first
            yield Problem("sections", first.id, lacking.language, anchor, f"{lacking.source} has no section {anchor}.")
        for anchor in original.keys() & translated.keys():
            pair = [
                (d, numbers(s.text, d.language)) for d, s in ((first, original[anchor]), (other, translated[anchor]))
            ]
            if pair[0][1] != pair[1][1]:
                differing = "; ".join(
                    f"{document.language} states {shown(mine - theirs)}"
                    for (document, mine), (_, theirs) in (pair, pair[::-1])
                )
                yield Problem("numbers", first.id, "", anchor, f"The languages state different numbers: {differing}.")


def _versions(loaded: Sequence[Document], today: date) -> Iterator[Problem]:
    of_document: dict[tuple[str, str], list[Document]] = {}
    for document in sorted(loaded, key=start):
        of_document.setdefault((document.id, document.language), []).append(document)
        if document.valid_until and document.valid_until < start(document):
            yield _validity(document, f"{document.source} ends before it begins.")
    for versions in of_document.values():
        for before, after in pairwise(versions):
            if before.valid_until and before.valid_until >= start(after):
                yield _validity(after, f"{before.source} and {after.source} are both valid on {start(after)}.")
            if before.valid_until and before.valid_until + timedelta(1) < start(after):
                yield _validity(after, f"No version is valid between {before.valid_until} and {start(after)}.")
        last = versions[-1]
        if last.valid_until and last.valid_until < today:
            yield _validity(last, f"{last.source} ended on {last.valid_until}, and nothing follows it.")


def _validity(document: Document, message: str) -> Problem:
    return Problem("validity", document.id, document.language, "", message)


def _dates(loaded: Sequence[Document]) -> Iterator[Problem]:
    for document in loaded:
        for match in DAY.finditer(document.text):
            year, month, day = match.group(1, 2, 3) if match[1] else match.group(6, 5, 4)
            try:
                date(int(year), int(month), int(day))
            except ValueError:
                message = f"{document.source}: there is no day {match[0]}."
                yield Problem("date", document.id, document.language, "", message)


def _references(folder: Path, loaded: Sequence[Document], kept: Mapping[int, Sequence[Section]]) -> Iterator[Problem]:
    """Links between policies that lead nowhere, and questions of sections that don't exist."""
    anchors = {document.source: {section.anchor for section in kept[id(document)]} for document in loaded}
    for document in loaded:
        for target in _links(folder, document):
            file, _, anchor = target.partition("#")
            path = _resolved(document.source, file) if file else document.source
            if path not in anchors and not (folder / path).is_file():
                message = f"{document.source} refers to {target}, which doesn't exist."
                yield Problem("reference", document.id, document.language, "", message)
            elif anchor and path in anchors and anchor not in anchors[path] and not anchor.startswith("page="):
                message = f"{document.source} refers to {target}, which has no such section."
                yield Problem("reference", document.id, document.language, "", message)
    known = {(document.id, section.anchor) for document in loaded for section in kept[id(document)]}
    for id_, anchor in read_questions(folder):
        if (id_, anchor) not in known:
            yield Problem("reference", id_, "", anchor, f"{FILE} has questions for {id_}, {anchor}: no such section.")


def _links(folder: Path, document: Document) -> Iterator[str]:
    """Targets inside the folder; addresses of the web and of mail are left alone."""
    path = folder / document.source
    text = path.read_text(encoding="utf-8-sig") if path.suffix.startswith(".htm") else document.text
    for match in LINK.finditer(text):
        target = match[1] or match[2]
        if not re.match(r"[a-z][a-z0-9+.-]*:", target, re.IGNORECASE):
            yield target


def _resolved(source: str, file: str) -> str:
    parts: list[str] = []
    for part in (PurePosixPath(source).parent / file).parts:
        if part == "..":
            parts = parts[:-1]
        else:
            parts.append(part)
    return "/".join(parts)
