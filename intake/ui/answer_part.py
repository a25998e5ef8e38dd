"""Beside the claim: writing to the customer, from suggestions, text blocks and requests of one click."""

from typing import Any

import gradio as gr

from intake.claims.access.roles import Actor
from intake.staff.desk import StaffDesk
from intake.staff.values import display_name
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
            self._suggestions = html_part("offers")
            self._text = gr.Textbox(lines=4, max_lines=9, elem_id="reply")
            self._asks = gr.Checkbox(elem_id="asks")
            with gr.Row():
                self._send = gr.Button(variant="primary", elem_id="send")
                self._note = gr.Button(elem_id="note-internal")
            self._pieces = html_part("pieces")

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
        offered = [self._suggestions, self._pieces, self._take_over, self._hand_back]
        chosen.change(self.offer, chosen, offered, **quiet)
        gr.on([self._suggestions.click, self._pieces.click], self.pick, [*text, chosen], [*shown, *text], **quiet)
        self._send.click(self.send, [*text, chosen], [*shown, *text], **quiet)
        self._note.click(self.write_note, [*text, chosen], [*shown, *text], **quiet)
        for button, act in ((self._take_over, self.take_over), (self._hand_back, self.hand_back)):
            button.click(act, chosen, shown, **quiet).success(self.offer, chosen, offered, **quiet)

    def offer(self, chosen: Chosen, request: gr.Request) -> tuple[Any, ...]:
        """Suggested replies, then requests and text blocks, and whether there is a talk to take over or hand back."""
        session = self._acting.session(request)
        claim = self._acting.claim(chosen)
        if claim is None:
            return "", "", gr.update(visible=False), gr.update(visible=False)
        cases = self._staff.cases
        language, state = cases.talks.language(claim), cases.talks.state(claim.number)
        suggestions = cases.suggester.of(claim, session.actor, language)
        requests, blocks = (cases.answers.labels(kind, session.language) for kind in ("request", "block"))
        return (
            self._view.suggestions(suggestions, language, session.language),
            self._view.pieces(requests, blocks, session.language),
            gr.update(visible=state.person != display_name(session.actor)),
            gr.update(visible=bool(state.person)),
        )

    def pick(self, text: str, asks: bool, chosen: Chosen, request: gr.Request, event: gr.EventData) -> tuple[Any, ...]:
        """A suggestion or a block goes into the field to be edited; a request goes to the customer at once."""
        actor, action = self._acting.session(request).actor, str(event._data.get("action", ""))
        claim = self._acting.claim(chosen)
        unchanged = (gr.skip(), gr.skip(), gr.skip())
        if claim is None:
            return *unchanged, text, asks
        if action.startswith(REQUEST):
            return *self._ask(action.removeprefix(REQUEST), chosen, request), text, asks
        cases = self._staff.cases
        language = cases.talks.language(claim)
        if action.startswith(BLOCK):
            values = cases.values.of(claim, actor, language)
            block = cases.answers.say(action.removeprefix(BLOCK), language, values)
            return *unchanged, f"{text.rstrip()}\n\n{block}".lstrip(), asks
        suggestion = cases.suggester.of(claim, actor, language)[int(action.removeprefix(SUGGEST))]
        return *unchanged, suggestion.text, suggestion.asks

    def _ask(self, key: str, chosen: Chosen, request: gr.Request) -> Shown:
        def act(number: str, actor: Actor, version: int) -> None:
            self._staff.cases.talks.request(number, actor, key, version)

        return self._acting.do(act, "staff.sent_asking", chosen, request)[0]

    def send(self, text: str, asks: bool, chosen: Chosen, request: gr.Request) -> tuple[Any, ...]:
        def act(number: str, actor: Actor, version: int) -> None:
            self._staff.cases.talks.reply(number, actor, text, version, asks)

        shown, sent = self._acting.do(act, "staff.sent_asking" if asks else "staff.sent", chosen, request)
        return *shown, "" if sent else text, asks and not sent

    def write_note(self, text: str, asks: bool, chosen: Chosen, request: gr.Request) -> tuple[Any, ...]:
        def act(number: str, actor: Actor, _: int) -> None:
            self._staff.cases.talks.write_note(number, actor, text)

        shown, kept = self._acting.do(act, "staff.noted", chosen, request)
        return *shown, "" if kept else text, asks and not kept

    def take_over(self, chosen: Chosen, request: gr.Request) -> Shown:
        def act(number: str, actor: Actor, version: int) -> None:
            self._staff.cases.talks.take_over(number, actor, version)

        return self._acting.do(act, "staff.taken_over", chosen, request)[0]

    def hand_back(self, chosen: Chosen, request: gr.Request) -> Shown:
        def act(number: str, actor: Actor, version: int) -> None:
            self._staff.cases.talks.hand_back(number, actor, "", version)

        return self._acting.do(act, "staff.handed_back", chosen, request)[0]
