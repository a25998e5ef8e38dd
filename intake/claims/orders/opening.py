"""Opens the order directory that a setting names, and holds it to its time limit."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from intake.claims.model import Order
from intake.claims.orders.directory import CsvOrders, OrderDirectory
from intake.claims.orders.http import HttpOrders
from intake.claims.orders.mapping import SqlMapping, load_mapping
from intake.claims.orders.sql import SqlOrders
from intake.errors import ComponentDown

LOOK_UPS = 8  # at a time; when as many hang, the directory counts as down for everybody else
MAPPINGS = (".yaml", ".yml")


class Punctual:
    """Answers within `seconds` or counts as down, whatever the library behind it waits for."""

    def __init__(self, directory: OrderDirectory, seconds: float) -> None:
        self._directory, self._seconds = directory, seconds
        self._threads = ThreadPoolExecutor(LOOK_UPS, thread_name_prefix="orders")

    def find(self, number: str) -> Order | None:
        looking_up = self._threads.submit(self._directory.find, number)
        try:
            return looking_up.result(self._seconds)
        except TimeoutError as error:
            looking_up.cancel()
            raise ComponentDown(f"The order directory took longer than {self._seconds} s.") from error


def open_orders(path: Path, secret: str = "") -> OrderDirectory:
    """A CSV file, or what a mapping file (`.yaml`) leads to. Raises `OrdersInvalid`."""
    if path.suffix.lower() not in MAPPINGS:
        return CsvOrders(path)
    mapping = load_mapping(path, secret)
    directory = SqlOrders(mapping) if isinstance(mapping, SqlMapping) else HttpOrders(mapping)
    return Punctual(directory, mapping.timeout)
