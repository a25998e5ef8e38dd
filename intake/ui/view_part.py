"""Saved views of the queue: chips to choose from, and a line to save the present filters under a name."""

from collections.abc import Callable
from typing import Any

import gradio as gr
from gradio.events import Dependency

from intake.claims.access.roles import Actor, Permission
from intake.claims.queue.filters import Filters
from intake.errors import BadInput
from intake.staff.queue import QueueDesk
from intake.ui.customer import QUIET, html_part
from intake.ui.filter_part import to_fields, to_filters
from intake.ui.messages import Wording
from intake.ui.sessions import Session

Follow = Callable[[Dependency], object]  # shows the rows again once an event is done


class ViewPart:
    """A click on a chip fills the fields of the filters."""

    def __init__(
        self, desk: QueueDesk, wording: Callable[[str], Wording], session: Callable[[gr.Request], Session]
    ) -> None:
        self._desk, self._wording, self._session = desk, wording, session

    def lay_out_chips(self) -> None:
        self.chips = html_part("views")

    def lay_out_saving(self) -> None:
        with gr.Row(elem_id="save-view"):
            self._name = gr.Textbox(max_lines=1, elem_id="view-name")
            self._shared = gr.Checkbox(elem_id="view-shared", visible=False)
            self._save = gr.Button(elem_id="view-save", size="sm")

    @property
    def labelled(self) -> list[Any]:
        return [self._name, self._shared, self._save]

    def labels(self, words: Wording, actor: Actor) -> tuple[Any, ...]:
        """What `labelled` shows, in the order of it."""
        return (
            gr.update(label=words["queue.view.name"]),
            gr.update(label=words["queue.view.shared"], visible=actor.may(Permission.SHARE_VIEWS)),
            gr.update(value=words["queue.view.save"]),
        )

    def wire(self, fields: list[Any], follow: Follow) -> None:
        follow(self.chips.click(self.choose, None, fields, **QUIET))
        follow(self.chips.select(self.remove, None, None, **QUIET))
        saved = [self._name, self._shared]
        follow(self._save.click(self.save, [*saved, *fields], saved, **QUIET))

    def choose(self, request: gr.Request, event: gr.EventData) -> tuple[str, ...]:
        """The filters of a view; those of all open claims for one that is gone."""
        login = self._session(request).login
        wanted = str(event._data.get("action", ""))
        views = self._desk.views(login)
        found = (one.filters for one in views if wanted == (one.key or str(one.view and one.view.id)))
        return to_fields(next(found, Filters()))

    def remove(self, request: gr.Request, event: gr.EventData) -> None:
        session = self._session(request)
        wanted = str(event._data.get("action", ""))
        if wanted.isdecimal():
            self._desk.remove_view(session.actor, int(wanted))

    def save(self, request: gr.Request, name: str, shared: bool, *fields: str) -> tuple[Any, Any]:
        session = self._session(request)
        try:
            self._desk.save_view(session.actor, name, to_filters(fields), shared)
        except BadInput:
            return gr.update(info=self._wording(session.language)["queue.view.need_name"]), gr.skip()
        return gr.update(value="", info=""), False
