"""The left column of the staff console: which claims there are."""

from collections.abc import Callable
from typing import Any

import gradio as gr
from gradio.events import Dependency

from intake.claims.model import Status
from intake.claims.queue_filters import Filters, Standing
from intake.staff.desk import StaffDesk
from intake.ui.cases import CaseView
from intake.ui.customer import QUIET, html_part
from intake.ui.messages import Wording
from intake.ui.sessions import Session

REFRESH = 20  # seconds between looks at the queue
Chosen = tuple[str, int] | None  # number and version of the claim as it is on the screen


class QueuePart:
    """Filters and the claims that fit them. A click on `rows` names a claim by its number."""

    def __init__(
        self,
        staff: StaffDesk,
        view: CaseView,
        wording: Callable[[str], Wording],
        session: Callable[[gr.Request], Session],
    ) -> None:
        self._staff, self._view, self._wording, self._session = staff, view, wording, session

    def lay_out(self) -> None:
        self.status = gr.Dropdown([("–", "")], value="", elem_id="status")
        self.search = gr.Textbox(elem_id="search", max_lines=1)
        self.rows = html_part("queue")

    @property
    def labelled(self) -> list[Any]:
        return [self.status, self.search]

    def labels(self, words: Wording) -> tuple[Any, ...]:
        """What `labelled` shows, in the order of it."""
        states = [(words[f"staff.status.{status.value}"], status.value) for status in Status]
        return (
            gr.update(label=words["staff.filter"], choices=[(words["staff.filter.all"], ""), *states]),
            gr.update(label=words["staff.search"], placeholder=words["staff.search_hint"]),
        )

    def wire(self, page: gr.Blocks, chosen: gr.State, language: Dependency) -> None:
        """The rows follow the filters, the clock, the language, and the chosen claim with all its changes."""
        looks = [self.status, self.search, chosen]
        page.load(self.show, looks, self.rows, **QUIET)
        language.success(self.show, looks, self.rows, **QUIET)
        filters = [self.status.change, self.search.submit, self.search.blur]
        gr.on([*filters, chosen.change, gr.Timer(REFRESH).tick], self.show, looks, self.rows, **QUIET)

    def show(self, status: str, search: str, chosen: Chosen, request: gr.Request) -> str:
        """The claims that fit the filters."""
        session = self._session(request)
        filters = Filters(Status(status) if status else Standing.OPEN, search=search)
        page = self._staff.queue.page(filters, session.login)
        return self._view.queue(page.entries, chosen[0] if chosen else None, session.language)
