"""Questions that no policy answers, kept for review until staff have dealt with them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine, insert, select, update

from intake.claims.database import writing
from intake.claims.tables import unanswered


@dataclass(frozen=True)
class Unanswered:
    """A question as the customer wrote it; `language` is ISO 639-1."""

    id: int
    text: str
    language: str
    asked: datetime


class QuestionBook:
    """All unanswered questions of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, text: str, language: str) -> None:
        """Notes a question; the same one again is another entry, because it is counted how often each comes."""
        with writing(self._engine) as connection:
            connection.execute(insert(unanswered).values(text=text, language=language, asked=datetime.now(UTC)))

    def open(self) -> tuple[Unanswered, ...]:
        """Those that nobody has dealt with, oldest first."""
        query = select(unanswered).where(unanswered.c.settled.is_(None)).order_by(unanswered.c.id)
        with self._engine.begin() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(Unanswered(row["id"], row["text"], row["language"], row["asked"]) for row in rows)

    def settle(self, ids: Collection[int], actor: str) -> None:
        """Notes that staff dealt with these, for example by writing a policy; doing so twice changes nothing."""
        still_open = unanswered.c.id.in_(ids) & unanswered.c.settled.is_(None)
        with writing(self._engine) as connection:
            connection.execute(update(unanswered).where(still_open).values(settled=datetime.now(UTC), settled_by=actor))
