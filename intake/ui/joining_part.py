"""Beside the claim: two claims of one customer become one, or one becomes two."""

from typing import Any

import gradio as gr

from intake.claims.access.roles import Actor
from intake.claims.moves import OPEN
from intake.staff.desk import StaffDesk
from intake.ui.acting import Acting, Chosen
from intake.ui.messages import Wording, moment


class JoiningPart:
    def __init__(self, staff: StaffDesk, acting: Acting) -> None:
        self._staff, self._acting = staff, acting

    def lay_out(self) -> None:
        with gr.Accordion(open=False, elem_id="joining") as self._fold:
            self._into = gr.Dropdown(elem_id="merge-into")
            self._merge = gr.Button(elem_id="merge")
            self._photos = gr.CheckboxGroup(elem_id="split-photos")
            self._text = gr.Textbox(lines=2, max_lines=4, elem_id="split-text")
            self._split = gr.Button(elem_id="split")

    @property
    def labelled(self) -> list[Any]:
        return [self._fold, self._into, self._merge, self._photos, self._text, self._split]

    def labels(self, words: Wording) -> tuple[Any, ...]:
        """What `labelled` shows, in the order of it."""
        return (
            gr.update(label=words["staff.joining"]),
            gr.update(label=words["staff.merge_into"]),
            gr.update(value=words["staff.merge"]),
            gr.update(label=words["staff.split_photos"]),
            gr.update(label=words["staff.split_text"]),
            gr.update(value=words["staff.split"]),
        )

    def wire(self, chosen: gr.State, shown: list[Any], quiet: dict[str, Any]) -> None:
        chosen.change(self.offer, chosen, [self._into, self._photos, self._text], **quiet)
        self._merge.click(self.merge, [self._into, chosen], shown, **quiet)
        self._split.click(self.split, [self._photos, self._text, chosen], shown, **quiet)

    def offer(self, chosen: Chosen, request: gr.Request) -> tuple[Any, Any, Any]:
        """The customer's other open claims, and the claim's own photos."""
        session = self._acting.session(request)
        claim = self._acting.claim(chosen)
        if claim is None:
            return gr.update(choices=[], value=None), gr.update(choices=[], value=[]), gr.update(value="")
        others = self._staff.cases.backgrounds.others(claim)
        into = [
            (f"{one.number} · {moment(one.created, session.language)}", one.number)
            for one in others
            if one.status in OPEN
        ]
        words = self._acting.words(request)
        photos = [(words["staff.photo"].format(number=place), id) for place, id in enumerate(claim.photos, 1)]
        return gr.update(choices=into, value=None), gr.update(choices=photos, value=[]), gr.update(value="")

    def merge(self, into: str | None, chosen: Chosen, request: gr.Request) -> tuple[Any, ...]:
        """Shows the claim that both go on in."""
        if not into:
            return self._acting.open(chosen, request, "staff.need_other_claim")

        def act(number: str, actor: Actor, version: int) -> None:
            target = self._staff.claim(into)
            self._staff.cases.settling.merge(number, into, actor, "", version, target.version)

        shown, done = self._acting.do(act, "", chosen, request)
        return self._acting.open((into, 0), request, "staff.merged") if done else shown

    def split(self, photos: list[str], text: str, chosen: Chosen, request: gr.Request) -> tuple[Any, ...]:
        """Shows the new claim."""
        made: list[str] = []

        def act(number: str, actor: Actor, version: int) -> None:
            _, new = self._staff.cases.settling.split(number, photos, text.strip(), actor, "", version)
            made.append(new.number)

        self._acting.session(request)
        if not photos and not text.strip():
            return self._acting.open(chosen, request, "staff.need_photos")
        shown, done = self._acting.do(act, "", chosen, request)
        return self._acting.open((made[0], 0), request, "staff.split_done") if done else shown
