"""Contacts: what a customer wrote about one matter in one go, and how it came out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from intake.claims.conversation import Author
from intake.claims.counting.case_rows import CaseRow, Said, TalkRow
from intake.claims.model import Status

PAUSE = timedelta(hours=24)  # a longer one ends a contact, unless the customer was waited for
RECONTACT = timedelta(days=7)
_WAITED_FOR = frozenset({Status.IN_HAND, Status.WAITING_FOR_CUSTOMER})
_WITH_PERSON = _WAITED_FOR | {Status.WAITING_FOR_STAFF}


class End(StrEnum):
    """How a contact came out, in the order in which it is judged."""

    PERSON = "person"  # a person was called for or had the talk
    CONFIRMED = "confirmed"  # without a person; the customer said that it was solved
    RETURNED = "returned"  # without a person; the customer came back, or said that it wasn't solved
    OPEN = "open"  # without a person, and seven days aren't over: nothing is known yet
    LEFT = "left"  # without a claim; the customer left while something was asked of them
    ASSUMED = "assumed"  # none of these: assumed to be solved


@dataclass(frozen=True)
class Contact:
    """`sku` and `track` are those of the first claim that it told of, None without one."""

    talk: str
    began: datetime
    ended: datetime
    language: str
    channel: str
    sku: str | None
    track: str | None
    returned: bool  # the same customer began another contact within seven days after the end
    over: bool  # these seven days have passed
    end: End


@dataclass(frozen=True)
class _Part:
    """The messages of one contact and the claims that it is about."""

    talk: TalkRow
    said: tuple[Said, ...]
    cases: tuple[CaseRow, ...]

    @property
    def began(self) -> datetime:
        return self.said[0].at

    @property
    def last(self) -> Said:
        """The last message of customer and machine."""
        return [message for message in self.said if message.author is not Author.STAFF][-1]

    @property
    def with_person(self) -> bool:
        return any(_with_person(case, self.began, self.last.at) for case in self.cases)

    @property
    def ended(self) -> datetime:
        """What staff write of a claim that a rule opened is a notice, and no part of the talk."""
        return self.said[-1].at if self.with_person else self.last.at


def contacts(talks: Iterable[TalkRow], cases: Iterable[CaseRow], now: datetime) -> tuple[Contact, ...]:
    """All contacts of these talks as they stand at `now`, in the order in which they began."""
    by_number = {case.number: case for case in cases}
    parts = sorted((part for talk in talks for part in _parts(talk, by_number)), key=lambda part: part.began)
    begun: dict[str, list[datetime]] = defaultdict(list)
    for part in parts:
        for name in _names(part.talk):
            begun[name].append(part.began)
    return tuple(_contact(part, begun, now) for part in parts)


def _names(talk: TalkRow) -> frozenset[str]:
    return talk.customer | {talk.id}


def _parts(talk: TalkRow, by_number: Mapping[str, CaseRow]) -> Iterator[_Part]:
    told = dict.fromkeys(message.claim for message in talk.said if message.claim)
    own = [by_number[number] for number in told if number in by_number]
    said: list[Said] = []
    for message in talk.said:
        customer = message.author is Author.CUSTOMER
        if said and customer and _is_over(said[-1], message.at, own):
            yield _part(talk, said, own)
            said = []
        if said or customer:
            said.append(message)
    if said:
        yield _part(talk, said, own)


def _part(talk: TalkRow, said: Sequence[Said], cases: Sequence[CaseRow]) -> _Part:
    told = {message.claim for message in said}
    about = [case for case in cases if case.number in told or _status(case, said[0].at) in _WITH_PERSON]
    return _Part(talk, tuple(said), tuple(about))


def _is_over(last: Said, at: datetime, cases: Sequence[CaseRow]) -> bool:
    waited_for = last.asks or any(_status(case, at) in _WAITED_FOR for case in cases)
    return not waited_for and at - last.at > PAUSE


def _contact(part: _Part, begun: Mapping[str, Sequence[datetime]], now: datetime) -> Contact:
    talk, ended = part.talk, part.ended
    returned = any(ended < at <= ended + RECONTACT for name in _names(talk) for at in begun[name])
    over = now - ended >= RECONTACT
    sku, track = (part.cases[0].sku, part.cases[0].track) if part.cases else (None, None)
    end = _end(part, returned, over)
    return Contact(talk.id, part.began, ended, talk.language, talk.channel, sku, track, returned, over, end)


def _end(part: _Part, returned: bool, over: bool) -> End:
    if part.with_person:
        return End.PERSON
    solved = [case.solved for case in part.cases if case.solved is not None]
    if solved and all(solved):
        return End.CONFIRMED
    if solved or returned:
        return End.RETURNED
    if not over:
        return End.OPEN
    return End.LEFT if part.last.asks and not part.cases else End.ASSUMED


def _with_person(case: CaseRow, began: datetime, last: datetime) -> bool:
    called = any(e.status in _WITH_PERSON and began <= e.at <= last + PAUSE for e in case.history)
    return called or _status(case, began) in _WITH_PERSON


def _status(case: CaseRow, at: datetime) -> Status | None:
    """The claim's status just before that instant; None before it was opened."""
    statuses = [event.status for event in case.history if event.at < at and event.status]
    return statuses[-1] if statuses else None
