"""Intake's own forms: a folder with `catalogue.yaml`, or a CSV with `sku,title,image`."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from intake import fast_yaml
from intake.errors import CatalogueInvalid
from intake.vision.feeds.article import Article

COLUMNS = {"sku", "title", "image"}


def from_yaml(file: Path) -> Iterator[Article]:
    """A document with a list `products`. Raises CatalogueInvalid."""
    try:
        entries = list(fast_yaml.safe_load(file.read_text(encoding="utf-8"))["products"])
    except (yaml.YAMLError, UnicodeDecodeError, TypeError, KeyError) as error:
        raise CatalogueInvalid(f"{file}: is no catalogue ({error}); it needs a list `products`.") from error
    for number, entry in enumerate(entries, 1):
        yield _entry(f"product {number}", entry if isinstance(entry, dict) else {})


def _entry(place: str, entry: Mapping[str, Any]) -> Article:
    images = entry.get("images")
    return Article(
        place=place,
        sku=str(entry.get("sku") or ""),
        names=_texts(entry.get("names")),
        images=tuple(map(str, images)) if isinstance(images, list) else (),
        descriptions=_texts(entry.get("descriptions")),
        price=str(entry["price"]) if entry.get("price") is not None else "",
        **{key: str(entry.get(key) or "") for key in ("category", "supplier", "batch", "gtin", "brand", "mpn")},
    )


def _texts(value: Any) -> dict[str, str]:
    return {str(k): str(v) for k, v in value.items()} if isinstance(value, dict) else {}


def from_csv(lines: "csv.DictReader[str]") -> Iterator[Article]:
    """Several rows of one SKU are one article with several pictures."""
    articles: dict[str, Article] = {}
    for row in lines:
        article = _row(f"line {lines.line_num}", {k: (v or "").strip() for k, v in row.items() if isinstance(v, str)})
        known = articles.get(article.sku) if article.sku else None
        key = article.sku or article.place
        articles[key] = replace(known, images=known.images + article.images) if known else article
    yield from articles.values()


def _row(place: str, row: Mapping[str, str]) -> Article:
    image = row.get("image", "")
    # The language of a CSV is unknown; one text serves all.
    return Article(
        place=place,
        sku=row.get("sku", ""),
        names={"": row.get("title", "")},
        images=(image,) if image else (),
        descriptions={"": row.get("description", "")},
        **{key: row.get(key, "") for key in ("category", "price", "supplier", "batch", "gtin", "brand", "mpn")},
    )
