"""Looks orders up. The demo shop's order book is a CSV file; a shop system takes its place behind the Protocol."""

import csv
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

from intake.claims.model import Order, OrderLine
from intake.errors import ComponentDown

DAYS_AGO = re.compile(r"(\d+) days? ago")


class OrderDirectory(Protocol):
    def find(self, number: str) -> Order | None:
        """The order with this number, however it is written. Raises `ComponentDown` when it can't be looked up."""


class CsvOrders:
    """A file with the columns order, email, ordered, delivered, sku, quantity, price; one row an order line.

    Dates are ISO or "12 days ago"; `delivered` is empty while the parcel is on its way. The file is read at every
    look-up, so that an edit counts at once.
    """

    def __init__(self, path: Path, today: Callable[[], date] = date.today) -> None:
        self._path = path
        self._today = today

    def find(self, number: str) -> Order | None:
        wanted = _normal(number)
        if not wanted:
            return None
        try:
            with self._path.open(encoding="utf-8", newline="") as file:
                rows = [row for row in csv.DictReader(file, restval="") if _normal(row["order"]) == wanted]
            return _order(rows, self._today()) if rows else None
        except (OSError, ValueError, KeyError, csv.Error) as error:
            raise ComponentDown(f"The order book {self._path} can't be read: {error!r}") from error


def parse_date(text: str, today: date) -> date:
    """An ISO date or "12 days ago", counted back from `today`. Raises `ValueError`."""
    relative = DAYS_AGO.fullmatch(text.strip())
    return today - timedelta(int(relative[1])) if relative else date.fromisoformat(text.strip())


def _normal(number: str) -> str:
    """Without what people write around it: "#1042", "Nr. 1042" and " 1042 " are 1042."""
    return re.sub(r"^(nr|no|order|bestellung|bestellnummer|auftrag)(?=\W*\d)|[\W_]", "", number.strip().lower())


def _order(rows: list[dict[str, str]], today: date) -> Order:
    first = rows[0]
    return Order(
        number=first["order"].strip(),
        email=first["email"].strip(),
        ordered=parse_date(first["ordered"], today),
        delivered=parse_date(first["delivered"], today) if first["delivered"].strip() else None,
        lines=tuple(OrderLine(row["sku"].strip(), int(row["quantity"]), float(row["price"])) for row in rows),
    )
