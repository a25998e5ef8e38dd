"""The left column of the staff console: which claims there are, in the order in which they matter."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import gradio as gr
from gradio.events import Dependency

from intake.errors import EditConflict, NotFound
from intake.staff.desk import StaffDesk
from intake.ui.acting import Chosen
from intake.ui.customer import QUIET, html_part
from intake.ui.filter_part import FilterPart, to_filters
from intake.ui.messages import Wording
from intake.ui.queue_view import QueueView, Seen
from intake.ui.sessions import Session
from intake.ui.view_part import ViewPart

REFRESH = 20  # seconds between looks at the queue
PAGE, TAKE = "page:", "take:"  # what a button of the rows does, before a place or a number


class QueuePart:
    """Views, filters and the claims that fit them. A click on `rows` names a claim by its number."""

    def __init__(
        self,
        staff: StaffDesk,
        view: QueueView,
        wording: Callable[[str], Wording],
        session: Callable[[gr.Request], Session],
    ) -> None:
        self._staff, self._view, self._wording, self._session = staff, view, wording, session
        self._filters = FilterPart(staff.queue)
        self._views = ViewPart(staff.queue, wording, session)

    def lay_out(self) -> None:
        self._views.lay_out_chips()
        self._filters.lay_out()
        with self._filters.fold:
            self._views.lay_out_saving()
        self.rows = html_part("queue")
        self._place = gr.State("")  # behind which the page begins

    @property
    def labelled(self) -> list[Any]:
        return [*self._filters.labelled, *self._views.labelled]

    def labels(self, session: Session) -> tuple[Any, ...]:
        """What `labelled` shows, in the order of it."""
        words = self._wording(session.language)
        filters = self._filters.labels(words, session.login, lambda sku: self._staff.card(sku, session.language).title)
        return *filters, *self._views.labels(words, session.actor)

    def wire(self, page: gr.Blocks, chosen: gr.State, language: Dependency) -> None:
        """The rows follow the filters, the clock, the language, and the chosen claim with all its changes."""
        fields = self._filters.fields
        looks, shown = [self._place, chosen, *fields], [self._views.chips, self.rows]
        for starts in (page.load, language.success):
            starts(self.show, looks, shown, **QUIET)
        gr.on([chosen.change, gr.Timer(REFRESH).tick], self.show, looks, shown, **QUIET)
        search, *others = fields
        changes = [search.submit, search.blur, *(field.input for field in others)]
        gr.on(changes, self.first, looks, [*shown, self._place], **QUIET)
        self.rows.select(self.act, looks, [*shown, self._place], **QUIET)
        self._views.wire(fields, lambda changed: changed.success(self.first, looks, [*shown, self._place], **QUIET))

    def show(self, request: gr.Request, place: str, chosen: Chosen, *fields: str) -> tuple[str, str]:
        """Views and rows as they are now."""
        session = self._session(request)
        filters = to_filters(fields)
        seen = Seen(session.login, session.language, chosen[0] if chosen else None, place)
        page = self._staff.queue.page(filters, session.login, place)
        rows = self._view.rows(page, seen, self._staff.presence.there())
        return self._view.views(self._staff.queue.views(session.login), filters, seen), rows

    def first(self, request: gr.Request, place: str, chosen: Chosen, *fields: str) -> tuple[str, str, str]:  # noqa: ARG002
        """The first page, for other filters than before."""
        return *self.show(request, "", chosen, *fields), ""

    def act(
        self, request: gr.Request, event: gr.EventData, place: str, chosen: Chosen, *fields: str
    ) -> tuple[str, str, str]:
        """A button of the rows: another page, or to take a claim that nobody has."""
        actor = self._session(request).actor
        action = str(event._data.get("action", ""))
        if action.startswith(PAGE):
            place = action.removeprefix(PAGE)
        elif action.startswith(TAKE):
            with suppress(EditConflict, NotFound):  # somebody was quicker, which the rows show
                self._staff.queue.take(action.removeprefix(TAKE), actor)
        return *self.show(request, place, chosen, *fields), place
