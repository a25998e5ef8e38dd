"""Above a claim: whose it is, who else has it open, and to whom it may be given."""

from collections.abc import Callable

import gradio as gr
from gradio.events import Dependency

from intake.errors import EditConflict, NotFound
from intake.staff.desk import StaffDesk
from intake.ui.acting import Chosen, Open
from intake.ui.customer import QUIET, html_part
from intake.ui.queue_view import QueueView, Seen
from intake.ui.sessions import Session

REFRESH = 15  # seconds; well below the time after which somebody counts as gone
ASSIGN = "assign:"


class OwnerPart:
    """`open` shows the claim again after it was given to somebody."""

    def __init__(self, staff: StaffDesk, view: QueueView, session: Callable[[gr.Request], Session], open: Open) -> None:
        self._staff, self._view, self._session, self._open = staff, view, session, open

    def lay_out(self) -> None:
        self._line = html_part("owner")

    def wire(self, page: gr.Blocks, chosen: gr.State, shown: list[gr.State], language: Dependency) -> None:
        page.load(self.show, chosen, self._line, **QUIET)
        language.success(self.show, chosen, self._line, **QUIET)
        gr.on([chosen.change, gr.Timer(REFRESH).tick], self.show, chosen, self._line, **QUIET)
        self._line.click(self.assign, chosen, shown, **QUIET)

    def show(self, request: gr.Request, chosen: Chosen) -> str:
        """Says as well that the session's person is in this claim now."""
        session = self._session(request)
        others = self._staff.presence.enter(session.login, chosen[0] if chosen else None)
        if chosen is None:
            return ""
        try:
            claim = self._staff.claim(chosen[0])
        except NotFound:
            return ""
        people = [login for login in self._staff.queue.people() if login not in (session.login, claim.assignee)]
        return self._view.ownership(claim, others, people, Seen(session.login, session.language))

    def assign(self, request: gr.Request, event: gr.EventData, chosen: Chosen) -> tuple[str, str, Chosen]:
        actor = self._session(request).actor
        to = str(event._data.get("action", "")).removeprefix(ASSIGN)
        if chosen is None:
            return self._open(chosen, request, "staff.choose_first")
        try:
            claim = self._staff.queue.assign(chosen[0], to or None, actor, chosen[1])
        except EditConflict:
            return self._open(chosen, request, "staff.conflict")
        except NotFound:
            return self._open(chosen, request, "staff.gone")
        return self._open((claim.number, claim.version), request, "")
