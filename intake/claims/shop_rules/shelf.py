"""Rules that were published, newest in force, and every set of rules that ever decided, for replay."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, RowMapping, insert, select, update
from sqlalchemy.exc import IntegrityError

from intake.claims.access.audit import Action, record
from intake.claims.claim_rows import one
from intake.claims.database import writing
from intake.claims.shop_rules.rulebook import Rules, in_force, read_sets
from intake.claims.tables import rule_sets, rulebooks
from intake.errors import EditConflict


@dataclass(frozen=True)
class Published:
    """One published file of rules; `withdrawn` is None unless it was taken back."""

    id: int
    text: str
    published: datetime
    actor: str
    note: str
    withdrawn: datetime | None = None
    withdrawn_by: str | None = None


class RuleShelf:
    """All published rules of one database. None is changed or removed: taking one back is an entry, too."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine, self._now = engine, now

    def publish(self, text: str, actor: str, note: str, base: int | None) -> Published:
        """Puts a file in force. `base` is the id of what was in force when the caller began; None for none.

        Raises `RulesInvalid` where it can't be used today, and `EditConflict` where something else is in force by now.
        """
        now = self._now()
        in_force(read_sets(text), now.date())
        with writing(self._engine) as connection:
            _expect(connection, base)
            values = {"text": text, "published": now, "actor": actor, "note": note}
            row = connection.execute(insert(rulebooks).values(**values).returning(rulebooks)).mappings().one()
            record(connection, now, actor, Action.RULES_PUBLISHED, str(row["id"]), note=note)
            return _read(row)

    def take_back(self, id: int, actor: str) -> Published | None:
        """Takes back what is in force; what was before it is again, and returned (None: the file of the settings).

        Raises `EditConflict` where another one is in force.
        """
        now = self._now()
        with writing(self._engine) as connection:
            _expect(connection, id)
            changed = update(rulebooks).where(rulebooks.c.id == id)
            connection.execute(changed.values(withdrawn=now, withdrawn_by=actor))
            record(connection, now, actor, Action.RULES_TAKEN_BACK, str(id))
            return _newest(connection)

    def in_force(self) -> Published | None:
        """The newest that wasn't taken back."""
        with self._engine.begin() as connection:
            return _newest(connection)

    def history(self) -> tuple[Published, ...]:
        """Newest first, also those that were taken back."""
        with self._engine.begin() as connection:
            rows = connection.execute(select(rulebooks).order_by(rulebooks.c.id.desc())).mappings().all()
        return tuple(map(_read, rows))

    def keep(self, rules: Rules) -> None:
        """Keep a set that decides from now on; doing so twice changes nothing."""
        body = rules.model_dump_json(exclude_unset=True)
        # The same set of another process is the same row.
        with suppress(IntegrityError), writing(self._engine) as connection:
            connection.execute(insert(rule_sets).values(id=rules.id, body=body, used=self._now()))

    def kept(self, id: str) -> Rules:
        """The set that decided, by `Decision.rules_id`. Raises `NotFound`."""
        with self._engine.begin() as connection:
            body = one(connection, select(rule_sets).where(rule_sets.c.id == id), "set of rules")["body"]
        return Rules.model_validate_json(body)


def _newest(connection: Connection) -> Published | None:
    query = select(rulebooks).where(rulebooks.c.withdrawn.is_(None)).order_by(rulebooks.c.id.desc()).limit(1)
    row = connection.execute(query).mappings().one_or_none()
    return _read(row) if row else None


def _expect(connection: Connection, id: int | None) -> None:
    newest = _newest(connection)
    if (newest.id if newest else None) != id:
        raise EditConflict("Other rules were published or taken back meanwhile.")


def _read(row: RowMapping) -> Published:
    return Published(**row)
