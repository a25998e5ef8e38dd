"""Beside the claim: writing to the customer, from suggestions, text blocks and requests of one click."""

from typing import Any

import gradio as gr

from intake.claims.model import Claim
from intake.errors import NotFound
from intake.staff.desk import StaffDesk
from intake.ui.acting import Acting, Chosen, Shown
from intake.ui.cases import CaseView
from intake.ui.customer import html_part
from intake.ui.messages import Wording

SUGGEST, BLOCK, REQUEST = "suggest:", "block:", "request:"


class AnswerPart:
    """The text is staff's own from the moment it stands in the field."""

    def __init__(self, staff: StaffDesk, view: CaseView, acting: Acting) -> None:
        self._staff, self._view, self._acting = staff, view, acting

    def lay_out(self) -> None:
        with gr.Column(elem_id="answering"):
            with gr.Row(elem_id="presence-buttons"):
                self._take_over = gr.Button(elem_id="take-over")
                self._hand_back = gr.Button(elem_id="hand-back")
            self._offers = html_part("offers")
            self._text = gr.Textbox(lines=6, max_lines=14, elem_id="reply")
            self._asks = gr.Checkbox(elem_id="asks")
            with gr.Row():
                self._send = gr.Button(variant="primary", elem_id="send")
                self._note = gr.Button(elem_id="note-internal")

    @property
    def labelled(self) -> list[Any]:
        return [self._take_over, self._hand_back, self._text, self._asks, self._send, self._note]

    def labels(self, words: Wording) -> tuple[Any, ...]:
        """What `labelled` shows, in the order of it."""
        return (
            gr.update(value=words["staff.take_over"]),
            gr.update(value=words["staff.hand_back"]),
            gr.update(label=words["staff.reply"], placeholder=words["staff.reply_hint"]),
            gr.update(label=words["staff.asks"]),
            gr.update(value=words["staff.send"]),
            gr.update(value=words["staff.write_note"]),
        )

    def wire(self, chosen: gr.State, shown: list[Any], quiet: dict[str, Any]) -> None:
        text = [self._text, self._asks]
        chosen.change(self.offer, chosen, self._offers, **quiet)
        self._offers.click(self.pick, [*text, chosen], [*shown, *text], **quiet)
        self._send.click(self.send, [*text, chosen], [*shown, *text], **quiet)
        self._note.click(self.write_note, [*text, chosen], [*shown, *text], **quiet)
        self._take_over.click(self.take_over, chosen, shown, **quiet)
        self._hand_back.click(self.hand_back, chosen, shown, **quiet)

    def offer(self, chosen: Chosen, request: gr.Request) -> str:
        """Suggested replies, requests and text blocks for the claim."""
        session = self._acting.session(request)
        claim = self._claim(chosen)
        if claim is None:
            return ""
        cases = self._staff.cases
        language = cases.talks.language(claim)
        suggestions = cases.suggester.of(claim, session.actor, language)
        requests, blocks = (cases.answers.labels(kind, session.language) for kind in ("request", "block"))
        return self._view.offers(suggestions, requests, blocks, language, session.language)

    def pick(self, text: str, asks: bool, chosen: Chosen, request: gr.Request, event: gr.EventData) -> tuple[Any, ...]:
        """A suggestion or a block goes into the field to be edited; a request goes to the customer at once."""
        action = str(event._data.get("action", ""))
        claim = self._claim(chosen)
        unchanged = (gr.skip(), gr.skip(), gr.skip())
        if claim is None:
            return *unchanged, text, asks
        if action.startswith(REQUEST):
            return *self._ask(action.removeprefix(REQUEST), chosen, request), text, asks
        actor, cases = self._acting.session(request).actor, self._staff.cases
        language = cases.talks.language(claim)
        if action.startswith(BLOCK):
            values = cases.values.of(claim, actor, language)
            block = cases.answers.say(action.removeprefix(BLOCK), language, values)
            return *unchanged, f"{text.rstrip()}\n\n{block}".lstrip(), asks
        suggestion = cases.suggester.of(claim, actor, language)[int(action.removeprefix(SUGGEST))]
        return *unchanged, suggestion.text, suggestion.asks

    def _ask(self, key: str, chosen: Chosen, request: gr.Request) -> Shown:
        talks = self._staff.cases.talks
        return self._acting.do(lambda n, actor, v: talks.request(n, actor, key, v), "staff.sent", chosen, request)[0]

    def send(self, text: str, asks: bool, chosen: Chosen, request: gr.Request) -> tuple[Any, ...]:
        talks = self._staff.cases.talks
        done = "staff.sent_asking" if asks else "staff.sent"
        shown, sent = self._acting.do(lambda n, actor, v: talks.reply(n, actor, text, v, asks), done, chosen, request)
        return *shown, "" if sent else text, asks and not sent

    def write_note(self, text: str, asks: bool, chosen: Chosen, request: gr.Request) -> tuple[Any, ...]:
        talks = self._staff.cases.talks
        shown, kept = self._acting.do(
            lambda n, actor, _: talks.write_note(n, actor, text), "staff.noted", chosen, request
        )
        return *shown, "" if kept else text, asks and not kept

    def take_over(self, chosen: Chosen, request: gr.Request) -> Shown:
        return self._acting.do(self._staff.cases.talks.take_over, "staff.taken_over", chosen, request)[0]

    def hand_back(self, chosen: Chosen, request: gr.Request) -> Shown:
        talks = self._staff.cases.talks
        return self._acting.do(
            lambda n, actor, v: talks.hand_back(n, actor, "", v), "staff.handed_back", chosen, request
        )[0]

    def _claim(self, chosen: Chosen) -> Claim | None:
        try:
            return self._staff.claim(chosen[0]) if chosen else None
        except NotFound:
            return None
