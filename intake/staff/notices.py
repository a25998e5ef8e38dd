"""What admins see and do with e-mails and webhooks."""

from collections.abc import Mapping, Sequence

from intake.claims.access.roles import Actor, Permission
from intake.claims.telling.outbox import Notice, NoticeState, Outbox


class NoticeDesk:
    """Raises `NotAllowed` for whoever may not manage notices."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    def all(
        self,
        reader: Actor,
        state: NoticeState | None = None,
        claim: str = "",
        before: int | None = None,
        limit: int = 50,
    ) -> Sequence[Notice]:
        """Newest first; see `Outbox.all`."""
        reader.require(Permission.MANAGE_NOTICES)
        return self._outbox.all(state, claim, before, limit)

    def counts(self, reader: Actor) -> Mapping[NoticeState, int]:
        """How many there are in each state."""
        reader.require(Permission.MANAGE_NOTICES)
        return {state: self._outbox.count(state) for state in NoticeState}

    def send_again(self, actor: Actor, id: int) -> Notice:
        """Raises `NotFound`."""
        actor.require(Permission.MANAGE_NOTICES)
        return self._outbox.send_again(id, actor.login)

    def send_failed_again(self, actor: Actor) -> int:
        """All that were given up; returns how many."""
        actor.require(Permission.MANAGE_NOTICES)
        return self._outbox.send_failed_again(actor.login)
