"""Shopify's product CSV, with the column names of older and of newer exports.

Rows of one product share a handle; a row can bring a variant, a picture, or both
(https://help.shopify.com/en/manual/products/import-export/using-csv).
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from intake.vision.feeds.article import Article

_NAMES = {  # ours: the column's names, newer first
    "handle": ("URL handle", "Handle"),
    "title": ("Title",),
    "description": ("Description", "Body (HTML)"),
    "vendor": ("Vendor",),
    "category": ("Type", "Product category", "Product Category"),
    "sku": ("SKU", "Variant SKU"),
    "gtin": ("Barcode", "Variant Barcode"),
    "price": ("Price", "Variant Price"),
    "image": ("Product image URL", "Image Src"),
    "variant_image": ("Variant image URL", "Variant Image"),
    "option": ("Option1 value", "Option1 Value"),
}
_NO_OPTION = {"", "Default Title"}

Row = Mapping[str, str]


def is_export(columns: Iterable[str]) -> bool:
    """Whether these are the columns of a Shopify export."""
    there = set(columns)
    return all(there & set(_NAMES[name]) for name in ("handle", "title", "image"))


def from_table(lines: "csv.DictReader[str]") -> Iterator[Article]:
    rows = ((lines.line_num, _row(row)) for row in lines)
    for _, group in groupby(rows, key=lambda item: item[1]["handle"] or item[0]):
        yield from _product(list(group))


def _row(row: Mapping[str, str | None]) -> Row:
    return {
        ours: next((value.strip() for name in names if (value := row.get(name))), "") for ours, names in _NAMES.items()
    }


def _product(rows: list[tuple[int, Row]]) -> Iterator[Article]:
    """Variants with a picture of their own are articles of their own: a photo can tell them apart.

    All others look the same: they are one article under the first variant's SKU.
    """
    line, head = rows[0]
    shared = tuple(dict.fromkeys(row["image"] for _, row in rows if row["image"]))
    variants = [(number, row) for number, row in rows if row["sku"]] or [(line, {**head, "sku": head["handle"]})]
    seen = [(number, row) for number, row in variants if row["variant_image"]]
    alike = [(number, row) for number, row in variants if not row["variant_image"]]
    own = {row["variant_image"] for _, row in seen}
    for number, row in seen:
        yield _article(number, head, row, (row["variant_image"],), f" {row['option']}")
    if alike:
        number, row = alike[0]
        option = f" {row['option']}" if len(variants) > len(alike) == 1 and row["option"] not in _NO_OPTION else ""
        yield _article(number, head, row, tuple(image for image in shared if image not in own) or shared, option)


def _article(line: int, head: Row, row: Row, images: tuple[str, ...], option: str) -> Article:
    return Article(
        place=f"line {line}",
        sku=row["sku"],
        names={"": f"{head['title']}{option.rstrip()}" if head["title"] else ""},
        images=images,
        descriptions={"": head["description"]},
        category=head["category"],
        price=row["price"],
        supplier=head["vendor"],
        brand=head["vendor"],
        gtin=row["gtin"],
    )
