"""The shop's catalogue as files: a folder with `catalogue.yaml`, or a CSV."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from intake.errors import CatalogueInvalid
from intake.vision.types import CatalogueProduct

CATALOGUE_FILE = "catalogue.yaml"
_COLUMNS = {"sku", "title", "image"}


def read_catalogue(source: Path) -> tuple[CatalogueProduct, ...]:
    """Reads a folder with `catalogue.yaml`, or a CSV with `sku,title,description,category,image`.

    Several CSV rows of one SKU add pictures to it. Raises CatalogueInvalid naming file, place and remedy.
    """
    file = source / CATALOGUE_FILE if source.is_dir() else source
    if not file.is_file():
        raise CatalogueInvalid(f"{file}: no such file. A catalogue is a folder with {CATALOGUE_FILE}, or a CSV file.")
    products = tuple(_from_csv(file) if file.suffix.lower() == ".csv" else _from_yaml(file))
    if not products:
        raise CatalogueInvalid(f"{file}: has no products.")
    return products


def _from_yaml(file: Path) -> Iterator[CatalogueProduct]:
    try:
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
        entries = document["products"]
    except (yaml.YAMLError, UnicodeDecodeError, TypeError, KeyError) as error:
        raise CatalogueInvalid(f"{file}: is no catalogue ({error}); it needs a list `products`.") from error
    seen: set[str] = set()
    for number, entry in enumerate(entries, 1):
        product = _yaml_product(file, number, entry)
        if product.sku in seen:
            raise CatalogueInvalid(f"{file}: product {number}: SKU {product.sku!r} is there twice.")
        seen.add(product.sku)
        yield product


def _yaml_product(file: Path, number: int, entry: Mapping[str, Any]) -> CatalogueProduct:
    try:
        return CatalogueProduct(
            sku=str(entry["sku"]),
            names={str(k): str(v) for k, v in entry["names"].items()},
            descriptions={str(k): str(v) for k, v in (entry.get("descriptions") or {}).items()},
            category=str(entry.get("category", "")),
            price=float(entry["price"]) if entry.get("price") is not None else None,
            supplier=str(entry.get("supplier", "")),
            images=[_picture(file, f"product {number}", name) for name in entry["images"]],
            **{key: str(entry.get(key) or "") for key in ("gtin", "brand", "mpn")},
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise CatalogueInvalid(f"{file}: product {number}: {error!r}; needs sku, names and images.") from error


def _from_csv(file: Path) -> Iterator[CatalogueProduct]:
    rows: dict[str, CatalogueProduct] = {}
    with file.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        absent = _COLUMNS - set(reader.fieldnames or ())
        if absent:
            raise CatalogueInvalid(f"{file}: line 1: column {', '.join(sorted(absent))} is missing.")
        for row in reader:
            product = _csv_product(file, reader.line_num, row)
            known = rows.get(product.sku)
            rows[product.sku] = _with_pictures(known, product.images) if known else product
    yield from rows.values()


def _csv_product(file: Path, line: int, row: Mapping[str, str | None]) -> CatalogueProduct:
    sku, title, image = ((row.get(key) or "").strip() for key in ("sku", "title", "image"))
    if not (sku and title and image):
        raise CatalogueInvalid(f"{file}: line {line}: sku, title and image must be filled in.")
    text = (row.get("description") or "").strip()
    # The language of a CSV is unknown; one text serves all.
    return CatalogueProduct(
        sku=sku,
        names={"": title},
        descriptions={"": text} if text else {},
        category=(row.get("category") or "").strip(),
        price=_price(file, line, row.get("price")),
        images=[_picture(file, f"line {line}", image)],
        **{key: (row.get(key) or "").strip() for key in ("gtin", "brand", "mpn")},
    )


def _price(file: Path, line: int, text: str | None) -> float | None:
    try:
        return float(text) if text and text.strip() else None
    except ValueError as error:
        raise CatalogueInvalid(f"{file}: line {line}: price {text!r} is no number like 14.90.") from error


def _with_pictures(product: CatalogueProduct, images: Iterable[str]) -> CatalogueProduct:
    merged = [*product.images, *(i for i in images if i not in product.images)]
    return CatalogueProduct(**{**product.__dict__, "images": merged})


def _picture(file: Path, place: str, name: str) -> str:
    path = (file.parent / name).resolve()
    if not path.is_file():
        raise CatalogueInvalid(f"{file}: {place}: picture {name!r} not found beside the catalogue.")
    return str(path)
