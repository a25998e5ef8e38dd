"""What staff said a photo really shows: kept for ever, in force until it is taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, RowMapping, insert, select, update

from intake.claims.access.audit import Action, record
from intake.claims.claim_rows import one
from intake.claims.database import writing
from intake.claims.tables import corrections


@dataclass(frozen=True)
class Correction:
    """One photo (id of the photo store) with the product (SKU), the damage type, or both, that it really shows.

    `claim` is empty for a correction that was made outside a claim.
    """

    id: int
    photo: str
    sku: str | None
    damage: str | None
    claim: str
    actor: str
    made: datetime
    undone: datetime | None = None


class CorrectionBook:
    """All corrections of one database. Nothing is changed or removed: taking one back is an entry, too."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(
        self, photos: Sequence[str], actor: str, sku: str | None = None, damage: str | None = None, claim: str = ""
    ) -> tuple[Correction, ...]:
        """One correction a photo; an earlier one of the same photo steps back behind it."""
        now = datetime.now(UTC)
        said = {"sku": sku, "damage": damage, "claim": claim, "actor": actor, "made": now}
        with writing(self._engine) as connection:
            for photo in photos:
                earlier = (corrections.c.photo == photo) & corrections.c.undone.is_(None)
                connection.execute(update(corrections).where(earlier).values(undone=now, undone_by=actor))
            record(connection, now, actor, Action.CORRECTION_MADE, claim, photos=len(photos), sku=sku, damage=damage)
            return tuple(
                _read(
                    connection.execute(insert(corrections).values(photo=photo, **said).returning(corrections))
                    .mappings()
                    .one()
                )
                for photo in photos
            )

    def undo(self, id: int, actor: str) -> Correction:
        """Takes a correction back; doing so twice changes nothing. Raises NotFound."""
        with writing(self._engine) as connection:
            query = select(corrections).where(corrections.c.id == id)
            row = one(connection, query, "correction")
            if row["undone"] is None:
                now = datetime.now(UTC)
                taken_back = update(corrections).where(corrections.c.id == id)
                connection.execute(taken_back.values(undone=now, undone_by=actor))
                record(connection, now, actor, Action.CORRECTION_UNDONE, row["claim"], correction=id, by=row["actor"])
            return _read(one(connection, query, "correction"))

    def all(self) -> tuple[Correction, ...]:
        """Newest first, also those that were taken back."""
        return self._select(select(corrections).order_by(corrections.c.id.desc()))

    def in_force(self) -> tuple[Correction, ...]:
        """Oldest first."""
        return self._select(select(corrections).where(corrections.c.undone.is_(None)).order_by(corrections.c.id))

    def _select(self, query: Any) -> tuple[Correction, ...]:
        with self._engine.begin() as connection:
            return tuple(_read(row) for row in connection.execute(query).mappings().all())


def _read(row: RowMapping) -> Correction:
    return Correction(**{name: row[name] for name in Correction.__dataclass_fields__})
