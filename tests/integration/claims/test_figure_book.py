"""What figures are counted from, read from a real SQLite file."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from intake.claims.conversation import Asked, Author, Channel, Message
from intake.claims.counting.case_rows import Said
from intake.claims.model import (
    Claim,
    ClaimDraft,
    Decision,
    Facts,
    Order,
    OrderLine,
    Outcome,
    Reason,
    Resolution,
    Settlement,
    Status,
    Track,
)
from intake.claims.store import Store
from intake.vision.types import Damage

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ORDER = Order("1042", "Kim@example.org", NOON.date(), NOON.date(), (OrderLine("MUG-DOTS", 1, 14.9),))
OPENED = Decision(
    Outcome.OPEN, "transport", "1", track=Track.TRANSPORT, damage=Damage.CRACK, resolutions=(Resolution.REFUND,)
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path / 'intake.db'}", lambda: NOON)
    yield store
    store.close()


def opened(
    store: Store, decision: Decision = OPENED, channel: Channel = Channel.PAGE, order: Order | None = ORDER
) -> Claim:
    talk = store.start_conversation("de", channel).id
    facts = Facts(date(2026, 11, 18), product="MUG-DOTS", order_number="1042", order=order)
    status = Status.NEW if decision.outcome is Outcome.OPEN else Status.WAITING_FOR_STAFF
    return store.open_claim(ClaimDraft(status, "de", talk, "Riss", facts, decision), talk)


def test_a_case_is_read_with_what_became_of_it(store: Store) -> None:
    claim = opened(store)
    claim = store.life.settle(claim.number, Settlement(Resolution.REFUND, "kim", 14.9), "", claim.version, 250)
    store.corrections.add(["photo"], "kim", damage="chip", claim=claim.number)
    store.life.move(claim.number, Status.CLOSED, "kim", "", claim.version)
    store.feedback.answer(claim.number, solved=True, rating=4)
    (case,) = store.figures.cases(NOON, NOON + DAY)
    assert (case.number, case.status, case.channel, case.sku) == (claim.number, Status.CLOSED, "page", "MUG-DOTS")
    assert (case.by_rule, case.track, case.offered, case.settled) == (
        True,
        "transport",
        (Resolution.REFUND,),
        Resolution.REFUND,
    )
    assert (case.corrected, case.solved, case.rating) == (True, True, 4)
    assert [event.status for event in case.history] == [Status.NEW, Status.ACCEPTED, Status.CLOSED]


def test_a_correction_that_was_taken_back_is_none(store: Store) -> None:
    claim = opened(store)
    (correction,) = store.corrections.add(["photo"], "kim", damage="chip", claim=claim.number)
    store.corrections.undo(correction.id, "kim")
    (case,) = store.figures.cases(NOON, NOON + DAY)
    assert not case.corrected


def test_a_settlement_that_waits_for_approval_does_not_count(store: Store) -> None:
    claim = opened(store)
    store.life.settle(claim.number, Settlement(Resolution.REFUND, "kim", 300), "", claim.version, 250)
    (case,) = store.figures.cases(NOON, NOON + DAY)
    assert case.settled is None


def test_a_case_for_a_person_keeps_its_reasons(store: Store) -> None:
    opened(store, Decision(Outcome.ESCALATE, "upset", "1", (Reason.UPSET,)), Channel.COMMAND)
    (case,) = store.figures.cases(NOON, NOON + DAY)
    assert (case.by_rule, case.reasons, case.channel) == (False, (Reason.UPSET,), "command")


def test_only_the_period_is_read(store: Store) -> None:
    opened(store)
    assert store.figures.cases(NOON - DAY, NOON) == ()
    assert store.figures.talks(NOON - DAY, NOON) == ()


def test_of_talks_times_and_customers_are_read_and_no_words(store: Store) -> None:
    claim = opened(store)
    talk = store.conversation(claim.conversation)
    store.save_turn(
        talk,
        [
            Message(Author.CUSTOMER, "Der Becher hat einen Riss", NOON),
            Message(Author.INTAKE, "Bitte ein Foto", NOON, asks=Asked.PHOTO),
            Message(Author.INTAKE, "Danke", NOON, claim=claim.number),
        ],
    )
    (row,) = store.figures.talks(NOON, NOON + DAY)
    assert row.customer == {"kim@example.org", "1042"}
    assert row.said == (
        Said(Author.CUSTOMER, NOON),
        Said(Author.INTAKE, NOON, asks=True),
        Said(Author.INTAKE, NOON, claim=claim.number),
    )
    assert "Riss" not in repr(row)


def test_a_number_that_no_order_has_makes_nobody_the_same_customer(store: Store) -> None:
    claim = opened(store, order=None)
    store.save_turn(replace(store.conversation(claim.conversation), facts=claim.facts), [])
    (row,) = store.figures.talks(NOON, NOON + DAY)
    assert row.customer == frozenset()
