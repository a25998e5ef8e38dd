"""Orders over real HTTP, on loopback."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from intake.claims.model import Order, OrderLine
from intake.claims.orders.http import HttpOrders
from intake.claims.orders.mapping import HttpMapping, LineFields, OrderFields
from intake.claims.orders.opening import Punctual, open_orders
from intake.errors import ComponentDown, OrdersInvalid
from tests.fakes.shop_api import ORDER, ShopApi, shop_api

FIELDS = OrderFields(
    number="name",
    email="customer.email",
    postal_code="address.zip",
    ordered="created_at",
    delivered="shipments[0].delivered_at",
    lines="items",
)
LINE = LineFields(sku="article", quantity="count", price="amount")


@pytest.fixture
def api() -> Iterator[ShopApi]:
    with shop_api() as api:
        yield api


def mapping(api: ShopApi, **changes: object) -> HttpMapping:
    whole = {"kind": "http", "url": f"{api.address}/orders/{{number}}", "order": "order", "timeout": 1.0}
    return HttpMapping.model_validate({**whole, "fields": FIELDS, "line": LINE, "cents": True, **changes})


@pytest.fixture
def orders(api: ShopApi) -> Iterator[HttpOrders]:
    directory = HttpOrders(mapping(api, headers={"Authorization": "Bearer token"}))
    yield directory
    directory.close()


def test_an_order_is_read_by_the_mapping(api: ShopApi, orders: HttpOrders) -> None:
    lines = (OrderLine("MUG-DOTS", 2, 14.9),)
    expected = Order("#1042", "a@example.com", date(2026, 11, 1), date(2026, 11, 4), lines, "10115")
    assert orders.find("Nr. 1042") == expected
    path, headers = api.asked[0]
    assert path == "/orders/1042"
    assert headers["Authorization"] == "Bearer token"


def test_404_is_not_found_and_neither_is_anything_asked_for_no_number(api: ShopApi, orders: HttpOrders) -> None:
    assert orders.find("9999") is None
    assert orders.find("Nr.") is None
    assert len(api.asked) == 1


def test_another_order_than_asked_for_is_not_shown(api: ShopApi, orders: HttpOrders) -> None:
    api.order = {**ORDER, "name": "1043"}
    assert orders.find("1042") is None


def test_a_number_cannot_lead_to_another_address(api: ShopApi, orders: HttpOrders) -> None:
    assert orders.find("../admin?all=1#1042") is None
    assert api.asked[0][0] == "/orders/admin%3Fall%3D1%231042"


def test_a_search_may_say_in_its_answer_that_there_is_none(api: ShopApi) -> None:
    api.order = None
    directory = HttpOrders(mapping(api, not_found="order == null"))
    assert directory.find("1042") is None
    directory.close()


@pytest.mark.parametrize("ill", ["broken", "nonsense", "other shape", "endless", "elsewhere", "hangs up", "slow"])
def test_whatever_goes_wrong_the_directory_is_down(api: ShopApi, orders: HttpOrders, ill: str) -> None:
    api.ill = ill
    with pytest.raises(ComponentDown):
        orders.find("1042")
    assert not any("elsewhere" in path for path, _ in api.asked)


@pytest.mark.parametrize(
    "change", [{"items": []}, {"items": None}, {"created_at": "soon"}, {"items": [{"article": "MUG-DOTS"}]}]
)
def test_an_order_that_lacks_something_is_down_not_empty(api: ShopApi, orders: HttpOrders, change: object) -> None:
    api.order = {**ORDER, **dict(change)} if isinstance(change, dict) else change
    with pytest.raises(ComponentDown):
        orders.find("1042")


def test_a_connection_that_fails_is_tried_once_more(api: ShopApi, orders: HttpOrders) -> None:
    api.ill = "hangs up once"
    assert orders.find("1042") is not None
    api.ill = "hangs up"
    api.asked.clear()
    with pytest.raises(ComponentDown):
        orders.find("1042")
    assert len(api.asked) == 2


def test_nobody_listens() -> None:
    with shop_api() as api:
        gone = mapping(api)
    directory = HttpOrders(gone)
    with pytest.raises(ComponentDown):
        directory.find("1042")
    directory.close()


def test_the_time_limit_holds_whatever_the_directory_waits_for(api: ShopApi) -> None:
    api.ill = "slow"
    patient = HttpOrders(mapping(api, timeout=20))
    with pytest.raises(ComponentDown, match="longer"):
        Punctual(patient, 0.05).find("1042")
    api.released.set()
    patient.close()


def test_the_secret_is_filled_in_and_asked_for_where_it_is_missing(api: ShopApi, tmp_path: Path) -> None:
    file = tmp_path / "orders.yaml"
    file.write_text(
        f"kind: http\nurl: {api.address}/o?number={{number}}\nheaders: {{X-Token: 'key {{secret}}'}}\norder: order\n"
        "cents: true\n"
        "fields: {number: name, email: customer.email, ordered: created_at, delivered: closed_at, lines: items}\n"
        "line: {sku: article, quantity: count, price: amount}\n"
    )
    found = open_orders(file, "s3cret").find("1042")
    assert found is not None
    assert found.delivered is None
    assert api.asked[0][1]["X-Token"] == "key s3cret"
    with pytest.raises(OrdersInvalid, match="INTAKE_ORDERS_SECRET"):
        open_orders(file)
