"""What staff say that a claim's words really meant: labels to measure and learn from, kept until taken back."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine, insert, select, update

from intake.claims.database import writing
from intake.claims.tables import labels

INTENT, TRACK = "intent", "track"


@dataclass(frozen=True)
class Label:
    """`kind` is `INTENT` or `TRACK`; `value` one of `intake.dialogue.types.Intent` or `Track`."""

    id: int
    claim: str
    kind: str
    value: str
    actor: str
    made: datetime


class LabelBook:
    """All labels of one database. The newest of a claim and kind is in force; none is removed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, claim: str, kind: str, value: str, actor: str) -> None:
        """An earlier one of the same claim and kind steps back behind it."""
        with writing(self._engine) as connection:
            now = datetime.now(UTC)
            same = (labels.c.claim == claim) & (labels.c.kind == kind) & labels.c.undone.is_(None)
            connection.execute(update(labels).where(same).values(undone=now, undone_by=actor))
            connection.execute(insert(labels).values(claim=claim, kind=kind, value=value, actor=actor, made=now))

    def take_back(self, claim: str, actor: str) -> None:
        """Takes back all labels of a claim."""
        with writing(self._engine) as connection:
            in_force = (labels.c.claim == claim) & labels.c.undone.is_(None)
            connection.execute(update(labels).where(in_force).values(undone=datetime.now(UTC), undone_by=actor))

    def in_force(self, claim: str | None = None) -> tuple[Label, ...]:
        """Oldest first; those of one claim where it is named."""
        query = select(labels).where(labels.c.undone.is_(None)).order_by(labels.c.id)
        if claim is not None:
            query = query.where(labels.c.claim == claim)
        with self._engine.begin() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(Label(**{name: row[name] for name in Label.__dataclass_fields__}) for row in rows)
