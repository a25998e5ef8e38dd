"""The right column of the staff console: one claim, and beside it what can be done with it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import gradio as gr
from gradio.events import Dependency

from intake.errors import NotFound
from intake.staff.desk import StaffDesk
from intake.ui.acting import Acting, Chosen, Shown
from intake.ui.answer_part import AnswerPart
from intake.ui.cases import CaseView
from intake.ui.customer import QUIET, html_part
from intake.ui.joining_part import JoiningPart
from intake.ui.messages import Wording
from intake.ui.sessions import Session
from intake.ui.settle_part import SettlePart
from intake.ui.teaching import TeachPart

REFRESH = 4  # seconds between looks for a customer's message in the claim on the screen


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
        acting = Acting(wording, session, self.open, staff.claim)
        self._answer = AnswerPart(staff, view, acting)
        self._settle, self._join = SettlePart(staff, acting), JoiningPart(staff, acting)
        self._teach = TeachPart(staff, acting)

    def lay_out(self) -> None:
        self.chosen, self._said = gr.State(None), gr.State(None)
        self._notices = html_part("below")
        with gr.Row(elem_id="case-row"):
            with gr.Column(elem_id="case-facts", scale=3, min_width=320):
                self._case = html_part("case")
            with gr.Column(elem_id="case-actions", scale=2, min_width=300):
                for part in self._parts:
                    part.lay_out()

    @property
    def _parts(self) -> tuple[AnswerPart, SettlePart, JoiningPart, TeachPart]:
        return self._answer, self._settle, self._join, self._teach

    @property
    def shown(self) -> list[Any]:
        return [self._case, self._notices, self.chosen]

    @property
    def labelled(self) -> list[Any]:
        return [component for part in self._parts for component in part.labelled]

    def labels(self, words: Wording) -> tuple[Any, ...]:
        """What `labelled` shows, in the order of it."""
        return tuple(update for part in self._parts for update in part.labels(words))

    def wire(self, page: gr.Blocks, rows: gr.HTML, language: Dependency) -> None:
        """A click on `rows`, or on a claim's number within the claim, chooses the claim."""
        page.load(self.open, self.chosen, self.shown, **QUIET)
        language.success(self.open, self.chosen, self.shown, **QUIET)
        gr.on([rows.click, self._case.click], self.choose, None, self.shown, **QUIET)
        for part in self._parts:
            part.wire(self.chosen, self.shown, QUIET)
        gr.Timer(REFRESH).tick(self.follow, [self.chosen, self._said], [*self.shown, self._said], **QUIET)

    def choose(self, request: gr.Request, event: gr.EventData) -> Shown:
        self._session(request)
        return self.open((str(event._data.get("action", "")), 0), request)

    def open(self, chosen: Chosen, request: gr.Request, notice: str = "") -> Shown:
        """The chosen claim as it is now; `notice` is a wording key or a sentence to show above it."""
        language = self._session(request).language
        if chosen is None:
            return self._view.nothing_chosen(language), self._notice(language, notice), None
        try:
            claim = self._staff.claim(chosen[0])
            talk = self._staff.talk(claim.number)
        except NotFound:
            return self._view.nothing_chosen(language), self._notice(language, "staff.gone"), None
        background = self._staff.cases.backgrounds.of(claim, date.today())
        state = self._staff.cases.talks.state(claim.number)
        case = self._view.claim(claim, talk, language, background, state.person)
        return case, self._notice(language, notice), (claim.number, claim.version)

    def follow(self, chosen: Chosen, said: tuple[str, int] | None, request: gr.Request) -> tuple[Any, ...]:
        """Shows the claim again when something was said in its talk since the last look; notices stay."""
        self._session(request)
        skipped = (gr.skip(), gr.skip(), gr.skip())
        if chosen is None:
            return *skipped, None
        now = (chosen[0], self._staff.cases.talks.state(chosen[0]).said)
        if said == now:
            return *skipped, gr.skip()
        if said is None or said[0] != chosen[0]:
            return *skipped, now
        case, _, chosen = self.open(chosen, request)
        return case, gr.skip(), chosen, now

    def _notice(self, language: str, notice: str) -> str:
        words = self._wording(language)
        return self._view.notices(language, [words.get(notice, notice)] if notice else [])
