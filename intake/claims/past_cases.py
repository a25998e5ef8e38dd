"""What claims were decided on: facts and decision of each, to decide them again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select

from intake.claims.model import Decision, Facts
from intake.claims.records import DRAFT
from intake.claims.tables import claims

PART = 500  # claims read at once


@dataclass(frozen=True)
class PastCase:
    """A claim as it was when it was made."""

    number: str
    created: datetime
    facts: Facts
    decision: Decision


class PastCases:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def newest(self, limit: int | None = None) -> Iterator[PastCase]:
        """Newest first, all unless limited; read in parts, so that nobody has to wait for it."""
        last: int | None = None
        while limit is None or limit > 0:
            query = select(claims.c.id, claims.c.number, claims.c.created, claims.c.draft).order_by(claims.c.id.desc())
            query = query.limit(min(PART, limit or PART))
            with self._engine.begin() as connection:
                rows = connection.execute(query if last is None else query.where(claims.c.id < last)).all()
            for _, number, created, body in rows:
                draft = DRAFT.validate_json(body)
                yield PastCase(number, created, draft.facts, draft.decision)
            if not rows:
                return
            last = rows[-1].id
            limit = None if limit is None else limit - len(rows)
