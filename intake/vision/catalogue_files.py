"""The shop's catalogue as files: which form a file has, and the products in it."""

import csv
import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from intake.errors import BadInput, CatalogueInvalid
from intake.vision.feeds import merchant, own, shopify
from intake.vision.feeds.article import Article, to_product
from intake.vision.feeds.pictures import Pictures
from intake.vision.types import CatalogueProduct

log = logging.getLogger(__name__)

CATALOGUE_FILE = "catalogue.yaml"
_FETCHERS = 8  # pictures fetched at the same time


@dataclass(frozen=True)
class Catalogue:
    """The products that can be used, and a sentence with file and line for each row or picture that can't."""

    products: tuple[CatalogueProduct, ...]
    problems: tuple[str, ...]


def read_catalogue(source: Path, fetched: Path | None = None) -> tuple[CatalogueProduct, ...]:
    """The products of a catalogue; what can't be used is logged, and the good ones still serve.

    `fetched` is the folder of pictures that were fetched before. Raises CatalogueInvalid when there is no product.
    """
    catalogue = load_catalogue(source, Pictures(_file(source).parent, fetched))
    for problem in catalogue.problems:
        log.warning("%s", problem)
    return catalogue.products


def load_catalogue(
    source: Path, pictures: Pictures | None = None, read: Callable[[int], None] = lambda _: None
) -> Catalogue:
    """Reads a folder with `catalogue.yaml`, a CSV (`sku,title,image`), a Google Merchant or a Shopify export.

    `read` is told after each article how many are read. Raises CatalogueInvalid naming file, place and remedy when
    the file can't be read at all or has no product that can be used.
    """
    file = _file(source)
    finder = pictures or Pictures(file.parent)
    products: dict[str, CatalogueProduct] = {}
    problems: list[str] = []
    with ThreadPoolExecutor(_FETCHERS) as pool:
        for count, (article, found) in enumerate(pool.map(lambda a: (a, _try(a, finder)), _articles(file)), 1):
            read(count)
            if isinstance(found, BadInput):
                problems.append(f"{file}: {article.place}: {found}")
                continue
            product, lost = found
            problems += [f"{file}: {article.place}: {sentence}" for sentence in lost]
            if product.sku in products:
                problems.append(f"{file}: {article.place}: SKU {product.sku!r} is there twice; the first one counts.")
            products.setdefault(product.sku, product)
    if not products:
        raise CatalogueInvalid("\n".join([f"{file}: has no products.", *problems]))
    return Catalogue(tuple(products.values()), tuple(problems))


def _file(source: Path) -> Path:
    file = source / CATALOGUE_FILE if source.is_dir() else source
    if not file.is_file():
        raise CatalogueInvalid(
            f"{file}: no such file. A catalogue is a folder with {CATALOGUE_FILE}, a CSV file, or a feed (XML, TSV)."
        )
    return file


def _try(article: Article, pictures: Pictures) -> tuple[CatalogueProduct, list[str]] | BadInput:
    try:
        return to_product(article, pictures)
    except BadInput as error:
        return error


def _articles(file: Path) -> Iterator[Article]:
    match file.suffix.lower():
        case ".yaml" | ".yml":
            yield from own.from_yaml(file)
        case ".xml" | ".rss" | ".atom":
            yield from merchant.from_xml(file)
        case _:
            yield from _rows(file)


def _rows(file: Path) -> Iterator[Article]:
    """A table, by its columns: the shop's own, Shopify's or Google Merchant's."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            delimiter = _delimiter(text.readline())
            text.seek(0)
            lines = csv.DictReader(text, delimiter=delimiter)
            yield from _reader(file, lines.fieldnames or ())(lines)
    except (UnicodeDecodeError, csv.Error) as error:
        raise CatalogueInvalid(f"{file}: is no readable table in UTF-8: {error}.") from error


def _delimiter(header: str) -> str:
    return max("\t;,", key=header.count)


def _reader(file: Path, columns: Iterable[str]) -> "Callable[[csv.DictReader[str]], Iterator[Article]]":
    there = {column.strip().casefold().replace(" ", "_") for column in columns}
    if shopify.is_export(columns):
        return shopify.from_table
    if there >= merchant.COLUMNS:
        return merchant.from_table
    if there >= own.COLUMNS:
        return own.from_csv
    absent = ", ".join(sorted(own.COLUMNS - there))
    raise CatalogueInvalid(f"{file}: line 1: column {absent} is missing (or it is no export that is known).")
