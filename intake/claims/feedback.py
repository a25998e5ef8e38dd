"""What customers say once their claim is closed: whether it was solved, and how it was."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, Select, insert, select, update

from intake.claims.database import writing
from intake.claims.model import Event, Status
from intake.claims.tables import feedback
from intake.errors import BadInput, NotFound

RATINGS = range(1, 6)  # 5 is best
LONGEST = 2000  # characters of a comment


@dataclass(frozen=True)
class Feedback:
    """One question and what was answered to it; `at` is the time of the last answer, None while there is none."""

    claim: str
    asked: datetime
    solved: bool | None
    rating: int | None  # 1..5
    comment: str
    at: datetime | None


class FeedbackBook:
    """All answers of one database."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine, self._now = engine, now

    def last(self, claim: str) -> Feedback | None:
        """The question of the claim's last end; `None` where it never ended."""
        with self._engine.begin() as connection:
            row = connection.execute(_last(claim)).mappings().one_or_none()
            return _read(row) if row else None

    def answer(
        self, claim: str, solved: bool | None = None, rating: int | None = None, comment: str | None = None
    ) -> Feedback:
        """Keeps what is given and leaves the rest as it was; the last word counts.

        Raises `NotFound` where nobody was asked, and `BadInput` for a rating outside 1..5.
        """
        if rating is not None and rating not in RATINGS:
            raise BadInput("A rating is 1, 2, 3, 4 or 5.")
        said = {"solved": solved, "rating": rating, "comment": comment[:LONGEST] if comment else None}
        given = {name: value for name, value in said.items() if value is not None}
        with writing(self._engine) as connection:
            row = connection.execute(_last(claim)).mappings().one_or_none()
            if row is None:
                raise NotFound("Nobody was asked about this claim.")
            changed = update(feedback).where(feedback.c.id == row["id"]).values(**given, at=self._now())
            return _read(connection.execute(changed.returning(feedback)).mappings().one())

    def asked_between(self, since: datetime, until: datetime) -> tuple[Feedback, ...]:
        """Everything that was asked from `since` to before `until`, answered or not, oldest first."""
        query = select(feedback).where(feedback.c.asked >= since, feedback.c.asked < until).order_by(feedback.c.id)
        with self._engine.begin() as connection:
            return tuple(_read(row) for row in connection.execute(query).mappings().all())


def ask_for_feedback(connection: Connection, number: str, event: Event) -> None:
    """Notes the question that a claim's end puts to the customer, within the transaction of the end."""
    if event.status is Status.CLOSED:
        connection.execute(insert(feedback).values(claim=number, asked=event.at, comment=""))


def _last(claim: str) -> Select[Any]:
    return select(feedback).where(feedback.c.claim == claim).order_by(feedback.c.id.desc()).limit(1)


def _read(row: RowMapping) -> Feedback:
    return Feedback(**{name: row[name] for name in Feedback.__dataclass_fields__})
