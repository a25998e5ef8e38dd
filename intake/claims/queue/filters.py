"""Which claims a queue lists: filters as values, and as conditions on the table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, select

from intake.claims.model import Reason, Status, Track
from intake.claims.queue.rows import ENDED
from intake.claims.queue.search import fits, terms
from intake.claims.tables import queue

ME, NOBODY = "@me", "@nobody"  # in place of a login
Skus = Mapping[str, Sequence[str]]  # word of a search -> products that it names


class Standing(StrEnum):
    """Several states in one."""

    OPEN = "open"
    OURS = "ours"  # the next step is the shop's
    ALL = "all"


class Due(StrEnum):
    OVERDUE = "overdue"
    TODAY = "today"  # and what is overdue


OURS = (Status.NEW, Status.WAITING_FOR_STAFF, Status.IN_HAND)


@dataclass(frozen=True)
class Filters:
    """What is empty holds back nothing. `assignee` is a login, `ME` or `NOBODY`.

    A search looks among all claims where `standing` is left at open: a number that somebody reads out has to be found.
    """

    standing: Standing | Status = Standing.OPEN
    track: Track | None = None
    reason: Reason | None = None
    sku: str = ""
    assignee: str = ""
    language: str = ""
    due: Due | None = None
    search: str = ""


FILTERS = TypeAdapter(Filters)


def conditions(
    connection: Connection, filters: Filters, login: str, now: datetime, skus: Skus
) -> Iterator[ColumnElement[bool]]:
    """All of them have to hold; `login` is who `ME` is."""
    words = [replace(term, skus=tuple(skus.get(term.word, ()))) for term in terms(filters.search)]
    if words:
        yield fits(connection, words)
    yield from _standing(filters.standing, everything=bool(words or filters.due))
    columns = ((queue.c.track, filters.track), (queue.c.sku, filters.sku), (queue.c.language, filters.language))
    yield from (column == value for column, value in columns if value)
    if filters.reason:
        yield queue.c.reasons.contains(f",{filters.reason},", autoescape=True)
    if filters.due:
        before = now if filters.due is Due.OVERDUE else _tomorrow(now)
        # A list of its own, because SQLite would read the whole queue in its order otherwise.
        limited = queue.alias("limited")
        mine = _assigned(limited.c.assignee, filters.assignee, login)
        yield queue.c.claim.in_(select(limited.c.claim).where(limited.c.until < before, *mine))
    else:
        yield from _assigned(queue.c.assignee, filters.assignee, login)


def _assigned(column: ColumnElement[str], assignee: str, login: str) -> Iterator[ColumnElement[bool]]:
    if assignee:
        yield column == {ME: login, NOBODY: None}.get(assignee, assignee)


def _standing(standing: Standing | Status, everything: bool) -> Iterator[ColumnElement[bool]]:
    if isinstance(standing, Status):
        yield queue.c.status == standing
    elif standing is Standing.OURS:
        yield queue.c.status.in_(OURS)
    elif standing is Standing.OPEN and not everything:  # what has ended has no time limit
        yield queue.c.rank < ENDED


def _tomorrow(now: datetime) -> datetime:
    """The next midnight of the server's time zone, in which staff read times."""
    today = now.astimezone().replace(tzinfo=None).date()
    return datetime.combine(today + timedelta(days=1), time()).astimezone()
