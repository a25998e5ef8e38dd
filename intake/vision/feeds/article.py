"""An article as a feed states it, and how it becomes a product of the catalogue."""

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from html.parser import HTMLParser

from intake.errors import BadInput
from intake.vision.feeds.pictures import Pictures
from intake.vision.types import CatalogueProduct

_AMOUNT = re.compile(r"\d[\d.,' ]*")
_CURRENCY = re.compile(r"[A-Za-z]{3}|[€$£]")
_EURO = {"EUR", "€"}
_BREAKS = {"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "td"}


@dataclass(frozen=True)
class Article:
    """One row (or group of rows) as it was read, unchecked. `place` says where: "line 12", "product 3"."""

    place: str
    sku: str
    names: Mapping[str, str]  # language ("" where the feed doesn't say) -> name
    images: tuple[str, ...]  # paths beside the feed, or http(s) addresses
    descriptions: Mapping[str, str] = field(default_factory=dict)
    category: str = ""
    price: str = ""
    supplier: str = ""
    batch: str = ""
    gtin: str = ""
    brand: str = ""
    mpn: str = ""


def to_product(article: Article, pictures: Pictures) -> tuple[CatalogueProduct, list[str]]:
    """The product, and what is wrong with it but doesn't keep it out of the catalogue.

    Raises BadInput for what does: no SKU, no name, no picture that can be had, or a price that is none.
    """
    names = {language: text for language, text in article.names.items() if text.strip()}
    if not (article.sku and names and article.images):
        raise BadInput("needs a SKU, a name and a picture.")
    found, lost = pictures.find(article.images)
    if not found:
        raise BadInput(" ".join(lost))
    product = CatalogueProduct(
        sku=article.sku,
        names={language: plain(text) for language, text in names.items()},
        descriptions={language: plain(text) for language, text in article.descriptions.items() if text.strip()},
        category=article.category,
        price=price(article.price),
        supplier=article.supplier,
        batch=article.batch,
        images=found,
        gtin=re.sub(r"[\s'-]", "", article.gtin),  # spreadsheets guard long numbers with an apostrophe
        brand=article.brand,
        mpn=article.mpn,
    )
    return product, lost


def price(text: str) -> float | None:
    """Euros of "14.90", "14,90 EUR", "1.299,00 €"; None for an empty text and for another currency.

    Raises BadInput for what is no price.
    """
    if not text.strip():
        return None
    amount, currency = _AMOUNT.search(text), _CURRENCY.search(text)
    if amount is None:
        raise BadInput(f"price {text!r} is no number like 14.90.")
    if currency and currency.group().upper() not in _EURO:
        return None
    try:
        return float(Decimal(_point(amount.group().strip())))
    except InvalidOperation as error:
        raise BadInput(f"price {text!r} is no number like 14.90.") from error


def _point(digits: str) -> str:
    """A comma or point before the last one or two digits parts cents; all others part thousands."""
    whole, cents = re.fullmatch(r"(.*?)(?:[.,](\d{1,2}))?", digits).groups()  # type: ignore[union-attr]
    return re.sub(r"[.,' ]", "", whole) + "." + (cents or "0")


class _Text(HTMLParser):
    """Collects what a browser would show."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._hidden += tag in ("script", "style")
        if tag in _BREAKS:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style") and self._hidden > 0
        if tag in _BREAKS:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def plain(text: str) -> str:
    """The words of a text that may be HTML, on one line."""
    if "<" in text:
        parser = _Text()
        parser.feed(text)
        parser.close()
        text = "".join(parser.parts)
    return " ".join(html.unescape(text).split())
