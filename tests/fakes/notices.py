"""Claims to tell of, and a way out that remembers what it was given."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from intake.claims.model import Claim, ClaimDraft, Decision, Facts, Order, OrderLine, Outcome, Reason, Status, Track
from intake.claims.store import Store
from intake.claims.telling.outbox import Notice
from intake.errors import NotSent

TODAY = date(2026, 11, 20)
ADDRESS = "Kunde1042@example.com"
ORDER = Order("1042", ADDRESS, TODAY, TODAY - timedelta(3), (OrderLine("MUG-DOTS", 2, 14.9),))
FACTS = Facts(TODAY, product="MUG-DOTS", order_number="1042", order=ORDER)
PROVEN = replace(FACTS, email=ADDRESS.lower())
OPEN = Decision(Outcome.OPEN, "warranty", "1", track=Track.WARRANTY)
TO_PERSON = Decision(Outcome.ESCALATE, "asked", "1", (Reason.ASKED_FOR_PERSON,))


def open_claim(store: Store, facts: Facts = PROVEN, status: Status = Status.NEW, language: str = "de") -> Claim:
    """A claim in a talk of its own; handed over where `status` is `WAITING_FOR_STAFF`."""
    talk = store.start_conversation(language).id
    decision = OPEN if status is Status.NEW else TO_PERSON
    return store.open_claim(ClaimDraft(status, language, talk, "Der Henkel ist ab.", facts, decision), talk)


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, time: timedelta) -> None:
        self.now += time


class FakeTransport:
    """Takes everything; with `refuse` it raises that first. `before` runs in the middle of a try."""

    def __init__(self, *refuse: NotSent, before: Callable[[Notice], None] = lambda _: None) -> None:
        self.refuse, self.before = list(refuse), before
        self.taken: list[Notice] = []

    def send(self, notice: Notice) -> None:
        self.before(notice)
        if self.refuse:
            raise self.refuse.pop(0)
        self.taken.append(notice)
