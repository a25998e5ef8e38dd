"""The staff console: the queue beside one claim with everything it rests on."""

from collections.abc import Callable

import gradio as gr

from intake.errors import NotAllowed
from intake.staff.desk import StaffDesk
from intake.ui.case_part import CasePart
from intake.ui.cases import CaseView
from intake.ui.customer import QUIET, html_part
from intake.ui.keys_part import KeysPart
from intake.ui.messages import LANGUAGE_ACTION, LANGUAGES, Wording
from intake.ui.owner_part import OwnerPart
from intake.ui.queue_part import QueuePart
from intake.ui.queue_view import QueueView
from intake.ui.sessions import COOKIE, Session, Sessions


class StaffPage:
    """Holds no state of a person: the session is found by cookie, the chosen claim travels with the page."""

    def __init__(self, staff: StaffDesk, wording: Callable[[str], Wording], sessions: Sessions) -> None:
        self._wording = wording
        self._sessions = sessions
        self._view = CaseView(wording, staff.card)
        lists = QueueView(wording, staff.card)
        self._queue = QueuePart(staff, lists, wording, self._session)
        self._case = CasePart(staff, self._view, wording, self._session)
        self._owner = OwnerPart(staff, lists, self._session, self._case.open)
        self._keys = KeysPart(wording)

    def build(self) -> gr.Blocks:
        title = self._wording(LANGUAGES[0])["staff.title"]
        page = gr.Blocks(title=title, analytics_enabled=False, delete_cache=(600, 600), fill_width=True)
        with page:
            self._lay_out(page)
        page.queue(max_size=50, default_concurrency_limit=4, api_open=False)
        return page

    def _lay_out(self, page: gr.Blocks) -> None:
        header = html_part("header")
        with gr.Row(elem_id="console"):
            with gr.Column(elem_id="queue-column", scale=2, min_width=300):
                self._queue.lay_out()
            with gr.Column(elem_id="case-column", scale=5, min_width=320):
                self._owner.lay_out()
                self._case.lay_out()
        self._keys.lay_out()
        self._wire(page, header)

    def _wire(self, page: gr.Blocks, header: gr.HTML) -> None:
        labels = [header, self._keys.dialog, *self._queue.labelled, *self._case.labelled]
        page.load(self.label, None, labels, **QUIET)
        language = header.click(self.change_language, None, None, **QUIET)
        language.success(self.label, None, labels, **QUIET)
        self._queue.wire(page, self._case.chosen, language)
        self._case.wire(page, self._queue.rows, language)
        self._owner.wire(page, self._case.chosen, self._case.shown, language)

    def label(self, request: gr.Request) -> tuple[object, ...]:
        """Header and the labels of all fields, in the session's language."""
        session = self._session(request)
        words = self._wording(session.language)
        page = self._view.header(session), self._keys.show(session)
        return *page, *self._queue.labels(session), *self._case.labels(words)

    def change_language(self, request: gr.Request, event: gr.EventData) -> None:
        session = self._session(request)
        language = str(event._data.get("action", "")).removeprefix(LANGUAGE_ACTION)
        if language in LANGUAGES:
            session.language = language

    def _session(self, request: gr.Request) -> Session:
        """The middleware lets nobody else pass; a handler asks again all the same."""
        session = self._sessions.get(request.cookies.get(COOKIE))
        if session is None:
            raise NotAllowed("No staff session")
        return session
