"""Looks orders up. The demo shop's order book is a CSV file; a shop system takes its place behind the Protocol."""

import csv
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

from intake.claims.model import Order
from intake.claims.orders.rows import read_order
from intake.errors import ComponentDown

DAYS_AGO = re.compile(r"(\d+) days? ago")
WORDS = r"^(?:nr|no|order|bestellung|bestellnummer|auftrag)"
AROUND = re.compile(rf"{WORDS}(?=[\s.:#])\W*|^\W+|\W+$", re.IGNORECASE)
DIFFERENCES = re.compile(rf"{WORDS}(?=\W*\d)|[\W_]")
LONGEST = 64  # characters of an order number


class OrderDirectory(Protocol):
    def find(self, number: str) -> Order | None:
        """The order with this number, however it is written. Raises `ComponentDown` when it can't be looked up."""


class CsvOrders:
    """A file with the columns order, email, ordered, delivered, sku, quantity, price and, if the shop has it,
    postal_code; one row an order line.

    Dates are ISO or "12 days ago"; `delivered` is empty while the parcel is on its way. The file is read at every
    look-up, so that an edit counts at once.
    """

    def __init__(self, path: Path, today: Callable[[], date] = date.today) -> None:
        self._path = path
        self._today = today

    def find(self, number: str) -> Order | None:
        wanted = normal(number)
        if not wanted:
            return None
        try:
            with self._path.open(encoding="utf-8", newline="") as file:
                rows = [row for row in csv.DictReader(file, restval="") if normal(row["order"]) == wanted]
            return read_order([self._with_days(row) for row in rows]) if rows else None
        except (OSError, ValueError, KeyError, csv.Error) as error:
            raise ComponentDown(f"The order book {self._path} can't be read: {error!r}") from error

    def _with_days(self, row: dict[str, str]) -> dict[str, object]:
        today = self._today()
        delivered = row["delivered"].strip()
        days = {"ordered": parse_date(row["ordered"], today), "delivered": delivered and parse_date(delivered, today)}
        return {**row, "number": row["order"], **days}


def parse_date(text: str, today: date) -> date:
    """An ISO date or "12 days ago", counted back from `today`. Raises `ValueError`."""
    relative = DAYS_AGO.fullmatch(text.strip())
    return today - timedelta(int(relative[1])) if relative else date.fromisoformat(text.strip())


def written(number: str) -> str:
    """Without what people write around it: "#1042", "Nr. 1042" and " 1042 " are 1042. At most `LONGEST` characters."""
    return AROUND.sub("", number.strip())[:LONGEST]


def normal(number: str) -> str:
    """What two spellings of one number have in common: "HB-1042" and "hb 1042" are hb1042."""
    return DIFFERENCES.sub("", written(number).lower())
