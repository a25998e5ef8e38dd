"""The right column of the staff console: one claim, and what can be done with it."""

from collections.abc import Callable
from typing import Any

import gradio as gr
from gradio.events import Dependency

from intake.claims.model import Claim
from intake.claims.roles import Actor
from intake.errors import EditConflict, IllegalMove, NotFound
from intake.staff.desk import StaffDesk
from intake.ui.cases import CaseView
from intake.ui.customer import QUIET, html_part
from intake.ui.messages import Wording
from intake.ui.sessions import Session
from intake.ui.teaching import Chosen, Shown, TeachPart

Move = Callable[[str, Actor, str, int], Claim]


class CasePart:
    """The claim that `chosen` names. `shown` is what showing a claim fills: the claim, notices, `chosen`."""

    def __init__(
        self,
        staff: StaffDesk,
        view: CaseView,
        wording: Callable[[str], Wording],
        session: Callable[[gr.Request], Session],
    ) -> None:
        self._staff, self._view, self._wording, self._session = staff, view, wording, session
        self._teach = TeachPart(staff, wording, session, self.open)

    def lay_out(self) -> None:
        self.chosen = gr.State(None)
        self._notices = html_part("below")
        self._case = html_part("case")
        self._lay_out_moves()
        self._teach.lay_out()

    def _lay_out_moves(self) -> None:
        with gr.Column(elem_id="moves"):
            self._note = gr.Textbox(lines=2, max_lines=6, elem_id="note")
            with gr.Row():
                self._accept = gr.Button(variant="primary", elem_id="accept")
                self._ask_back = gr.Button(elem_id="ask-back")
                self._close = gr.Button(elem_id="close")

    @property
    def shown(self) -> list[Any]:
        return [self._case, self._notices, self.chosen]

    @property
    def labelled(self) -> list[Any]:
        return [self._note, self._accept, self._ask_back, self._close, *self._teach.labelled]

    def labels(self, words: Wording) -> tuple[Any, ...]:
        """What `labelled` shows, in the order of it."""
        return (
            gr.update(label=words["staff.note"], placeholder=words["staff.note_hint"]),
            gr.update(value=words["staff.accept"]),
            gr.update(value=words["staff.ask_back"]),
            gr.update(value=words["staff.close"]),
            *self._teach.labels(words),
        )

    def wire(self, page: gr.Blocks, rows: gr.HTML, language: Dependency) -> None:
        """A click on `rows` chooses the claim."""
        page.load(self.open, self.chosen, self.shown, **QUIET)
        language.success(self.open, self.chosen, self.shown, **QUIET)
        rows.click(self.choose, None, self.shown, **QUIET)
        moves = ((self._accept, self.accept), (self._ask_back, self.ask_back), (self._close, self.close))
        for button, move in moves:
            button.click(move, [self._note, self.chosen], [*self.shown, self._note], **QUIET)
        self._teach.wire(self.chosen, tuple(self.shown), QUIET)

    def choose(self, request: gr.Request, event: gr.EventData) -> Shown:
        self._session(request)
        return self.open((str(event._data.get("action", "")), 0), request)

    def open(self, chosen: Chosen, request: gr.Request, notice: str = "") -> Shown:
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
        def ask(number: str, actor: Actor, text: str, version: int) -> Claim:
            return self._staff.cases.talks.reply(number, actor, text, version, asks=True)

        return self._move(ask, "staff.done.ask_back", note, chosen, request, note_needed=True)

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
            claim = move(chosen[0], session.actor, note, chosen[1])
        except EditConflict:
            return *self.open(chosen, request, "staff.conflict"), note
        except IllegalMove:
            return *self.open(chosen, request, "staff.illegal_move"), note
        return *self.open((claim.number, claim.version), request, done), ""

    def _notice(self, language: str, key: str) -> str:
        return self._view.notices(language, [self._wording(language)[key]] if key else [])
