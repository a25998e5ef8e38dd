"""PDF files as Markdown: pypdf gives lines without structure, the headings come from elsewhere."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from intake.errors import PoliciesInvalid


def read(path: Path, sections: Any = None) -> tuple[str, dict[str, int]]:
    """Markdown, and the page (from 1) of each section by its anchor.

    `sections` maps anchors to headings as they stand in the text; without it the headings are those of the PDF's
    outline. Raises `PoliciesInvalid` for a damaged or encrypted file, and where a heading isn't found in the text.
    """
    reader = _open(path)
    pages = [_lines(page.extract_text()) for page in reader.pages]
    if not any(pages):
        raise PoliciesInvalid(f"{path} holds pictures of text, not text. Save it from the original document.")
    named = isinstance(sections, dict)
    headings = {str(a): str(h) for a, h in sections.items()} if named else _outline(reader.outline)
    out: list[str] = []
    found: dict[str, int] = {}
    waiting = list(headings.items())
    for number, lines in enumerate(pages, 1):
        while lines:
            taken = _heading_lines(lines, waiting[0][1]) if waiting else 0
            if taken:
                anchor, heading = waiting.pop(0)
                found[anchor] = number
                out.append(f"\n## {heading} {{#{anchor}}}\n")
            else:
                out.append(lines[0])
                taken = 1
            lines = lines[taken:]
    if waiting and named:
        raise PoliciesInvalid(f'{path}: the heading "{waiting[0][1]}" isn\'t found in the text. Correct `sections`.')
    return _paragraphs(out), found


def _open(path: Path) -> Any:
    import pypdf

    try:
        reader = pypdf.PdfReader(path)
        len(reader.pages)
    except OSError:
        raise
    except Exception as error:  # pypdf raises many kinds for damaged files
        raise PoliciesInvalid(f"{path} is no readable PDF ({error}). Save it again, without a password.") from error
    return reader


def _lines(text: str) -> list[str]:
    """Lines without ligatures and without blanks at their ends; empty ones are left out."""
    plain = unicodedata.normalize("NFKC", text)
    return [line.strip() for line in plain.splitlines() if line.strip()]


def _heading_lines(lines: list[str], heading: str) -> int:
    """How many of the first `lines` together are `heading`; 0 when they aren't. Long headings are wrapped."""
    wanted = _letters(heading)
    for count in (1, 2, 3):
        if _letters("".join(lines[:count])) == wanted:
            return count
    return 0


def _letters(text: str) -> str:
    return "".join(text.split())


def _outline(entries: Any) -> dict[str, str]:
    """Anchors and headings of an outline, which pypdf gives as nested lists."""
    return {_slug(title): title for title in _titles(entries)}


def _titles(entries: Any) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _titles(entry)
        else:
            yield unicodedata.normalize("NFKC", str(entry.title))


def _slug(heading: str) -> str:
    return re.sub(r"[\W_]+", "-", heading.lower()).strip("-")


def _paragraphs(lines: list[str]) -> str:
    """Joins what was wrapped; before the first heading nothing but the title stands."""
    text = "\n".join(lines)
    blocks = [block.strip() for block in re.split(r"\n{2,}", text) if block.strip()]
    return "\n\n".join(block if block.startswith("## ") else block.replace("\n", " ") for block in blocks)
