"""Saved selections of the queue: a name and filters, a person's own or shared by a lead."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, delete, insert, or_, select

from intake.claims.access.audit import Action, record
from intake.claims.database import writing
from intake.claims.queue.filters import FILTERS, Filters
from intake.claims.records import to_json
from intake.claims.tables import views
from intake.errors import BadInput

NAME_LENGTH = 40  # characters


@dataclass(frozen=True)
class View:
    id: int
    owner: str  # staff login
    name: str
    filters: Filters
    shared: bool


class ViewBook:
    """All saved views of one database."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine, self._now = engine, now

    def seen_by(self, login: str) -> tuple[View, ...]:
        """The person's own and the shared ones, oldest first."""
        query = select(views).where(or_(views.c.owner == login, views.c.shared)).order_by(views.c.id)
        with self._engine.begin() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(
            View(row["id"], row["owner"], row["name"], FILTERS.validate_json(row["filters"]), row["shared"])
            for row in rows
        )

    def save(self, owner: str, name: str, filters: Filters, shared: bool = False) -> None:
        """Keeps a view; an own one of the same name is replaced. Raises `BadInput` for a name of no or too many
        characters."""
        name = " ".join(name.split())
        if not 0 < len(name) <= NAME_LENGTH:
            raise BadInput(f"The name of a view has 1 to {NAME_LENGTH} characters.")
        with writing(self._engine) as connection:
            connection.execute(delete(views).where(views.c.owner == owner, views.c.name == name))
            kept = to_json(FILTERS, filters)
            connection.execute(insert(views).values(owner=owner, name=name, filters=kept, shared=shared))
            if shared:
                record(connection, self._now(), owner, Action.VIEW_SHARED, name)

    def remove(self, id: int, owner: str) -> None:
        """Removes a view of one's own; anybody else's stays."""
        with writing(self._engine) as connection:
            connection.execute(delete(views).where(views.c.id == id, views.c.owner == owner))
