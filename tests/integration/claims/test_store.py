"""The store on a real SQLite file."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from intake.claims.conversation import Author, Card, Choice, Message
from intake.claims.model import (
    ClaimDraft,
    Decision,
    Facts,
    Missing,
    Order,
    OrderLine,
    Outcome,
    Reason,
    Status,
)
from intake.claims.store import Store
from intake.errors import EditConflict, IllegalMove, KeyReused, NotFound
from intake.rag.types import Citation
from intake.vision.types import Candidate, Damage, Finding, Observation, PhotoQuality, QualityIssue

TODAY = date(2026, 11, 20)
CITATION = Citation("warranty", "Gewährleistung", "Fristen", "2", "de", "Zwei Jahre.", 0.8, "warranty")
OBSERVATION = Observation(
    (Candidate("MUG-DOTS", 0.9),),
    (Finding(Damage.CRACK, 0.8),),
    0.95,
    PhotoQuality((QualityIssue.DARK,), 0.5, 0.1),
    True,
    True,
    "model-1",
)
FACTS = Facts(
    today=TODAY,
    observation=OBSERVATION,
    product="MUG-DOTS",
    stated_damages=(Damage.CRACK,),
    order_number="1042",
    order=Order("1042", "Kunde1042@example.com", TODAY, TODAY - timedelta(3), (OrderLine("MUG-DOTS", 2, 14.9),)),
    attempts=((Missing.ORDER, 1),),
)
ESCALATED = Decision(Outcome.ESCALATE, "legal_threat", "1", (Reason.LEGAL_THREAT, Reason.UPSET))


def message(text: str, author: Author = Author.CUSTOMER) -> Message:
    return Message(
        author,
        text,
        datetime(2026, 11, 20, 12, tzinfo=UTC),
        photos=("a",),
        cards=(Card("MUG-DOTS", "Becher", "x.jpg"),),
        citations=(CITATION,),
        choices=(Choice("product:MUG-DOTS", "Ja"),),
    )


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'new folder' / 'intake.db'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    store = Store.open(url)
    yield store
    store.close()


def draft(store: Store, text: str = "Der Henkel ist ab", facts: Facts = FACTS, *photos: str) -> ClaimDraft:
    conversation = store.start_conversation("de").id
    return ClaimDraft(Status.WAITING_FOR_STAFF, "de", conversation, text, facts, ESCALATED, (CITATION,), photos)


def test_conversation_is_read_back_as_it_was_saved(store: Store, url: str) -> None:
    started = store.start_conversation("de")
    first, second = message("Hallo"), message("Guten Tag", Author.INTAKE)
    changed = replace(started, language="en", facts=FACTS, photos=("a", "b"), with_person=True)
    store.save_turn(changed, [first])
    store.save_turn(changed, [second])

    other = Store.open(url)
    assert other.conversation(started.id) == replace(changed, messages=(first, second))
    other.close()


def test_conversation_ids_are_long_and_differ(store: Store) -> None:
    ids = {store.start_conversation("de").id for _ in range(5)}
    assert len(ids) == 5
    assert all(len(id) >= 22 for id in ids)


def test_unknown_ids_are_not_found(store: Store) -> None:
    stranger = replace(store.start_conversation("de"), id="nobody")
    with pytest.raises(NotFound):
        store.conversation("nobody")
    with pytest.raises(NotFound):
        store.save_turn(stranger, [message("Hallo")])
    with pytest.raises(NotFound):
        store.claim("K7M-4PQ-9X")
    with pytest.raises(NotFound):
        store.open_claim(replace(draft(store), conversation="nobody"), "key")
    with pytest.raises(NotFound):
        store.remember_photo("p", "0" * 64, "nobody")


def test_turns_saved_at_once_keep_all_messages(store: Store) -> None:
    conversation = store.start_conversation("de")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: store.save_turn(conversation, [message(str(n))]), range(16)))
    assert {m.text for m in store.conversation(conversation.id).messages} == {str(n) for n in range(16)}


def test_claim_is_read_back_as_it_was_opened(store: Store, url: str) -> None:
    wanted = draft(store, "Riss", FACTS, "p1", "p2", "p1")
    opened = store.open_claim(wanted, "key")

    other = Store.open(url)
    kept = other.claim(opened.number)
    other.close()
    assert kept == opened
    assert (kept.facts, kept.decision, kept.citations) == (FACTS, ESCALATED, (CITATION,))
    assert (kept.status, kept.photos, kept.text) == (wanted.status, wanted.photos, wanted.text)
    assert kept.created.tzinfo is not None
    assert [(event.actor, event.kind) for event in kept.history] == [("intake", "opened")]


def test_opening_notes_the_number_in_the_conversation(store: Store) -> None:
    wanted = draft(store)
    opened = store.open_claim(wanted, "key")
    assert store.conversation(wanted.conversation).claim == opened.number


def test_same_key_gives_the_first_claim_also_after_it_moved(store: Store) -> None:
    wanted = draft(store)
    first = store.open_claim(wanted, "key")
    store.life.move(first.number, Status.ACCEPTED, "staff", "", first.version)
    tomorrow = replace(FACTS, today=TODAY + timedelta(1), components_down=("vision",))
    again = store.open_claim(replace(wanted, status=Status.NEW, facts=tomorrow), "key")
    assert (again.number, again.status) == (first.number, Status.ACCEPTED)
    assert len(store.claims()) == 1


def test_same_key_with_other_content_is_an_error(store: Store) -> None:
    wanted = draft(store)
    store.open_claim(wanted, "key")
    for other in (
        replace(wanted, text="something else"),
        replace(wanted, photos=("other",)),
        replace(wanted, facts=replace(FACTS, order_number="1043")),
    ):
        with pytest.raises(KeyReused):
            store.open_claim(other, "key")
    assert len(store.claims()) == 1


def test_eight_threads_with_one_key_open_one_claim(store: Store) -> None:
    wanted = draft(store)
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: store.open_claim(wanted, "key"), range(24)))
    assert len({claim.number for claim in opened}) == 1
    assert len(store.claims()) == 1
    assert len(opened[0].history) == 1


def test_claims_come_newest_first_and_by_status(store: Store) -> None:
    numbers = [store.open_claim(draft(store), str(n)).number for n in range(4)]
    store.life.move(numbers[1], Status.ACCEPTED, "staff", "", 1)
    assert [claim.number for claim in store.claims()] == numbers[::-1]
    assert [claim.number for claim in store.claims(limit=2)] == numbers[:1:-1]
    assert [claim.number for claim in store.claims(Status.ACCEPTED)] == [numbers[1]]


def test_move_is_kept_with_its_history(store: Store) -> None:
    opened = store.open_claim(draft(store), "key")
    moved = store.life.move(opened.number, Status.ACCEPTED, "staff", "Ersatz ist unterwegs", opened.version)
    assert store.claim(opened.number) == moved
    assert (moved.status, moved.version) == (Status.ACCEPTED, opened.version + 1)
    last = moved.history[-1]
    assert (last.actor, last.note, last.status) == ("staff", "Ersatz ist unterwegs", Status.ACCEPTED)


def test_stale_move_changes_nothing(store: Store) -> None:
    opened = store.open_claim(draft(store), "key")
    moved = store.life.move(opened.number, Status.WAITING_FOR_CUSTOMER, "anna", "", opened.version)
    with pytest.raises(EditConflict):
        store.life.move(opened.number, Status.CLOSED, "ben", "", opened.version)
    assert store.claim(opened.number) == moved


def test_of_moves_made_at_once_one_wins(store: Store) -> None:
    opened = store.open_claim(draft(store), "key")

    def close(_: int) -> bool:
        try:
            store.life.move(opened.number, Status.CLOSED, "staff", "", opened.version)
        except EditConflict:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(close, range(8))) == 1


def test_illegal_move_changes_nothing(store: Store) -> None:
    opened = store.open_claim(draft(store), "key")
    with pytest.raises(IllegalMove):
        store.life.move(opened.number, Status.CLOSED, "intake", "", opened.version)
    assert store.claim(opened.number) == opened


def test_claims_in_last_year_count_by_email(store: Store) -> None:
    today = datetime.now(UTC).date()
    for n in range(2):
        store.open_claim(draft(store), str(n))
    store.open_claim(draft(store, "no order", Facts(TODAY)), "other")
    assert store.claims_in_last_year(" KUNDE1042@example.com ", today) == 2
    assert store.claims_in_last_year("kunde1043@example.com", today) == 0
    assert store.claims_in_last_year("kunde1042@example.com", today + timedelta(367)) == 0


def test_digests_of_remembered_photos_come_in_the_order_asked(store: Store) -> None:
    of = draft(store, "a", FACTS, "p1", "p2")
    for photo, content in (("p1", "x"), ("p2", "y")):
        store.remember_photo(photo, content, of.conversation)
    assert list(store.photo_digests(["p2", "nobody's", "p1"]).items()) == [("p2", "y"), ("p1", "x")]
    assert store.photo_digests([]) == {}


def test_photo_seen_counts_claims_of_other_conversations(store: Store) -> None:
    first, second = draft(store, "a", FACTS, "p1", "p2"), draft(store, "b", FACTS, "p3")
    for photo, of, content in (("p1", first, "x"), ("p2", first, "x"), ("p3", second, "x")):
        store.remember_photo(photo, content, of.conversation)
    assert store.photo_seen("x", second.conversation) == 0  # shown, but no claim yet
    store.open_claim(first, "1")
    assert store.photo_seen("x", second.conversation) == 1
    assert store.photo_seen("x", first.conversation) == 0
    assert store.photo_seen("y", second.conversation) == 0
    store.open_claim(second, "2")
    assert store.photo_seen("x", "third") == 2


def test_marks_are_those_of_other_claims_newest_first(store: Store) -> None:
    first, second = draft(store, "a", FACTS, "p1", "p2"), draft(store, "b", FACTS, "p3")
    for photo, of, mark in (("p1", first, b"1"), ("p2", first, None), ("p3", second, b"3")):
        store.remember_photo(photo, photo, of.conversation, mark)
    assert store.marks("third") == []  # shown, but no claim yet
    one, two = store.open_claim(first, "1"), store.open_claim(second, "2")
    assert store.marks("third") == [(two.number, two.photos[0], b"3"), (one.number, one.photos[0], b"1")]
    assert store.marks(second.conversation) == [(one.number, one.photos[0], b"1")]
    assert FACTS.order is None or store.marks("third", FACTS.order.number) == []
