"""The setting that names the order directory, and orders in a database."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from intake.claims.model import Order, OrderLine
from intake.claims.orders.directory import CsvOrders
from intake.claims.orders.mapping import Columns, SqlMapping, load_mapping
from intake.claims.orders.opening import open_orders
from intake.claims.orders.sql import SqlOrders
from intake.errors import ComponentDown, OrdersInvalid

DEMO = Path(__file__).parents[3] / "demo"
COLUMNS = Columns(number="no", email="mail", postal_code="zip", ordered="bought", delivered="came", price="each")
QUERY = "SELECT no, mail, zip, bought, came, sku, quantity, each FROM lines WHERE no = :number"


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE lines (no, mail, zip, bought, came, sku, quantity, each)"))
        for row in (
            "'HB-1042', 'a@example.com', '10115', '2026-11-01', '2026-11-04', 'MUG-DOTS', 2, 14.9",
            "'HB-1042', 'a@example.com', '10115', '2026-11-01', '2026-11-04', 'MUG-FERN', 1, 12.5",
            "'HB-1043', NULL, NULL, '2026-11-01 18:00:00', NULL, 'MUG-FERN', 1, 12.5",
            "'HB-1044', NULL, NULL, 'long ago', NULL, 'MUG-FERN', 1, 12.5",
        ):
            connection.execute(text(f"INSERT INTO lines VALUES ({row})"))
    engine.dispose()
    return url


@pytest.mark.parametrize("source", [{"table": "lines"}, {"query": QUERY}])
def test_rows_of_one_order_are_put_together(url: str, source: dict[str, str]) -> None:
    orders = SqlOrders(SqlMapping(kind="sql", url=url, columns=COLUMNS, **source))
    lines = (OrderLine("MUG-DOTS", 2, 14.9), OrderLine("MUG-FERN", 1, 12.5))
    expected = Order("HB-1042", "a@example.com", date(2026, 11, 1), date(2026, 11, 4), lines, "10115")
    assert orders.find("Bestellung HB-1042") == expected
    on_its_way = orders.find("HB-1043")
    assert on_its_way is not None
    assert (on_its_way.ordered, on_its_way.delivered, on_its_way.email) == (date(2026, 11, 1), None, "")
    assert orders.find("HB-1") is None
    assert orders.find("' OR 1=1 --") is None
    orders.close()


def test_a_table_is_searched_by_the_likely_spellings(url: str) -> None:
    orders = SqlOrders(SqlMapping(kind="sql", url=url, table="lines", columns=COLUMNS))
    assert orders.find("hb-1042") is not None
    orders.close()


def test_a_broken_table_or_value_is_down_not_empty(url: str) -> None:
    orders = SqlOrders(SqlMapping(kind="sql", url=url, table="lines", columns=COLUMNS))
    with pytest.raises(ComponentDown):
        orders.find("HB-1044")
    orders.close()
    other = SqlOrders(SqlMapping(kind="sql", url=url, table="nothing"))
    with pytest.raises(ComponentDown):
        other.find("HB-1042")
    other.close()


@pytest.mark.parametrize(
    "text",
    [
        "kind: ftp\nurl: x",
        "kind: sql\nurl: 'sqlite://'",
        "kind: sql\nurl: 'sqlite://'\ntable: a\nquery: 'SELECT :number'",
        "kind: sql\nurl: 'sqlite://'\nquery: SELECT 1",
        "kind: sql\nurl: 'nosuch://x'\ntable: a",
        "kind: sql\nurl: nonsense\ntable: a",
        "kind: http\nurl: https://shop.example/orders",
        "kind: http\nurl: 'https://{number}.example/orders'",
        "kind: http\nurl: 'file:///{number}'",
        "kind: http\nurl: 'https://shop.example/{number}'\norder: 'a['",
        "kind: http\nurl: 'https://shop.example/{number}'\ntime_out: 3",
        "- a list",
        "{broken",
    ],
)
def test_a_mapping_that_cannot_work_is_named_at_the_start(tmp_path: Path, text: str) -> None:
    file = tmp_path / "orders.yaml"
    file.write_text(text)
    with pytest.raises(OrdersInvalid):
        open_orders(file)


def test_a_csv_file_needs_no_mapping() -> None:
    assert isinstance(open_orders(DEMO / "orders.csv"), CsvOrders)


@pytest.mark.parametrize("name", ["orders-sql.yaml", "orders-http.yaml"])
def test_the_examples_are_complete(name: str) -> None:
    assert load_mapping(DEMO / name, "a secret/")


def test_the_secret_is_quoted_within_an_address() -> None:
    assert "a%20secret%2F" in load_mapping(DEMO / "orders-sql.yaml", "a secret/").url
