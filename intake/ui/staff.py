"""The staff console: the queue, one claim with everything it rests on, and three moves."""

from collections.abc import Callable
from typing import Any

import gradio as gr

from intake.claims.model import Claim, Status
from intake.errors import EditConflict, IllegalMove, NotAllowed, NotFound
from intake.staff import StaffDesk
from intake.ui.cases import CaseView
from intake.ui.customer import QUIET, html_part
from intake.ui.messages import LANGUAGE_ACTION, LANGUAGES, Wording
from intake.ui.sessions import COOKIE, Session, Sessions
from intake.ui.teaching import TeachPart

REFRESH = 20  # seconds between looks at the queue
Update = dict[str, Any]
Parts = tuple[Any, ...]  # components of the page
Move = Callable[[str, str, str, int], Claim]
Chosen = tuple[str, int] | None  # number and version of the claim as it is on the screen


class StaffPage:
    """Holds no state of a person: the session is found by cookie, the chosen claim travels with the page."""

    def __init__(self, staff: StaffDesk, wording: Callable[[str], Wording], sessions: Sessions) -> None:
        self._staff = staff
        self._wording = wording
        self._sessions = sessions
        self._view = CaseView(wording, staff.card)
        self._teach = TeachPart(staff, wording, self._session, self.open)

    def build(self) -> gr.Blocks:
        title = self._wording(LANGUAGES[0])["staff.title"]
        page = gr.Blocks(title=title, analytics_enabled=False, delete_cache=(600, 600), fill_width=True)
        with page:
            self._lay_out(page)
        page.queue(max_size=50, default_concurrency_limit=4, api_open=False)
        return page

    def _lay_out(self, page: gr.Blocks) -> None:
        chosen = gr.State(None)
        header = html_part("header")
        with gr.Row(elem_id="console"):
            with gr.Column(elem_id="queue-column", scale=2, min_width=300):
                status = gr.Dropdown([("–", "")], value="", elem_id="status")
                search = gr.Textbox(elem_id="search", max_lines=1)
                queue = html_part("queue")
            with gr.Column(elem_id="case-column", scale=5, min_width=320):
                notices = html_part("below")
                case = html_part("case")
                note, buttons = self._moves()
                self._teach.lay_out()
        labels = [header, status, search, note, *buttons, *self._teach.labelled]
        self._wire_reading(page, header, (status, search), queue, (case, notices, chosen), labels)
        self._wire_moves(note, buttons, (status, search), queue, (case, notices, chosen))
        self._teach.wire(chosen, (case, notices, chosen), QUIET)

    @staticmethod
    def _moves() -> tuple[gr.Textbox, list[gr.Button]]:
        with gr.Column(elem_id="moves"):
            note = gr.Textbox(lines=2, max_lines=6, elem_id="note")
            with gr.Row():
                accept = gr.Button(variant="primary", elem_id="accept")
                ask_back = gr.Button(elem_id="ask-back")
                close = gr.Button(elem_id="close")
        return note, [accept, ask_back, close]

    def _wire_reading(
        self,
        page: gr.Blocks,
        header: gr.HTML,
        filters: Parts,
        queue: gr.HTML,
        shown: Parts,
        labels: list[Any],
    ) -> None:
        chosen = shown[-1]
        looks = [*filters, chosen]
        page.load(self.label, None, labels, **QUIET)
        page.load(self.queue, looks, queue, **QUIET)
        page.load(self.open, chosen, shown, **QUIET)
        language = header.click(self.change_language, None, None, **QUIET)
        language.success(self.label, None, labels, **QUIET)
        language.success(self.queue, looks, queue, **QUIET)
        language.success(self.open, chosen, shown, **QUIET)
        triggers = [filters[0].change, filters[1].submit, filters[1].blur, gr.Timer(REFRESH).tick]
        gr.on(triggers, self.queue, looks, queue, **QUIET)
        queue.click(self.choose, None, shown, **QUIET).success(self.queue, looks, queue, **QUIET)

    def _wire_moves(
        self, note: gr.Textbox, buttons: list[gr.Button], filters: Parts, queue: gr.HTML, shown: Parts
    ) -> None:
        chosen = shown[-1]
        for button, move in zip(buttons, (self.accept, self.ask_back, self.close), strict=True):
            moved = button.click(move, [note, chosen], [*shown, note], **QUIET)
            moved.success(self.queue, [*filters, chosen], queue, **QUIET)

    def label(self, request: gr.Request) -> tuple[str | Update, ...]:
        """Header and the labels of all fields, in the session's language."""
        session = self._session(request)
        words = self._wording(session.language)
        states = [(words[f"staff.status.{status.value}"], status.value) for status in Status]
        return (
            self._view.header(session),
            gr.update(label=words["staff.filter"], choices=[(words["staff.filter.all"], ""), *states]),
            gr.update(label=words["staff.search"], placeholder=words["staff.search_hint"]),
            gr.update(label=words["staff.note"], placeholder=words["staff.note_hint"]),
            gr.update(value=words["staff.accept"]),
            gr.update(value=words["staff.ask_back"]),
            gr.update(value=words["staff.close"]),
            *self._teach.labels(words),
        )

    def change_language(self, request: gr.Request, event: gr.EventData) -> None:
        session = self._session(request)
        language = str(event._data.get("action", "")).removeprefix(LANGUAGE_ACTION)
        if language in LANGUAGES:
            session.language = language

    def queue(self, status: str, search: str, chosen: Chosen, request: gr.Request) -> str:
        """The claims that fit the filters."""
        session = self._session(request)
        claims = self._staff.queue(Status(status) if status else None, search.strip())
        return self._view.queue(claims, chosen[0] if chosen else None, session.language)

    def choose(self, request: gr.Request, event: gr.EventData) -> tuple[str, str, Chosen]:
        self._session(request)
        return self.open((str(event._data.get("action", "")), 0), request)

    def open(self, chosen: Chosen, request: gr.Request, notice: str = "") -> tuple[str, str, Chosen]:
        """The chosen claim as it is now; `notice` is a wording key to show above it."""
        language = self._session(request).language
        if chosen is None:
            return self._view.nothing_chosen(language), self._notice(language, notice), None
        try:
            claim = self._staff.claim(chosen[0])
            talk = self._staff.talk(claim.number)
        except NotFound:
            return self._view.nothing_chosen(language), self._notice(language, "staff.gone"), None
        case = self._view.claim(claim, talk, language)
        return case, self._notice(language, notice), (claim.number, claim.version)

    def accept(self, note: str, chosen: Chosen, request: gr.Request) -> tuple[str, str, Chosen, str]:
        return self._move(self._staff.accept, "staff.done.accept", note, chosen, request)

    def ask_back(self, note: str, chosen: Chosen, request: gr.Request) -> tuple[str, str, Chosen, str]:
        done = "staff.done.ask_back"
        return self._move(self._staff.ask_back, done, note, chosen, request, note_needed=True)

    def close(self, note: str, chosen: Chosen, request: gr.Request) -> tuple[str, str, Chosen, str]:
        done = "staff.done.close"
        return self._move(self._staff.close, done, note, chosen, request, note_needed=True)

    def _move(
        self, move: Move, done: str, note: str, chosen: Chosen, request: gr.Request, note_needed: bool = False
    ) -> tuple[str, str, Chosen, str]:
        session = self._session(request)
        note = note.strip()
        if chosen is None:
            return *self.open(chosen, request, "staff.choose_first"), note
        if note_needed and not note:
            return *self.open(chosen, request, "staff.need_note"), note
        try:
            claim = move(chosen[0], session.login, note, chosen[1])
        except EditConflict:
            return *self.open(chosen, request, "staff.conflict"), note
        except IllegalMove:
            return *self.open(chosen, request, "staff.illegal_move"), note
        return *self.open((claim.number, claim.version), request, done), ""

    def _notice(self, language: str, key: str) -> str:
        return self._view.notices(language, [self._wording(language)[key]] if key else [])

    def _session(self, request: gr.Request) -> Session:
        """The middleware lets nobody else pass; a handler asks again all the same."""
        session = self._sessions.get(request.cookies.get(COOKIE))
        if session is None:
            raise NotAllowed("No staff session")
        return session
