"""The queue as staff work on it, over a real database."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from intake.claims.access.audit import Action
from intake.claims.access.passwords import Account
from intake.claims.access.roles import Actor, Role
from intake.claims.model import ClaimDraft, Decision, Facts, Outcome, Status, Track
from intake.claims.queue.filters import ME, Filters, Standing
from intake.claims.store import Store
from intake.errors import EditConflict, NotAllowed, NotFound
from intake.staff.queue import QueueDesk
from intake.vision.types import CatalogueProduct

KIM, SAM = Actor("kim", "", Role.LEAD), Actor("sam", "", Role.AGENT)
PRODUCTS = (
    CatalogueProduct("CAN-ZINC", {"de": "Gießkanne „Grün“", "en": "Watering can"}, brand="Zinkwerk"),
    CatalogueProduct("MUG-DOTS", {"de": "Becher", "en": "Mug"}),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path / 'intake.db'}")
    for login, active in (("kim", True), ("sam", True), ("gone", False)):
        store.accounts.add(Account(login, "", Role.AGENT, active=active), "command line")
    yield store
    store.close()


@pytest.fixture
def desk(store: Store) -> QueueDesk:
    return QueueDesk(store, lambda: PRODUCTS)


def claim(store: Store, sku: str = "MUG-DOTS") -> str:
    talk = store.start_conversation("de").id
    decision = Decision(Outcome.OPEN, "warranty", "1", track=Track.WARRANTY)
    draft = ClaimDraft(Status.NEW, "de", talk, "Kaputt angekommen", Facts(date(2026, 11, 20), product=sku), decision)
    return store.open_claim(draft, talk).number


def found(desk: QueueDesk, search: str) -> list[str]:
    return [entry.number for entry in desk.page(Filters(search=search), "kim").entries]


@pytest.mark.parametrize("search", ["Gießkanne", "kanne", "gruen kaputt", "watering", "ZINKWERK"])
def test_names_of_the_catalogue_find_claims_about_the_product(store: Store, desk: QueueDesk, search: str) -> None:
    claim(store)
    wanted = claim(store, "CAN-ZINC")
    assert found(desk, search) == [wanted]


def test_what_no_claim_and_no_product_is_called_finds_nothing(store: Store, desk: QueueDesk) -> None:
    claim(store)
    assert found(desk, "teekanne") == []
    assert found(desk, "gießkanne mug") == []


def test_everybody_s_views_come_first_and_are_counted(store: Store, desk: QueueDesk) -> None:
    mine, _ = claim(store), claim(store)
    desk.take(mine, KIM)
    desk.save_view(KIM, "Alle", Filters(Standing.ALL), shared=True)
    counts = {one.key or (one.view and one.view.name): one.count for one in desk.views("kim")}
    assert counts == {
        "queue.view.mine": 1,
        "queue.view.unassigned": 1,
        "queue.view.waiting": 1,
        "queue.view.today": 0,
        "queue.view.open": 2,
        "Alle": 2,
    }


def test_only_a_lead_shares_views_and_that_is_logged(store: Store, desk: QueueDesk) -> None:
    with pytest.raises(NotAllowed):
        desk.save_view(SAM, "ours", Filters(assignee=ME), shared=True)
    desk.save_view(SAM, "mine", Filters(assignee=ME))
    desk.save_view(KIM, "ours", Filters(), shared=True)
    assert [one.view.name for one in desk.views("sam") if one.view] == ["mine", "ours"]
    shared = store.audit.entries(action=Action.VIEW_SHARED)
    assert [(entry.actor, entry.subject) for entry in shared] == [("kim", "ours")]


def test_a_claim_is_taken_once(store: Store, desk: QueueDesk) -> None:
    number = claim(store)
    desk.take(number, SAM)
    with pytest.raises(EditConflict):
        desk.take(number, KIM)
    assert store.claim(number).assignee == "sam"
    assert [entry.assignee for entry in desk.page(Filters(), "kim").entries] == ["sam"]


def test_a_claim_is_given_to_people_who_are_there_and_released(store: Store, desk: QueueDesk) -> None:
    number = claim(store)
    given = desk.assign(number, "sam", KIM, 1)
    assert (given.assignee, given.history[-1].actor, given.history[-1].about) == ("sam", "kim", "sam")
    for nobody in ("gone", "stranger"):
        with pytest.raises(NotFound):
            desk.assign(number, nobody, KIM, given.version)
    with pytest.raises(EditConflict):
        desk.assign(number, "kim", KIM, 1)
    assert desk.assign(number, None, KIM, given.version).assignee is None
    assert desk.people() == ("kim", "sam")
