"""What happens to a claim after it was opened, on a real SQLite file."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from intake.claims.model import (
    Claim,
    ClaimDraft,
    Decision,
    Facts,
    Order,
    OrderLine,
    Outcome,
    Resolution,
    Settlement,
    Status,
)
from intake.claims.moves import LEGAL_MOVES
from intake.claims.store import Store
from intake.errors import BadInput, EditConflict, IllegalMove, IntakeError, NotAllowed, SettlementIncomplete

DAY = date(2026, 11, 20)
ORDER = Order("1042", "kim@example.org", DAY, DAY, (OrderLine("CHAIR-BLACK", 1, 189.0),))
FACTS = Facts(DAY, product="CHAIR-BLACK", order_number="1042", order=ORDER)
ESCALATED = Decision(Outcome.ESCALATE, "upset", "1")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path / 'intake.db'}")
    yield store
    store.close()


@pytest.fixture
def opened(store: Store) -> Callable[..., Claim]:
    def open_claim(*photos: str, facts: Facts = FACTS) -> Claim:
        talk = store.start_conversation("de").id
        draft = ClaimDraft(Status.WAITING_FOR_STAFF, "de", talk, "Lehne lose", facts, ESCALATED, (), photos)
        return store.open_claim(draft, talk)

    return open_claim


def refund(amount: float, by: str = "kim") -> Settlement:
    return Settlement(Resolution.REFUND, by, amount)


def test_a_claim_can_be_given_and_released(store: Store, opened: Callable[..., Claim]) -> None:
    claim = opened()
    given = store.life.assign(claim.number, "sam", "kim", "knows chairs", claim.version)
    assert (given.assignee, given.history[-1].about, given.history[-1].note) == ("sam", "sam", "knows chairs")
    assert store.life.assign(claim.number, None, "sam", "", given.version).assignee is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"resolution": Resolution.REFUND},
        {"resolution": Resolution.REFUND, "amount": -1.0},
        {"resolution": Resolution.REFUND, "amount": float("nan")},
        {"resolution": Resolution.PARTIAL_REFUND, "amount": 5.0},
        {"resolution": Resolution.SPARE_PART},
        {"resolution": Resolution.REPAIR, "amount": 5.0},
    ],
)
def test_a_resolution_needs_what_belongs_to_it(wrong: dict[str, object]) -> None:
    with pytest.raises(SettlementIncomplete):
        Settlement(proposed_by="kim", **wrong)  # type: ignore[arg-type]


def test_up_to_the_limit_one_person_is_enough(store: Store, opened: Callable[..., Claim]) -> None:
    claim = opened()
    settled = store.life.settle(claim.number, refund(100), "", claim.version, limit=100)
    assert settled.status is Status.ACCEPTED
    assert settled.settlement == replace(refund(100), approved_by="kim")


@pytest.mark.parametrize("settlement", [refund(100.01), Settlement(Resolution.REPLACEMENT, "kim")])
def test_above_the_limit_a_second_person_approves(
    store: Store, opened: Callable[..., Claim], settlement: Settlement
) -> None:
    claim = opened()
    waiting = store.life.settle(claim.number, settlement, "", claim.version, limit=100)
    assert waiting.status is Status.WAITING_FOR_STAFF
    with pytest.raises(NotAllowed):
        store.life.approve(claim.number, "kim", "", waiting.version)
    approved = store.life.approve(claim.number, "sam", "agreed", waiting.version)
    assert (approved.status, approved.history[-1].actor) == (Status.ACCEPTED, "sam")
    with pytest.raises(IllegalMove):
        store.life.approve(claim.number, "sam", "", approved.version)


def test_merging_loses_no_photo_and_no_talk(store: Store, opened: Callable[..., Claim]) -> None:
    gone, kept = opened("b", "a"), opened("c", "a")
    merged = store.life.merge(gone.number, kept.number, "kim", "same chair", gone.version, kept.version)
    assert merged.photos == ("c", "a", "b")
    assert store.talks.about(kept.number) == (gone.conversation, kept.conversation)
    after = store.claim(gone.number)
    assert (after.status, after.merged_into, after.photos) == (Status.MERGED, kept.number, ("b", "a"))
    assert store.conversation(gone.conversation).claim == kept.number


def test_a_merged_claim_goes_along_with_the_next_merging(store: Store, opened: Callable[..., Claim]) -> None:
    first, second, third = opened(), opened(), opened()
    second = store.life.merge(first.number, second.number, "kim", "", first.version, second.version)
    third = store.life.merge(second.number, third.number, "kim", "", second.version, third.version)
    assert len(store.talks.about(third.number)) == 3
    assert store.conversation(first.conversation).claim == third.number


def test_two_claims_merged_into_each_other_at_once_end_as_one(store: Store, opened: Callable[..., Claim]) -> None:
    one, two = opened(), opened()

    def merge(pair: tuple[Claim, Claim]) -> bool:
        try:
            store.life.merge(pair[0].number, pair[1].number, "kim", "", pair[0].version, pair[1].version)
        except (EditConflict, IllegalMove):
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(merge, [(one, two), (two, one)])) == 1
    assert sorted([store.claim(one.number).status, store.claim(two.number).status]) == ["merged", "waiting_for_staff"]


def test_claims_of_different_customers_are_not_merged(store: Store, opened: Callable[..., Claim]) -> None:
    other = replace(FACTS, order=replace(ORDER, email="sam@example.org"))
    one, two = opened(), opened(facts=other)
    with pytest.raises(BadInput):
        store.life.merge(one.number, two.number, "kim", "", one.version, two.version)
    with pytest.raises(IllegalMove):
        store.life.merge(one.number, one.number, "kim", "", one.version, one.version)
    assert store.claim(one.number) == one


def test_splitting_keeps_everything_in_the_first(store: Store, opened: Callable[..., Claim]) -> None:
    claim = opened("a", "b")
    first, second = store.life.split(claim.number, ["b"], "Und der Hocker", "kim", "two things", claim.version)
    assert (first.photos, second.photos, second.text) == (("a", "b"), ("b",), "Und der Hocker")
    assert (first.history[-1].about, second.history[-1].about) == (second.number, first.number)
    assert store.conversation(claim.conversation).claim == first.number
    with pytest.raises(BadInput):
        store.life.split(second.number, ["a"], "", "kim", "", second.version)


def test_reopening_keeps_the_history(store: Store, opened: Callable[..., Claim]) -> None:
    claim = opened()
    closed = store.life.move(claim.number, Status.CLOSED, "kim", "sent", claim.version)
    again = store.life.move(claim.number, Status.WAITING_FOR_STAFF, "customer", "broken again", closed.version)
    assert again.history[:-1] == closed.history
    assert [event.status for event in again.history] == [
        Status.WAITING_FOR_STAFF,
        Status.CLOSED,
        Status.WAITING_FOR_STAFF,
    ]


@pytest.mark.parametrize("status", Status)
def test_only_legal_moves_are_made(store: Store, opened: Callable[..., Claim], status: Status) -> None:
    claim = opened()
    if status in LEGAL_MOVES[claim.status]:
        assert store.life.move(claim.number, status, "kim", "", claim.version).status is status
    else:
        with pytest.raises(IntakeError):
            store.life.move(claim.number, status, "kim", "", claim.version)
        assert store.claim(claim.number) == claim


def test_a_note_disturbs_nobodys_edit(store: Store, opened: Callable[..., Claim]) -> None:
    claim = opened()
    store.life.note(claim.number, "customer", "any news?")
    moved = store.life.move(claim.number, Status.IN_HAND, "kim", "", claim.version)
    assert [event.kind for event in moved.history] == ["opened", "note", "moved"]


def test_the_clock_is_the_one_given(tmp_path: Path) -> None:
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    store = Store.open(f"sqlite:///{tmp_path / 'intake.db'}", lambda: at)
    talk = store.start_conversation("de").id
    claim = store.open_claim(ClaimDraft(Status.NEW, "de", talk, "x", FACTS, ESCALATED), "key")
    assert (claim.created, claim.changed, claim.history[0].at) == (at, at, at)
    store.close()


def test_what_happens_to_a_claim_is_logged_by_reference(store: Store, opened: Callable[..., Claim]) -> None:
    claim = opened()
    store.life.note(claim.number, "kim", "Frau Muster rief an")
    store.life.move(claim.number, Status.CLOSED, "sam", "erledigt mit Frau Muster", claim.version)
    with pytest.raises(EditConflict):
        store.life.move(claim.number, Status.IN_HAND, "sam", "", claim.version)
    logged = store.audit.entries(subject=claim.number)
    assert [(entry.actor, json.loads(entry.detail)["kind"]) for entry in logged] == [
        ("sam", "moved"),
        ("kim", "note"),
        ("intake", "opened"),
    ]
    assert json.loads(logged[0].detail)["status"] == "closed"
    assert "Muster" not in "".join(entry.detail for entry in logged)


def test_what_waits_for_approval_is_not_accepted_past_it(store: Store, opened: Callable[..., Claim]) -> None:
    claim = opened()
    waiting = store.life.settle(claim.number, refund(500), "", claim.version, limit=100)
    with pytest.raises(NotAllowed):
        store.life.move(claim.number, Status.ACCEPTED, "kim", "", waiting.version)
    assert store.claim(claim.number).status is Status.WAITING_FOR_STAFF
    less = store.life.settle(claim.number, refund(50), "", waiting.version, limit=100)
    assert less.status is Status.ACCEPTED


def test_what_nobody_knows_the_value_of_takes_a_second_person(store: Store, opened: Callable[..., Claim]) -> None:
    claim = opened(facts=Facts(DAY))
    new_one = Settlement(Resolution.REPLACEMENT, "kim")
    assert store.life.settle(claim.number, new_one, "", claim.version, limit=100).status is Status.WAITING_FOR_STAFF
