"""Notices on a real SQLite file: written with the change, taken by one sender at a time."""

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intake.claims.deadlines.waits import REPLIED
from intake.claims.model import ClaimDraft, Resolution, Settlement, Status
from intake.claims.store import Store
from intake.claims.telling.announce import WEBHOOK_TYPES, Channel, Channels
from intake.claims.telling.mails import ANSWER_HOLD
from intake.claims.telling.outbox import LEASE, NoticeState
from intake.errors import EditConflict, IllegalMove, NotFound
from tests.fakes.notices import ADDRESS, FACTS, OPEN, ORDER, PROVEN, Clock, open_claim

EVERYTHING = Channels(True, {"erp": WEBHOOK_TYPES, "chat": frozenset({"claim.accepted"})})
MAIL = Channels(email=True)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'intake.db'}"


@pytest.fixture
def store(url: str, clock: Clock) -> Iterator[Store]:
    store = Store.open(url, clock, channels=EVERYTHING)
    yield store
    store.close()


def kinds(store: Store) -> list[tuple[str, str]]:
    return [(notice.kind, notice.recipient) for notice in reversed(store.outbox.all())]


def accept(store: Store, number: str, version: int = 1) -> None:
    store.life.move(number, Status.ACCEPTED, "kim", "", version)


def test_each_change_is_written_for_everybody_who_wants_it(store: Store) -> None:
    claim = open_claim(store)
    assert kinds(store) == [("opened", ADDRESS), ("claim.opened", "erp")]
    accept(store, claim.number)
    assert kinds(store)[2:] == [("accepted", ADDRESS), ("claim.accepted", "erp"), ("claim.accepted", "chat")]


@pytest.mark.parametrize(
    ("to", "mail"),
    [
        (Status.WAITING_FOR_CUSTOMER, "question"),
        (Status.CLOSED, "closed"),
        (Status.WITHDRAWN, "taken_back"),
        (Status.IN_HAND, None),
    ],
)
def test_a_move_has_its_mail(store: Store, to: Status, mail: str | None) -> None:
    claim = open_claim(store, status=Status.WAITING_FOR_STAFF)
    store.life.move(claim.number, to, "kim", "Welche Farbe?", 1)
    assert kinds(store)[:2] == [("handed_over", ADDRESS), ("claim.opened", "erp")]
    assert kinds(store)[2:] == [*([(mail, ADDRESS)] if mail else []), (f"claim.{to}", "erp")]


def test_a_withdrawal_is_confirmed_with_its_time_whoever_decides(store: Store) -> None:
    at = datetime(2026, 11, 19, 22, 30, tzinfo=UTC)
    declared = replace(PROVEN, withdrawal=True, withdrawn_at=at)
    for status in (Status.NEW, Status.WAITING_FOR_STAFF):
        open_claim(store, declared, status)
        notice = next(one for one in store.outbox.all() if one.channel is Channel.EMAIL)
        assert notice.kind == "withdrawal"
        assert json.loads(notice.payload)["withdrawn_at"] == at.isoformat()


def test_only_the_orders_own_address_is_written_to(store: Store) -> None:
    open_claim(store, replace(FACTS, email="somebody@example.org"))  # a mistyped order, or a stranger
    open_claim(store, replace(FACTS, order=None, email="somebody@example.org"))
    open_claim(store, replace(FACTS, order=replace(ORDER, email=" ")))
    assert {recipient for _, recipient in kinds(store)} == {"erp"}


def test_what_was_said_is_told_only_to_a_proven_buyer(store: Store) -> None:
    for facts, told in ((FACTS, False), (PROVEN, True)):
        claim = open_claim(store, facts)
        store.life.move(claim.number, Status.WAITING_FOR_CUSTOMER, "kim", "Welche Farbe?", 1)
        mail = next(one for one in store.outbox.all() if one.channel is Channel.EMAIL)
        assert ("Welche Farbe?" in mail.payload) is told
        assert ("MUG-DOTS" in mail.payload) is told


def test_a_lively_talk_is_told_by_one_e_mail(store: Store, clock: Clock) -> None:
    claim = open_claim(store)
    opened = store.outbox.take(Channel.EMAIL)
    assert opened
    store.outbox.mark_sent(opened)
    for text in ("Guten Tag", "Ich sehe nach", "Gefunden"):
        store.life.note(claim.number, "kim", text, REPLIED)
    assert kinds(store)[2:] == [("answer", ADDRESS)]
    assert store.outbox.take(Channel.EMAIL) is None
    clock.pass_by(ANSWER_HOLD)
    assert store.outbox.take(Channel.EMAIL)


def test_a_question_goes_out_with_its_words(store: Store) -> None:
    claim = open_claim(store)
    store.life.move(claim.number, Status.WAITING_FOR_CUSTOMER, "kim", "Welche Farbe?", 1, kind=REPLIED)
    assert [kind for kind, _ in kinds(store)[2:]] == ["question", "claim.waiting_for_customer"]


def test_notes_are_told_to_nobody(store: Store) -> None:
    claim = open_claim(store)
    store.life.note(claim.number, "kim", "unter uns")
    store.life.assign(claim.number, "sam", "kim", "", 1)
    assert len(store.outbox.all()) == 2


def test_a_buyer_who_proves_it_later_is_told_more_from_then_on(store: Store) -> None:
    claim = open_claim(store, FACTS)
    talk = store.conversation(claim.conversation)
    store.save_turn(replace(talk, facts=PROVEN), [])
    accept(store, claim.number)
    accepted, opened = [one for one in store.outbox.all() if one.channel is Channel.EMAIL]
    assert json.loads(opened.payload)["proven"] is False
    assert json.loads(accepted.payload)["proven"] is True


def test_a_settlement_that_waits_for_approval_is_not_told(store: Store) -> None:
    claim = open_claim(store)
    settlement = Settlement(Resolution.REFUND, "kim", amount=500)
    store.life.settle(claim.number, settlement, "", 1, limit=100)
    store.life.move(claim.number, Status.IN_HAND, "kim", "", 2)
    assert not [one for one in store.outbox.all() if "refund" in one.payload]
    store.life.approve(claim.number, "sam", "", 3)
    assert len([one for one in store.outbox.all() if "refund" in one.payload]) == 3


def test_a_webhook_tells_the_case_and_not_the_person(store: Store) -> None:
    claim = open_claim(store)
    settlement = Settlement(Resolution.PARTIAL_REFUND, "kim", amount=5.0, keeps_item=True)
    store.life.settle(claim.number, settlement, "kulant", 1, limit=100)
    notice = next(one for one in store.outbox.all() if one.recipient == "chat")
    assert json.loads(notice.payload) == {
        "id": notice.key,
        "type": "claim.accepted",
        "timestamp": notice.created.isoformat(),
        "data": {
            "claim": claim.number,
            "status": "accepted",
            "order": "1042",
            "sku": "MUG-DOTS",
            "resolution": "partial_refund",
            "amount": 5.0,
        },
    }


def test_nothing_is_written_for_channels_that_are_not_set_up(url: str) -> None:
    store = Store.open(url)
    accept(store, open_claim(store).number)
    assert store.outbox.all() == ()
    store.close()


def test_a_change_that_fails_leaves_no_notice(store: Store) -> None:
    claim = open_claim(store)
    before = store.outbox.all()
    with pytest.raises(EditConflict):
        accept(store, claim.number, version=7)
    with pytest.raises(IllegalMove):
        store.life.move(claim.number, Status.RESOLVED, "kim", "", 1)
    assert store.outbox.all() == before


def test_the_same_claim_sent_twice_is_told_once(store: Store) -> None:
    talk = store.start_conversation("de").id
    draft = ClaimDraft(Status.NEW, "de", talk, "Der Henkel ist ab.", PROVEN, OPEN)
    assert store.open_claim(draft, "key").number == store.open_claim(draft, "key").number
    assert kinds(store) == [("opened", ADDRESS), ("claim.opened", "erp")]


def test_a_notice_is_taken_once(store: Store, clock: Clock) -> None:
    open_claim(store)
    taken = store.outbox.take(Channel.EMAIL)
    assert taken
    assert taken.tries == 1
    assert store.outbox.take(Channel.EMAIL) is None
    clock.pass_by(LEASE)  # its sender died
    again = store.outbox.take(Channel.EMAIL)
    assert again
    assert (again.id, again.key, again.tries) == (taken.id, taken.key, 2)


def test_two_senders_share_the_work(store: Store, url: str, clock: Clock) -> None:
    for _ in range(20):
        open_claim(store)
    other = Store.open(url, clock, channels=EVERYTHING)
    with ThreadPoolExecutor(4) as pool:
        books = [store.outbox, other.outbox] * 20
        taken = [one.id for one in pool.map(lambda book: book.take(Channel.EMAIL), books) if one]
    assert len(taken) == len(set(taken)) == 20
    other.close()


def test_a_claims_notices_keep_their_order(store: Store) -> None:
    first, second = open_claim(store), open_claim(store)
    accept(store, first.number)
    taken = [store.outbox.take(Channel.WEBHOOK, "erp") for _ in range(3)]
    assert [one and (one.claim, one.kind) for one in taken] == [
        (first.number, "claim.opened"),
        (second.number, "claim.opened"),
        None,
    ]
    assert taken[0]
    store.outbox.mark_sent(taken[0])
    after = store.outbox.take(Channel.WEBHOOK, "erp")
    assert after
    assert after.kind == "claim.accepted"


def test_what_was_given_up_no_longer_stands_in_the_way(store: Store) -> None:
    claim = open_claim(store)
    accept(store, claim.number)
    first = store.outbox.take(Channel.EMAIL)
    assert first
    store.outbox.mark_failed(first, "550 no such user", None)
    second = store.outbox.take(Channel.EMAIL)
    assert second
    assert second.kind == "accepted"
    assert [one.kind for one in store.outbox.all(NoticeState.FAILED)] == ["opened"]
    assert store.outbox.count(NoticeState.FAILED) == 1
    last = store.claim(claim.number).history[-1]
    assert (last.actor, last.kind) == ("intake", "notice_failed")
    assert last.note == "email · opened"


def test_a_slow_senders_failure_does_not_count_against_a_later_try(store: Store, clock: Clock) -> None:
    open_claim(store)
    slow = store.outbox.take(Channel.EMAIL)
    clock.pass_by(LEASE)
    quick = store.outbox.take(Channel.EMAIL)
    assert slow
    assert quick
    store.outbox.mark_failed(slow, "timeout", None)
    assert store.outbox.count(NoticeState.WAITING) == 2  # the webhook, too
    store.outbox.mark_sent(quick)
    store.outbox.mark_failed(quick, "too late", None)
    assert [one.recipient for one in store.outbox.all(NoticeState.SENT)] == [ADDRESS]


def test_a_notice_can_be_sent_again_and_who_did_so_is_kept(store: Store) -> None:
    claim = open_claim(store)
    notice = store.outbox.take(Channel.EMAIL)
    assert notice
    store.outbox.mark_failed(notice, "550", None)
    store.outbox.send_again(notice.id, "sam")
    again = store.outbox.take(Channel.EMAIL)
    assert again
    assert (again.key, again.tries) == (notice.key, 1)
    logged = store.audit.entries(action="notice_sent_again")
    assert [(entry.actor, entry.subject) for entry in logged] == [("sam", claim.number)]
    assert ADDRESS not in logged[0].detail
    with pytest.raises(NotFound):
        store.outbox.send_again(999, "sam")


def test_all_that_was_given_up_can_be_sent_again(store: Store) -> None:
    for _ in range(2):
        open_claim(store)
        notice = store.outbox.take(Channel.EMAIL)
        assert notice
        store.outbox.mark_failed(notice, "554 wrong sender", None)
    assert store.outbox.send_failed_again("sam") == 2
    assert store.outbox.count(NoticeState.FAILED) == 0
    assert store.outbox.take(Channel.EMAIL)


def test_notices_are_found_by_state_and_claim(store: Store, clock: Clock) -> None:
    first, second = open_claim(store), open_claim(store)
    clock.pass_by(timedelta(minutes=1))
    accept(store, second.number)
    assert {one.claim for one in store.outbox.all(claim=first.number)} == {first.number}
    assert len(store.outbox.all(claim=second.number)) == 5
    newest = store.outbox.all(limit=3)
    assert len(newest) == 3
    assert {one.id for one in newest}.isdisjoint(one.id for one in store.outbox.all(before=newest[-1].id))
    assert store.outbox.all(NoticeState.SENT) == ()


CRASH = """
import os, signal, sys
from intake.claims.telling.announce import Channels
from intake.claims.store import Store
from tests.fakes.notices import open_claim
store = Store.open(sys.argv[1], channels=Channels(email=True))
print(open_claim(store).number, flush=True)
if sys.argv[2] == "taken":
    from intake.claims.telling.announce import Channel
    store.outbox.take(Channel.EMAIL)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("moment", ["written", "taken"])
def test_a_killed_process_loses_no_notice(url: str, moment: str) -> None:
    process = subprocess.run([sys.executable, "-c", CRASH, url, moment], stdout=subprocess.PIPE, text=True, check=False)
    assert process.returncode == -9
    later = datetime.now(UTC) + LEASE
    store = Store.open(url, lambda: later, channels=MAIL)
    notice = store.outbox.take(Channel.EMAIL)
    assert notice
    assert notice.claim == process.stdout.strip()
    assert notice.tries == (2 if moment == "taken" else 1)
    store.close()
