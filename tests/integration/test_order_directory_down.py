"""Whatever happens to the shop's order API, the customer's claim is taken. Real HTTP on loopback."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.claims.model import Reason, Status
from intake.claims.orders.http import HttpOrders
from intake.claims.orders.mapping import HttpMapping
from intake.claims.orders.opening import Punctual
from intake.claims.photo_store import PhotoStore
from intake.claims.rules import Rules
from intake.claims.store import Store
from intake.dialogue.understand import Understander
from intake.dialogue.wording import Wording
from intake.service import Desk
from intake.settings import Settings
from intake.talk.inbox import Upload
from tests.fakes.parts import FakeEyes, FakeKnowledge
from tests.fakes.shop_api import ShopApi, shop_api
from tests.integration.claims.test_http_orders import FIELDS, LINE
from tests.integration.test_service import photo

UNDERSTANDER = Understander()
LIMIT = 0.3  # seconds


@pytest.fixture
def api() -> Iterator[ShopApi]:
    with shop_api() as api:
        yield api


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path / 'intake.db'}")
    yield store
    store.close()


@pytest.fixture
def desk(api: ShopApi, store: Store, tmp_path: Path) -> Iterator[Desk]:
    whole = {"kind": "http", "url": f"{api.address}/orders/{{number}}", "order": "order", "timeout": 5, "cents": True}
    directory = HttpOrders(HttpMapping.model_validate({**whole, "fields": FIELDS, "line": LINE}))
    settings = Settings(data=tmp_path)
    rules = Rules.load(settings.rules)
    photos, orders = PhotoStore(str(tmp_path / "photos")), Punctual(directory, LIMIT)
    yield Desk(
        store, photos, orders, FakeEyes(), FakeKnowledge(), UNDERSTANDER, Wording.load(), lambda: rules, settings
    )
    api.released.set()
    directory.close()


@pytest.mark.parametrize("ill", ["slow", "broken", "nonsense", "other shape", "hangs up"])
def test_the_claim_is_still_taken(api: ShopApi, store: Store, desk: Desk, ill: str) -> None:
    api.ill = ill
    talk = desk.start("en").id
    steps = list(desk.turn(talk, "My mug arrived with a crack, order 1042", [Upload("a.png", photo(1))]))
    assert steps
    claim = store.claim(str(desk.conversation(talk).claim))
    assert claim.status is Status.WAITING_FOR_STAFF
    assert Reason.COMPONENT_DOWN in claim.decision.reasons
    assert claim.facts.order_number == "1042"
    assert len(claim.photos) == 1
    assert len(api.asked) <= 2  # asked once a turn, and once more where the connection failed


def test_a_question_about_a_delivery_goes_to_a_person(api: ShopApi, store: Store, desk: Desk) -> None:
    api.ill = "broken"
    talk = desk.start("en").id
    list(desk.turn(talk, "Where is my order 1042?"))
    claim = store.claim(str(desk.conversation(talk).claim))
    assert Reason.COMPONENT_DOWN in claim.decision.reasons
