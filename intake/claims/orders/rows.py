"""What a shop system tells of an order, checked and made into ours."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from intake.claims.model import Order, OrderLine

NOTHING = {None, ""}


def _text(value: object) -> object:
    return "" if value is None else value


def _day(value: object) -> object:
    """Of a point in time the day in the shop's time zone; an ISO text stands for either."""
    if isinstance(value, str) and len(value.strip()) > len("2026-01-31"):
        value = datetime.fromisoformat(value.strip())
    if isinstance(value, datetime):
        return value.astimezone().date() if value.tzinfo else value.date()
    return value.strip() if isinstance(value, str) else value


def _day_if_any(value: object) -> object:
    return None if value in NOTHING else _day(value)


class Row(BaseModel):
    """One line of an order, with what holds for the whole order beside it."""

    model_config = ConfigDict(str_strip_whitespace=True, coerce_numbers_to_str=True)

    number: str = Field(min_length=1, max_length=64)
    email: Annotated[str, BeforeValidator(_text)] = ""
    postal_code: Annotated[str, BeforeValidator(_text)] = ""
    ordered: Annotated[date, BeforeValidator(_day)]
    delivered: Annotated[date | None, BeforeValidator(_day_if_any)] = None
    sku: str = Field(min_length=1)
    quantity: int
    price: float


def read_order(rows: Sequence[Mapping[str, object]]) -> Order:
    """One row an order line, at least one. Raises `ValueError` where a value is missing or no such value."""
    read = [Row.model_validate(dict(row)) for row in rows]
    first = read[0]
    return Order(
        number=first.number,
        email=first.email,
        ordered=first.ordered,
        delivered=first.delivered,
        lines=tuple(OrderLine(row.sku, row.quantity, row.price) for row in read),
        postal_code=first.postal_code,
    )
