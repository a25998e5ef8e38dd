"""What admins read of the audit log."""

from collections.abc import Sequence

from intake.claims.access.audit import Entry
from intake.claims.access.audit_book import AuditBook, Verdict
from intake.claims.access.audit_head import AuditHead
from intake.claims.access.roles import Actor, Permission


class AuditDesk:
    """Raises `NotAllowed` for whoever may not read the log."""

    def __init__(self, book: AuditBook, head: AuditHead) -> None:
        self._book, self._head = book, head

    def entries(
        self,
        reader: Actor,
        actor: str = "",
        action: str = "",
        subject: str = "",
        before: int | None = None,
        limit: int = 50,
    ) -> Sequence[Entry]:
        """Newest first; see `AuditBook.entries`."""
        reader.require(Permission.READ_AUDIT)
        return self._book.entries(actor, action, subject, before, limit)

    def verify(self, reader: Actor) -> Verdict:
        """Check the whole log against its chain and the file outside the database."""
        reader.require(Permission.READ_AUDIT)
        return self._book.verify(self._head)
