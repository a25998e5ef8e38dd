"""Google Merchant Center product data: tab- or comma-separated text, RSS 2.0 or Atom with `g:` elements.

Names after https://support.google.com/merchants/answer/7052112 (product data specification).
"""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler, feature_namespaces

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from intake.errors import CatalogueInvalid
from intake.vision.feeds.article import Article

COLUMNS = {"id", "title", "image_link"}
_ITEMS = {"item", "entry"}
_LANGUAGES = ("de", "en")

Fields = Mapping[str, list[str]]


def from_table(lines: "csv.DictReader[str]") -> Iterator[Article]:
    """Rows of a text feed; several additional pictures stand in one cell, parted by commas."""
    for row in lines:
        fields = {_column(k): [v.strip()] for k, v in row.items() if isinstance(k, str) and isinstance(v, str)}
        more = ",".join(fields.get("additional_image_link", [])).split(",")
        yield _article(f"line {lines.line_num}", {**fields, "additional_image_link": [m.strip() for m in more]}, "")


def _column(name: str) -> str:
    """Attributes are written with spaces or underscores, upper or lower case."""
    return name.strip().casefold().replace(" ", "_")


def from_xml(file: Path) -> Iterator[Article]:
    """Items of RSS or entries of Atom. Raises CatalogueInvalid for what is no well-formed, harmless XML."""
    handler = _Items()
    parser = make_parser()
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(handler)
    try:
        with file.open("rb") as source:
            parser.parse(source)
    except (SAXException, DefusedXmlException, UnicodeError) as error:
        raise CatalogueInvalid(f"{file}: is no readable XML feed: {error}.") from error
    for line, fields in handler.items:
        yield _article(f"line {line}", fields, handler.language)


class _Items(ContentHandler):
    """Gathers the text of each element of each item, under its name without namespace."""

    def __init__(self) -> None:
        super().__init__()
        self.items: list[tuple[int, dict[str, list[str]]]] = []
        self.language = ""
        self._path: list[str] = []
        self._inside: int | None = None  # depth of the item's own element
        self._text: list[str] = []

    def startElementNS(self, name: tuple[str | None, str], qname: str | None, attrs: Any) -> None:  # noqa: ARG002
        self._path.append(name[1])
        self._text = []
        if self._inside is None and name[1] in _ITEMS:
            self._inside = len(self._path)
            self.items.append((self._locator.getLineNumber() or 0, {}))  # type: ignore[attr-defined]

    def characters(self, content: str) -> None:
        self._text.append(content)

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: ARG002
        text = "".join(self._text).strip()
        if self._inside is not None and len(self._path) == self._inside + 1 and text:
            self.items[-1][1].setdefault(name[1], []).append(text)
        elif self._inside is None and name[1] == "language":
            self.language = text.casefold()[:2]
        if len(self._path) == self._inside:
            self._inside = None
        self._path.pop()
        self._text = []


def _article(place: str, fields: Fields, language: str) -> Article:
    def first(name: str) -> str:
        return next(iter(fields.get(name, [])), "")

    spoken = first("content_language").casefold()[:2] or language
    key = spoken if spoken in _LANGUAGES else ""
    pictures = [*fields.get("image_link", []), *fields.get("additional_image_link", [])]
    return Article(
        place=place,
        sku=first("id"),
        names={key: first("title")},
        images=tuple(picture for picture in pictures if picture),
        descriptions={key: first("description")},
        category=first("product_type") or first("google_product_category"),
        price=first("price"),
        gtin=first("gtin"),
        brand=first("brand"),
        mpn=first("mpn"),
    )
