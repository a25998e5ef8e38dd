"""Word and PDF files as Markdown, kept: converting one takes a tenth of a second, and starts read them all."""

import hashlib
import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

from intake.kept import whole
from intake.rag import formats, pdf
from intake.rag.formats import Content

SLOW = (".docx", ".pdf")
LIBRARIES = ("mammoth", "markdownify", "pypdf")


class Conversions:
    """Reads policy files; what was converted before comes from `file` (None: nothing is kept).

    It is known by the bytes of the document, of the metadata beside it and of what converts it.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._kept = _kept(file)
        self._used: dict[str, Any] = {}

    def read(self, path: Path) -> Content:
        """As `formats.read`, with its errors."""
        key = _key(path) if self._file and path.suffix.lower() in SLOW else None
        if key is None:
            return formats.read(path)
        known = self._kept.get(key)
        content = Content(known["markdown"], formats.beside(path), known["pages"]) if known else formats.read(path)
        self._used[key] = {"markdown": content.markdown, "pages": dict(content.pages)}
        return content

    def keep(self) -> None:
        """Write what was read, and nothing else, for the next start."""
        if self._file is None or self._used == self._kept:
            return
        with whole(self._file) as out:
            out.write(json.dumps(self._used, ensure_ascii=False).encode())


def _kept(file: Path | None) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8")) if file else {}
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _key(path: Path) -> str | None:
    """None for a file that can't be read: reading it says why."""
    beside = formats.metadata_file(path)
    files = [path, *([beside] if beside.is_file() else []), Path(formats.__file__), Path(pdf.__file__)]
    try:
        hashes = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]
    except OSError:
        return None
    parts = [path.suffix.lower(), *map(version, LIBRARIES), *hashes]
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()
