"""The chain of the audit log over a real database: what is done to it behind Intake's back is found."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Engine, delete, select, update

from intake.claims.access.audit import Action, read, record
from intake.claims.access.audit_book import AuditBook, Fault, Verdict, as_ranges
from intake.claims.access.audit_head import AuditHead
from intake.claims.database import open_engine, writing
from intake.claims.tables import audit

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture
def head(tmp_path: Path) -> AuditHead:
    return AuditHead(tmp_path / "outside" / "audit.head")


@pytest.fixture
def engine(tmp_path: Path, head: AuditHead) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'intake.db'}", head)
    yield engine
    engine.dispose()


@pytest.fixture
def book(engine: Engine) -> AuditBook:
    book = AuditBook(engine, lambda: NOW)
    for number in range(1, 11):
        book.write("kim" if number % 2 else "sam", Action.EXPORTED, f"K7M-{number}", rows=number)
    return book


def tamper(engine: Engine, *statements: object) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]


def rewrite(engine: Engine, numbers: Iterable[int], **values: object) -> None:
    """Change entries as somebody does who knows the method: they fit those before them."""
    with engine.begin() as connection:
        for number in numbers:
            query = select(audit).where(audit.c.id == number)
            before = connection.scalar(select(audit.c.hash).where(audit.c.id == number - 1))
            old = read(connection.execute(query).mappings().one())
            forged = replace(old, previous=before or "", **values)  # type: ignore[arg-type]
            made_to_fit = {**vars(forged), "hash": forged.computed()}
            connection.execute(update(audit).where(audit.c.id == number).values(made_to_fit))


def test_what_was_written_is_whole(book: AuditBook, head: AuditHead) -> None:
    verdict = book.verify(head)
    assert (verdict.entries, verdict.fault, verdict.unconfirmed) == (10, None, ())


def test_an_empty_log_is_whole(engine: Engine, head: AuditHead) -> None:
    assert AuditBook(engine, lambda: NOW).verify(head).fault is None


@pytest.mark.parametrize(
    "change",
    [{"actor": "sam"}, {"action": "logged_in"}, {"subject": "K7M-9"}, {"detail": "{}"}, {"at": datetime.now(UTC)}],
)
def test_a_changed_entry_is_named(engine: Engine, book: AuditBook, head: AuditHead, change: dict[str, object]) -> None:
    tamper(engine, update(audit).where(audit.c.id == 5).values(change))
    verdict = book.verify(head)
    assert (verdict.broken, verdict.fault) == (5, Fault.CHANGED)


def test_an_entry_with_its_hash_made_to_fit_is_named(engine: Engine, book: AuditBook, head: AuditHead) -> None:
    rewrite(engine, [10], actor="sam2")
    assert book.verify(head) == Verdict(9, Fault.REWRITTEN, 10)


def test_the_next_entry_does_not_follow_a_rewritten_one(engine: Engine, book: AuditBook, tmp_path: Path) -> None:
    rewrite(engine, [5], actor="sam2")
    blind = AuditHead(tmp_path / "none")
    assert book.verify(blind).broken == 6


def test_a_chain_rewritten_to_its_end_is_named_by_the_head_alone(
    engine: Engine, book: AuditBook, head: AuditHead, tmp_path: Path
) -> None:
    rewrite(engine, range(5, 11), actor="sam2")
    assert book.verify(AuditHead(tmp_path / "none")).broken is None
    assert book.verify(head).broken == 5


def test_a_removed_entry_is_named(engine: Engine, book: AuditBook, head: AuditHead) -> None:
    tamper(engine, delete(audit).where(audit.c.id == 5))
    assert book.verify(head) == Verdict(4, Fault.MISSING, 5)


def test_a_removed_beginning_is_named(engine: Engine, book: AuditBook, head: AuditHead) -> None:
    tamper(engine, delete(audit).where(audit.c.id < 4))
    assert book.verify(head) == Verdict(0, Fault.MISSING, 1)


def test_a_cut_end_is_named(engine: Engine, book: AuditBook, head: AuditHead) -> None:
    tamper(engine, delete(audit).where(audit.c.id > 7))
    assert book.verify(head) == Verdict(7, Fault.CUT, 8)


def test_a_log_that_went_on_after_a_cut_is_named(engine: Engine, book: AuditBook, head: AuditHead) -> None:
    tamper(engine, delete(audit).where(audit.c.id > 7))
    for _ in range(5):
        book.write("kim", Action.EXPORTED)
    assert book.verify(head).broken == 8


def test_two_exchanged_entries_are_named(engine: Engine, book: AuditBook, head: AuditHead) -> None:
    tamper(
        engine,
        update(audit).where(audit.c.id == 5).values(id=100),
        update(audit).where(audit.c.id == 6).values(id=5),
        update(audit).where(audit.c.id == 100).values(id=6),
    )
    assert book.verify(head).broken == 5


def test_an_entry_written_past_intake_is_not_confirmed(engine: Engine, book: AuditBook, head: AuditHead) -> None:
    other = open_engine(str(engine.url))
    AuditBook(other, lambda: NOW).write("kim", Action.EXPORTED, "never happened")
    other.dispose()
    book.write("sam", Action.EXPORTED)
    verdict = book.verify(head)
    assert (verdict.fault, verdict.unconfirmed) == (None, (11,))


def test_a_lost_head_is_told(book: AuditBook, head: AuditHead) -> None:
    head.path.unlink()
    assert book.verify(head).fault is Fault.NO_HEAD


def test_a_line_that_a_power_cut_left_unfinished_spoils_no_other(book: AuditBook, head: AuditHead) -> None:
    with head.path.open("a") as file:
        file.write("\n11 0a1b")
    book.write("kim", Action.EXPORTED)
    assert book.verify(head) == Verdict(11)


def test_what_was_rolled_back_is_neither_logged_nor_noted(engine: Engine, book: AuditBook, head: AuditHead) -> None:
    before = head.path.read_bytes()

    def fail() -> None:
        with writing(engine) as connection:
            record(connection, NOW, "kim", Action.EXPORTED)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert len(book.entries()) == 10
    assert head.path.read_bytes() == before


def test_a_head_that_can_not_be_written_stops_nobody(tmp_path: Path, engine: Engine, book: AuditBook) -> None:
    in_the_way = tmp_path / "folder"
    in_the_way.mkdir()
    other = open_engine(str(engine.url), AuditHead(in_the_way))
    AuditBook(other, lambda: NOW).write("kim", Action.EXPORTED)
    other.dispose()
    assert len(book.entries()) == 11


def test_entries_are_found_by_who_what_and_about_what(book: AuditBook) -> None:
    assert [entry.id for entry in book.entries(actor="kim")] == [9, 7, 5, 3, 1]
    assert [entry.id for entry in book.entries(subject="K7M-4")] == [4]
    assert book.entries(action="logged_in") == ()
    assert [entry.id for entry in book.entries(before=9, limit=3)] == [8, 7, 6]


def test_eight_threads_make_one_chain(engine: Engine, head: AuditHead) -> None:
    def write(actor: str) -> None:
        book = AuditBook(engine, lambda: NOW)
        for number in range(100):
            book.write(actor, Action.EXPORTED, str(number))

    threads = [Thread(target=write, args=(f"kim{number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    verdict = AuditBook(engine, lambda: NOW).verify(head)
    assert (verdict.entries, verdict.fault, verdict.unconfirmed) == (800, None, ())


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from intake.claims.access.audit import Action
from intake.claims.access.audit_book import AuditBook
from intake.claims.access.audit_head import AuditHead
from intake.claims.database import open_engine

book = AuditBook(open_engine(sys.argv[1], AuditHead(Path(sys.argv[2]))), lambda: datetime.now(UTC))
for number in range(20):
    book.write(sys.argv[3], Action.EXPORTED, str(number))
"""


def test_two_processes_make_one_chain(engine: Engine, head: AuditHead) -> None:
    command = [sys.executable, "-c", WRITER, str(engine.url), str(head.path)]
    processes = [subprocess.Popen([*command, actor]) for actor in ("kim", "sam")]
    assert [process.wait() for process in processes] == [0, 0]
    verdict = AuditBook(engine, lambda: NOW).verify(head)
    assert (verdict.entries, verdict.fault, verdict.unconfirmed) == (40, None, ())


def test_details_are_kept_as_json(book: AuditBook) -> None:
    assert json.loads(book.entries(subject="K7M-4")[0].detail) == {"rows": 4}


def test_numbers_are_told_in_ranges() -> None:
    assert as_ranges([]) == ""
    assert as_ranges([1, 2, 3, 4, 9, 11, 12]) == "1–4, 9, 11–12"
