"""The queue in memory, for tests of the pages."""

from collections.abc import Callable, Sequence

from intake.claims.model import Claim
from intake.claims.queue.filters import Filters
from intake.claims.queue.listing import QueueEntry, QueuePage
from intake.staff.queue import CountedView, QueueDesk


class FakeQueue(QueueDesk):
    """Every claim that `claims` gives, whatever the filters."""

    def __init__(self, claims: Callable[[], Sequence[Claim]]) -> None:
        self._claims = claims
        self.products = lambda: ()

    def page(self, filters: Filters, login: str, after: str = "") -> QueuePage:  # noqa: ARG002
        return QueuePage(tuple(map(entry, self._claims())), more=False)

    def counts(self, several: Sequence[Filters], login: str) -> tuple[int, ...]:  # noqa: ARG002
        return tuple(len(self._claims()) for _ in several)

    def views(self, login: str) -> tuple[CountedView, ...]:  # noqa: ARG002
        return (CountedView(Filters(), len(self._claims()), "queue.view.open"),)

    def people(self) -> tuple[str, ...]:
        return ("kim", "sam")


def entry(claim: Claim) -> QueueEntry:
    """As the list shows this claim."""
    return QueueEntry(
        claim.number,
        claim.status,
        claim.created,
        claim.language,
        claim.decision.track,
        claim.decision.reasons,
        claim.facts.product,
        claim.assignee,
        claim.urgency,
        claim.value,
        claim.due,
        place=claim.number,
    )
