"""The queue as HTML for the staff console. No Gradio."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from intake.claims.conversation import Card
from intake.claims.model import Claim
from intake.claims.queue.filters import Filters
from intake.claims.queue.listing import COUNTED, QueuePage
from intake.staff.queue import CountedView
from intake.ui.messages import Wording, templates

UNITS = (("days", 86400), ("hours", 3600), ("minutes", 60))  # seconds


@dataclass(frozen=True)
class Seen:
    """Who looks at the queue, and at what: `chosen` is the open claim's number, `place` where the page begins."""

    login: str
    language: str
    chosen: str | None = None
    place: str = ""


class QueueView:
    """Renders the parts of the queue column. `card` gives the catalogue card of a SKU in a language."""

    def __init__(self, wording: Callable[[str], Wording], card: Callable[[str, str], Card]) -> None:
        self._wording, self._card = wording, card
        self._templates = templates()

    def views(self, views: Sequence[CountedView], current: Filters, seen: Seen) -> str:
        """Chips; the one whose filters are the current ones is pressed."""
        return self._render("views.html", seen, views=views, current=current)

    def rows(self, page: QueuePage, seen: Seen, there: Mapping[str, Sequence[str]]) -> str:
        """`there` tells who has which claim open."""
        return self._render("queue.html", seen, page=page, there=there)

    def ownership(self, claim: Claim, others: Sequence[str], people: Sequence[str], seen: Seen) -> str:
        """Whose the claim is, and who else looks at it."""
        return self._render("ownership.html", seen, claim=claim, others=others, people=people)

    def _render(self, template: str, seen: Seen, **values: object) -> str:
        words, now = self._wording(seen.language), datetime.now(UTC)
        return self._templates.get_template(template).render(
            t=words,
            language=seen.language,
            seen=seen,
            title=lambda sku: self._card(sku, seen.language).title,
            capped=capped,
            price=lambda value: price(value, seen.language),
            is_late=lambda due: due < now,
            time_left=lambda due: time_left(due, now, words),
            **values,
        )


def price(value: float, language: str) -> str:
    """EUR, as the language writes them."""
    return f"{value:.2f}".replace(".", ",") + "\N{NO-BREAK SPACE}€" if language == "de" else f"€{value:.2f}"


def capped(count: int) -> str:
    """A count as `QueueBook.counts` gives it."""
    return f"{COUNTED}+" if count > COUNTED else str(count)


def time_left(due: datetime, now: datetime, words: Wording) -> str:
    """How long until a time limit, in its largest unit, rounded down."""
    seconds = abs((due - now).total_seconds())
    unit, size = next((unit for unit in UNITS if seconds >= unit[1]), UNITS[-1])
    count = int(seconds // size)
    kind = "late" if due < now else "left"
    return words[f"queue.{kind}.{unit}{'.one' if count == 1 else ''}"].format(count=count)
