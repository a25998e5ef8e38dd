"""Beside the claim: what the customer gets, a second person's approval, and the end of the case."""

from typing import Any

import gradio as gr

from intake.claims.access.roles import Actor, Permission
from intake.claims.model import IN_MONEY, Claim, Resolution, Settlement, Status
from intake.staff.desk import StaffDesk
from intake.ui.acting import Act, Acting, Chosen
from intake.ui.messages import Wording

MOVES = ("settle", "approve", "accept", "resolve", "close")  # wording keys of the buttons, in their order


class SettlePart:
    def __init__(self, staff: StaffDesk, acting: Acting) -> None:
        self._staff, self._acting = staff, acting

    def lay_out(self) -> None:
        with gr.Accordion(open=False, elem_id="settling") as self._fold:
            self._resolution = gr.Dropdown(elem_id="resolution")
            self._differs = gr.Markdown(elem_id="differs", visible=False)
            with gr.Row():
                self._amount = gr.Number(elem_id="amount", minimum=0, precision=2, value=None, visible=False)
                self._part = gr.Textbox(elem_id="part", max_lines=1, visible=False)
            self._keeps = gr.Checkbox(elem_id="keeps-item", visible=False)
            self._note = gr.Textbox(lines=2, max_lines=4, elem_id="note")
            with gr.Row():
                self._settle = gr.Button(variant="primary", elem_id="settle")
                self._approve = gr.Button(variant="primary", elem_id="approve", visible=False)
                self._accept = gr.Button(elem_id="accept")
                self._resolve = gr.Button(elem_id="resolve", visible=False)
                self._close = gr.Button(elem_id="close")

    @property
    def labelled(self) -> list[Any]:
        fields = [self._fold, self._resolution, self._amount, self._part, self._keeps, self._note]
        return [*fields, self._settle, self._approve, self._accept, self._resolve, self._close]

    def labels(self, words: Wording) -> tuple[Any, ...]:
        """What `labelled` shows, in the order of it."""
        resolutions = [("–", ""), *((words[f"resolution.{one}"], one.value) for one in Resolution)]
        return (
            gr.update(label=words["staff.settling"]),
            gr.update(label=words["staff.resolution"], choices=resolutions),
            gr.update(label=words["staff.amount"]),
            gr.update(label=words["staff.part"]),
            gr.update(label=words["staff.keeps_item"]),
            gr.update(label=words["staff.note"], placeholder=words["staff.note_hint"]),
            *(gr.update(value=words[f"staff.{name}"]) for name in MOVES),
        )

    def wire(self, chosen: gr.State, shown: list[Any], quiet: dict[str, Any]) -> None:
        fields = [self._resolution, self._amount, self._part, self._keeps, self._note]
        self._resolution.change(
            self.fit, [self._resolution, chosen], [self._amount, self._part, self._keeps, self._differs], **quiet
        )
        prepared = [self._resolution, self._approve, self._accept, self._resolve]
        chosen.change(self.prepare, chosen, prepared, **quiet)
        self._settle.click(self.settle, [*fields, chosen], [*shown, self._note], **quiet)
        buttons = (self._approve, self._accept, self._resolve, self._close)
        for button, move in zip(buttons, (self.approve, self.accept, self.resolve, self.close), strict=True):
            button.click(move, [self._note, chosen], [*shown, self._note], **quiet)

    def prepare(self, chosen: Chosen, request: gr.Request) -> tuple[Any, Any, Any, Any]:
        """The customer's wish or what is settled already comes first; approving is for who may, and carrying out is for
        what was accepted.
        """
        actor, claim = self._acting.session(request).actor, self._acting.claim(chosen)
        if claim is None:
            return gr.update(value=""), gr.update(visible=False), gr.update(visible=True), gr.update(visible=False)
        settled = claim.settlement
        waits = settled is not None and settled.approved_by is None
        may = waits and settled is not None and settled.proposed_by != actor.login
        wish = settled.resolution if settled else claim.facts.wish
        accepted = claim.status is Status.ACCEPTED
        return (
            gr.update(value=wish or ""),
            gr.update(visible=may and actor.may(Permission.APPROVE_SETTLEMENTS)),
            gr.update(visible=not accepted),
            gr.update(visible=accepted),
        )

    def fit(self, resolution: str, chosen: Chosen, request: gr.Request) -> tuple[Any, Any, Any, Any]:
        """The fields that belong to the resolution, and whether claims like this one got another one."""
        words, claim = self._acting.words(request), self._acting.claim(chosen)
        money = resolution in IN_MONEY
        price = claim.value if claim and resolution in (Resolution.REFUND, Resolution.STORE_CREDIT) else None
        partial = resolution == Resolution.PARTIAL_REFUND
        differs = ""
        if claim and resolution:
            usual, (count, of) = self._staff.cases.backgrounds.usual(claim)
            if usual and usual != resolution:
                differs = words["staff.differs"].format(usual=words[f"resolution.{usual}"], count=count, of=of)
        return (
            gr.update(visible=money, value=price),
            gr.update(visible=resolution == Resolution.SPARE_PART, value=""),
            gr.update(visible=partial, value=partial),
            gr.update(visible=bool(differs), value=differs),
        )

    def settle(
        self,
        resolution: str,
        amount: float | None,
        part: str,
        keeps: bool,
        note: str,
        chosen: Chosen,
        request: gr.Request,
    ) -> tuple[Any, ...]:
        if not resolution:
            return *self._acting.open(chosen, request, "staff.need_resolution"), note
        kind = Resolution(resolution)

        def act(number: str, actor: Actor, version: int) -> Claim:
            money = amount if kind in IN_MONEY else None
            spare = part.strip() if kind is Resolution.SPARE_PART else ""
            keeping = keeps and kind is Resolution.PARTIAL_REFUND
            wanted = Settlement(kind, actor.login, money, keeping, spare)
            return self._staff.cases.settling.settle(number, actor, wanted, note.strip(), version)

        shown, done = self._acting.do(act, "staff.settled", chosen, request)
        claim = self._acting.claim(chosen)
        if done and claim and claim.settlement and claim.settlement.approved_by is None:
            shown = self._acting.open(chosen, request, "staff.approval_wanted")
        return *shown, "" if done else note

    def approve(self, note: str, chosen: Chosen, request: gr.Request) -> tuple[Any, ...]:
        def act(number: str, actor: Actor, version: int) -> None:
            self._staff.cases.settling.approve(number, actor, note.strip(), version)

        return self._noted(act, "staff.approved", note, chosen, request)

    def accept(self, note: str, chosen: Chosen, request: gr.Request) -> tuple[Any, ...]:
        def act(number: str, actor: Actor, version: int) -> None:
            self._staff.accept(number, actor, note.strip(), version)

        return self._noted(act, "staff.done.accept", note, chosen, request)

    def resolve(self, note: str, chosen: Chosen, request: gr.Request) -> tuple[Any, ...]:
        def act(number: str, actor: Actor, version: int) -> None:
            self._staff.resolve(number, actor, note.strip(), version)

        return self._noted(act, "staff.done.resolve", note, chosen, request)

    def close(self, note: str, chosen: Chosen, request: gr.Request) -> tuple[Any, ...]:
        def act(number: str, actor: Actor, version: int) -> None:
            self._staff.close(number, actor, note.strip(), version)

        self._acting.session(request)
        if not note.strip():
            return *self._acting.open(chosen, request, "staff.need_note"), note
        return self._noted(act, "staff.done.close", note, chosen, request)

    def _noted(self, act: Act, done: str, note: str, chosen: Chosen, request: gr.Request) -> tuple[Any, ...]:
        shown, worked = self._acting.do(act, done, chosen, request)
        return *shown, "" if worked else note
