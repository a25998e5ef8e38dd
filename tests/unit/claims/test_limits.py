from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from intake.claims.deadlines.hours_file import HOURS, load_limits
from intake.claims.deadlines.limits import Deadline
from intake.claims.deadlines.waits import Limit, waits
from intake.claims.model import Event, Status
from intake.errors import HoursInvalid

BERLIN = ZoneInfo("Europe/Berlin")
LIMITS = load_limits()
FIRST, NEXT, SOLUTION = Limit.FIRST_ANSWER, Limit.NEXT_ANSWER, Limit.SOLUTION


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=BERLIN)


def history(*told: str) -> list[Event]:
    """Entries like "18 10:00 kim accepted" or "18 10:00 kim (replied)", of November 2026."""
    entries = []
    for text in told:
        day, clock, actor, what = text.split()
        kind = what.strip("()")
        status = None if kind != what else Status(what)
        entries.append(Event(at(f"{day} {clock}"), actor, "moved" if status else kind, "", status))
    return entries


HANDED_OVER = "18 10:00 intake waiting_for_staff"  # a Wednesday
OPENED = "18 10:00 intake new"


def due(*told: str, urgency: int = 0) -> dict[Limit, datetime]:
    return {one.limit: one.due for one in LIMITS.deadlines(history(*told), urgency)}


def test_a_claim_for_a_person_is_answered_within_a_working_day() -> None:
    assert due(HANDED_OVER) == {FIRST: at("19 10:00"), SOLUTION: at("24 15:00")}


def test_the_machine_has_answered_what_it_opened() -> None:
    assert due(OPENED) == {SOLUTION: at("24 15:00")}


def test_calling_a_person_later_begins_the_first_answer() -> None:
    assert due(OPENED, "19 12:00 customer waiting_for_staff")[FIRST] == at("20 12:00")


@pytest.mark.parametrize("answer", ["waiting_for_customer", "accepted", "(replied)"])
def test_an_answer_ends_the_wait(answer: str) -> None:
    assert FIRST not in due(HANDED_OVER, f"18 11:00 kim {answer}")


@pytest.mark.parametrize("silent", ["in_hand", "(assigned)", "(note)"])
def test_what_the_customer_is_not_told_is_no_answer(silent: str) -> None:
    assert FIRST in due(HANDED_OVER, f"18 11:00 kim {silent}")


def test_what_the_customer_writes_is_no_answer() -> None:
    assert FIRST in due(HANDED_OVER, "18 11:00 customer (replied)")


def test_nothing_runs_while_the_customer_is_waited_for() -> None:
    assert due(HANDED_OVER, "18 11:00 kim waiting_for_customer") == {}


def test_the_pause_is_not_counted() -> None:
    told = due(HANDED_OVER, "18 11:00 kim waiting_for_customer", "20 11:00 customer waiting_for_staff")
    assert told == {NEXT: at("21 12:00"), SOLUTION: at("26 15:00")}


def test_time_that_was_used_up_before_a_pause_stays_used_up() -> None:
    # 45 hours from Wednesday 18th 10:00 end on Tuesday 24th 15:00; the question came two days later.
    told = due(HANDED_OVER, "26 11:00 kim waiting_for_customer", "27 11:00 customer waiting_for_staff")
    assert told[SOLUTION] == at("24 15:00")


def test_putting_a_claim_back_after_an_answer_owes_none() -> None:
    told = due(HANDED_OVER, "18 11:00 kim (replied)", "18 12:00 kim in_hand", "18 13:00 kim waiting_for_staff")
    assert set(told) == {SOLUTION}


@pytest.mark.parametrize("end", ["kim resolved", "kim closed", "customer withdrawn", "kim merged"])
def test_nothing_runs_after_the_end(end: str) -> None:
    assert due(HANDED_OVER, f"18 15:00 {end}") == {}


def test_who_opens_a_claim_again_waits_anew() -> None:
    told = due(HANDED_OVER, "18 15:00 kim closed", "19 10:00 customer waiting_for_staff")
    assert told == {NEXT: at("20 10:00"), SOLUTION: at("25 15:00")}


def test_a_resolved_claim_that_is_closed_was_solved_once() -> None:
    told = waits(history(HANDED_OVER, "18 15:00 kim accepted", "19 10:00 kim resolved", "27 10:00 kim closed"))
    (solution,) = (wait for wait in told if wait.limit is SOLUTION)
    assert solution.spans == ((at("18 10:00"), at("19 10:00")),)
    assert solution.over is not None
    assert solution.over.status is Status.RESOLVED


def test_a_claim_that_ends_while_the_customer_is_waited_for_has_no_time_of_the_pause() -> None:
    told = waits(history(HANDED_OVER, "18 11:00 kim waiting_for_customer", "20 11:00 kim closed"))
    (solution,) = (wait for wait in told if wait.limit is SOLUTION)
    assert solution.spans == ((at("18 10:00"), at("18 11:00")),)
    assert solution.over is not None


def test_urgent_claims_have_less_time_and_are_warned_of_earlier() -> None:
    (first, *_) = LIMITS.deadlines(history(HANDED_OVER), 3)
    assert first == Deadline(FIRST, at("18 11:00"), at("18 10:45"))
    assert due(HANDED_OVER, urgency=2)[FIRST] == at("18 14:00")


def test_the_next_to_break_comes_first() -> None:
    told = [one.limit for one in LIMITS.deadlines(history(HANDED_OVER), 0)]
    assert told == [FIRST, SOLUTION]


def test_a_history_without_entries_has_no_limits() -> None:
    assert waits([]) == ()


@pytest.mark.parametrize(
    ("line", "wrong", "told"),
    [
        ("country: DE", "country: XX", "XX"),
        ('state: ""', "state: QQ", "QQ"),
        ("Europe/Berlin", "Europe/Musterstadt", "Musterstadt"),
        ('saturday: ["10:00-14:00"]', 'saturday: ["14:00-10:00"]', "09:00-12:30"),
        ("saturday:", "someday:", "someday"),
        ("from_urgency: 0", "from_urgency: 2", "from_urgency 0"),
        ("warn_at: 0.75", "warn_at: 7.5", "warn_at"),
    ],
)
def test_a_wrong_file_is_told_by_name(tmp_path: Path, line: str, wrong: str, told: str) -> None:
    text = HOURS.read_text(encoding="utf-8")
    assert line in text
    file = tmp_path / "hours.yaml"
    file.write_text(text.replace(line, wrong, 1), encoding="utf-8")
    with pytest.raises(HoursInvalid, match=told) as raised:
        load_limits(file)
    assert str(file) in str(raised.value)


def test_limits_are_those_that_the_policies_promise() -> None:
    assert LIMITS.budget(0).time[FIRST] == timedelta(hours=9)  # policies/de/contact.md: within one working day
