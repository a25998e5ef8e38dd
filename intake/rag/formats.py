"""Policy files as Markdown with the metadata that they state: Markdown, HTML, Word and PDF.

Markdown carries its metadata as YAML front matter; for `hours.pdf` they stand beside it, in `hours.pdf.yaml`.
mammoth reads Word, markdownify HTML and pypdf PDF; each is loaded when the first file of its kind is read.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from intake import fast_yaml
from intake.errors import PoliciesInvalid
from intake.rag import pdf

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)(?:^|\n)---[ \t]*(?:\n|\Z)", re.DOTALL)
BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL | re.IGNORECASE)
EMPTY_ANCHOR = re.compile(r"<a id=\"([^\"]+)\">\s*</a>")


@dataclass(frozen=True)
class Content:
    """What a file says. `pages` maps anchors of sections to page numbers from 1, in files that have pages."""

    markdown: str
    stated: dict[str, Any]
    pages: dict[str, int] = field(default_factory=dict)


def read(path: Path) -> Content:
    """The content of a policy file. Raises `PoliciesInvalid`, naming the file and the remedy."""
    try:
        return READERS[path.suffix.lower()](path)
    except UnicodeDecodeError as error:
        raise PoliciesInvalid(f"{path} is not UTF-8 text. Save it as UTF-8.") from error
    except OSError as error:
        raise PoliciesInvalid(f"{path} can't be read ({error.strerror or error}). Check its permissions.") from error


def _read_markdown(path: Path) -> Content:
    content = path.read_text(encoding="utf-8-sig")
    match = FRONT_MATTER.match(content)
    if not match:
        return Content(content.strip(), {})
    return Content(content[match.end() :].strip(), _mapping(path, match.group(1), "front matter"))


def _read_html(path: Path) -> Content:
    content = path.read_text(encoding="utf-8-sig")
    return Content(_to_markdown(content), beside(path))


def _read_word(path: Path) -> Content:
    import mammoth  # type: ignore[import-untyped]

    try:
        with path.open("rb") as file:
            html: str = mammoth.convert_to_html(file).value
    except OSError:
        raise
    except Exception as error:  # whatever a damaged archive raises, the remedy is the same
        raise PoliciesInvalid(f"{path} is no readable Word document (*.docx). Save it again in Word.") from error
    # Word allows no hyphen in a bookmark's name.
    named = EMPTY_ANCHOR.sub(lambda match: f'<a id="{match.group(1).replace("_", "-")}"></a>', html)
    return Content(_to_markdown(named), beside(path))


def _read_pdf(path: Path) -> Content:
    stated = beside(path)
    markdown, pages = pdf.read(path, stated.get("sections"))
    return Content(markdown, stated, pages)


def _to_markdown(html: str) -> str:
    """Markdown whose headings end in `{#anchor}` where the HTML gives one, by `id` or by an empty `<a id>`."""
    from markdownify import MarkdownConverter

    class Converter(MarkdownConverter):
        def convert_hN(self, n: int, el: Any, text: str, *_: Any) -> str:
            named = el if el.get("id") else el.find("a", id=True)
            anchor = f" {{#{named['id']}}}" if named else ""
            return f"\n\n{'#' * n} {' '.join(text.split())}{anchor}\n\n"

    body = BODY.search(html)
    markdown: str = Converter(strip=["a", "img", "script", "style"]).convert(body.group(1) if body else html)
    return re.sub(r"\n{3,}", "\n\n", markdown).strip()


def metadata_file(path: Path) -> Path:
    """Where metadata of a file that isn't Markdown stand."""
    return path.with_name(path.name + ".yaml")


def beside(path: Path) -> dict[str, Any]:
    """The metadata in the file beside `path`; empty where there is none. Raises `PoliciesInvalid`."""
    file = metadata_file(path)
    return _mapping(file, file.read_text(encoding="utf-8-sig"), "file") if file.is_file() else {}


def _mapping(path: Path, block: str, what: str) -> dict[str, Any]:
    try:
        stated = fast_yaml.safe_load(block) or {}
    except yaml.YAMLError as error:
        raise PoliciesInvalid(f"{path}: the {what} is no YAML. Correct it: {error}") from error
    if not isinstance(stated, dict):
        raise PoliciesInvalid(f"{path}: the {what} must be lines of `key: value`.")
    return stated


READERS: dict[str, Callable[[Path], Content]] = {
    ".md": _read_markdown,
    ".markdown": _read_markdown,
    ".html": _read_html,
    ".htm": _read_html,
    ".docx": _read_word,
    ".pdf": _read_pdf,
}
