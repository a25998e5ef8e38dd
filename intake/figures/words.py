"""Figures and names as people read them, in either language."""

from collections.abc import Callable, Mapping
from datetime import date

from intake.figures.counting import Figure, Unit
from intake.figures.lives import OTHER
from intake.figures.material import Dimension
from intake.figures.tables import Listing

ProductName = Callable[[str, str], str]  # SKU, language
_PREFIXES = {
    Dimension.TRACK: "track",
    Dimension.LANGUAGE: "page.language",
    Dimension.CHANNEL: "figure.channel",
    Listing.OVERVIEW: "figure",
    Listing.ENDS: "figure.end",
    Listing.REASONS: "staff_reason",
    Listing.ERRORS: "figure.error",
}


class Words:
    """Everything on a page of figures that depends on the language."""

    def __init__(self, sentences: Mapping[str, str], language: str, product: ProductName) -> None:
        self._sentences, self.language, self._product = sentences, language, product

    def __getitem__(self, key: str) -> str:
        return self._sentences[key]

    def figure(self, figure: Figure) -> str:
        """The value with its unit, or that there is no data."""
        if figure.value is None:
            return self["figure.no_data"]
        if figure.unit is Unit.SHARE:
            return self["figure.unit.share"].format(value=self.number(figure.value * 100, 1 if figure.of > 99 else 0))
        return self[f"figure.unit.{figure.unit}"].format(value=self.number(figure.value, _PLACES[figure.unit]))

    def number(self, value: float, places: int) -> str:
        text = f"{value:,.{places}f}"
        return text.translate(str.maketrans(",.", ".,")) if self.language == "de" else text

    def day(self, day: date) -> str:
        return day.strftime(self["figure.day"])

    def value(self, table: str, value: str) -> str:
        """A row's name: of a product, a reason, a week ..."""
        if not value:
            return self["figure.none"]
        if table == Dimension.PRODUCT:
            return self._product(value, self.language)
        if table == Dimension.WEEK:
            return self["figure.week"].format(week=int(value[6:]), year=value[:4])
        if table == Listing.REASONS and value == OTHER:
            return self["figure.reason.other"]
        return self._sentences.get(f"{_PREFIXES[_key(table)]}.{value}", value)


_PLACES = {Unit.COUNT: 0, Unit.HOURS: 1, Unit.RATING: 1, Unit.MONEY: 2}


def _key(table: str) -> Dimension | Listing:
    return Dimension(table) if table in frozenset(Dimension) else Listing(table)
