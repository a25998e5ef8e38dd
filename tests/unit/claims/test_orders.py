from datetime import date, timedelta
from pathlib import Path

import pytest

from intake.claims.model import Order, OrderLine
from intake.claims.orders.directory import CsvOrders, parse_date
from intake.errors import ComponentDown

TODAY = date(2026, 11, 20)
DEMO = Path(__file__).parents[3] / "demo" / "orders.csv"
HEAD = "order,email,ordered,delivered,sku,quantity,price\n"


def book(tmp_path: Path, rows: str) -> CsvOrders:
    path = tmp_path / "orders.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    return CsvOrders(path, lambda: TODAY)


def test_rows_of_one_order_are_put_together(tmp_path: Path) -> None:
    orders = book(
        tmp_path,
        "1042,a@example.com,2026-11-01,12 days ago,MUG-DOTS,2,14.90\n"
        "1043,b@example.com,1 day ago,,MUG-FERN,1,14.90\n"
        "1042,a@example.com,2026-11-01,12 days ago,POT-STEEL,1,59.00\n",
    )
    lines = (OrderLine("MUG-DOTS", 2, 14.9), OrderLine("POT-STEEL", 1, 59.0))
    assert orders.find("1042") == Order("1042", "a@example.com", date(2026, 11, 1), date(2026, 11, 8), lines)
    on_its_way = orders.find("1043")
    assert on_its_way is not None
    assert on_its_way.delivered is None


@pytest.mark.parametrize("written", ["1042", "#1042", "Nr. 1042", " 1042 ", "nr 1042", "Bestellung #1042", "No. 1042"])
def test_numbers_are_found_as_people_write_them(written: str) -> None:
    found = CsvOrders(DEMO).find(written)
    assert found is not None
    assert found.number == "1042"


@pytest.mark.parametrize("written", ["", "#", "104", "10420", "9999", "1042x", "Nr."])
def test_other_numbers_are_not_found(written: str) -> None:
    assert CsvOrders(DEMO).find(written) is None


@pytest.mark.parametrize(
    "row",
    [
        "1042,a@example.com,yesterday,,MUG-DOTS,1,14.90\n",
        "1042,a@example.com,2026-11-01,,MUG-DOTS,one,14.90\n",
        "1042,a@example.com,2026-11-01\n",
    ],
)
def test_a_broken_book_is_down_not_empty(tmp_path: Path, row: str) -> None:
    with pytest.raises(ComponentDown):
        book(tmp_path, row).find("1042")


def test_a_missing_book_is_down(tmp_path: Path) -> None:
    with pytest.raises(ComponentDown):
        CsvOrders(tmp_path / "nothing.csv").find("1042")


def test_a_book_without_the_columns_is_down(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("a,b\n1042,2\n")
    with pytest.raises(ComponentDown):
        CsvOrders(path).find("1042")


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026-01-31", date(2026, 1, 31)), ("12 days ago", TODAY - timedelta(12)), (" 0 days ago ", TODAY)],
)
def test_dates(text: str, day: date) -> None:
    assert parse_date(text, TODAY) == day


def test_demo_book_has_every_kind_of_order() -> None:
    today = date.today()
    orders = [found for n in range(1042, 1073) if (found := CsvOrders(DEMO).find(str(n)))]
    assert len(orders) == 31
    assert len({line.sku for order in orders for line in order.lines}) == 24
    assert any(order.delivered is None for order in orders)
    ages = [(today - order.delivered).days for order in orders if order.delivered]
    for shortest, longest in ((0, 7), (8, 14), (15, 365), (366, 729), (735, 900)):
        assert any(shortest <= age <= longest for age in ages)
