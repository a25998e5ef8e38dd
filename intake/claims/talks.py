"""Which conversations are about a claim, and the little that a waiting page has to know of one."""

from dataclasses import dataclass

from sqlalchemy import Engine, func, select

from intake.claims.tables import claims, conversations, messages


@dataclass(frozen=True)
class TalkState:
    """What makes a page look again: `said` counts messages, `person` is who of staff is there."""

    said: int
    with_person: bool
    person: str


class TalkBook:
    """Conversations of one database, without what was said in them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def about(self, number: str) -> tuple[str, ...]:
        """Ids: of the claim's own talk, those of claims merged into it, and where its customer came back to it."""
        begun = select(claims.c.conversation).where((claims.c.number == number) | (claims.c.merged_into == number))
        back = select(conversations.c.id).where(conversations.c.claim == number).order_by(conversations.c.created)
        with self._engine.begin() as connection:
            first = connection.scalars(begun.order_by(claims.c.id)).all()
            return tuple(dict.fromkeys([*first, *connection.scalars(back)]))

    def state(self, id: str) -> TalkState | None:
        """Cheap enough to be asked every few seconds; None for an unknown conversation."""
        said = select(func.count()).where(messages.c.conversation == conversations.c.id).scalar_subquery()
        query = select(said, conversations.c.with_person, conversations.c.person).where(conversations.c.id == id)
        with self._engine.begin() as connection:
            row = connection.execute(query).one_or_none()
        return TalkState(*row) if row else None
