"""Search and filters of the queue, and what they say together."""

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

from intake.claims.model import Reason, Status, Track
from intake.claims.queue.filters import FILTERS, ME, NOBODY, Due, Filters, Standing
from intake.staff.queue import QueueDesk
from intake.ui.messages import LANGUAGES, Wording
from intake.ui.queue_view import capped

SHOWN = 500  # products that are offered to choose from; any other is typed
Choices = list[tuple[str, str]]
NAMES = ("search", "standing", "track", "reason", "sku", "assignee", "language", "due")
STANDINGS: tuple[Standing | Status, ...] = (*Standing, *Status)


class FilterPart:
    """The fields in the order of `NAMES`; each is a string, empty where it holds back nothing."""

    def __init__(self, desk: QueueDesk) -> None:
        self._desk = desk

    def lay_out(self) -> None:
        search = gr.Textbox(elem_id="search", max_lines=1)
        with gr.Accordion(open=False, elem_id="filters") as self.fold:
            standing = gr.Dropdown([("–", Standing.OPEN.value)], value=Standing.OPEN.value, elem_id="standing")
            others = [
                gr.Dropdown([("–", "")], value="", elem_id=f"filter-{name}", allow_custom_value=name == "sku")
                for name in NAMES[2:]
            ]
        self.fields: list[Any] = [search, standing, *others]

    @property
    def labelled(self) -> list[Any]:
        return [self.fold, *self.fields]

    def labels(self, words: Wording, login: str, title: Callable[[str], str]) -> tuple[Any, ...]:
        """What `labelled` shows, in the order of it; `title` names a product in the session's language."""
        search, *rest = (words[f"queue.filter.{name}"] for name in NAMES)
        choices = (self.standings(words, login), *self._choices(words, title))
        labelled = (gr.update(label=label, choices=each) for label, each in zip(rest, choices, strict=True))
        return (
            gr.update(label=words["queue.filters"]),
            gr.update(label=search, placeholder=words["queue.search_hint"]),
            *labelled,
        )

    def standings(self, words: Wording, login: str) -> Choices:
        """States with the number of claims in each."""
        counts = self._desk.counts([Filters(standing) for standing in STANDINGS], login)
        named = (
            words[f"queue.standing.{one}"] if isinstance(one, Standing) else words[f"staff.status.{one}"]
            for one in STANDINGS
        )
        return [
            (f"{name} ({capped(count)})", one.value) for name, count, one in zip(named, counts, STANDINGS, strict=True)
        ]

    def _choices(self, words: Wording, title: Callable[[str], str]) -> list[Choices]:
        """Of the fields behind `standing`."""
        products = self._desk.products()[:SHOWN]
        each: list[Choices] = [
            [(words[f"track.{track}"], track.value) for track in Track],
            [(words[f"staff_reason.{reason}"], reason.value) for reason in Reason],
            sorted((title(product.sku), product.sku) for product in products),
            [(words["queue.me"], ME), (words["queue.nobody"], NOBODY), *((one, one) for one in self._desk.people())],
            [(words[f"page.language.{language}"], language) for language in LANGUAGES],
            [(words[f"queue.due.{due}"], due.value) for due in Due],
        ]
        return [[(words["queue.any"], ""), *choices] for choices in each]


def to_filters(values: Sequence[str | None]) -> Filters:
    """The filters that the fields say. Raises `ValueError` for what no field offers."""
    return FILTERS.validate_python({name: value for name, value in zip(NAMES, values, strict=True) if value})


def to_fields(filters: Filters) -> tuple[str, ...]:
    """What the fields hold for these filters."""
    return tuple(str(getattr(filters, name) or "") for name in NAMES)
