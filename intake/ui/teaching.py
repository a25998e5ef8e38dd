"""Where staff put right what was seen: product and damage of a claim's photos, learnt at once, taken back at will."""

from collections.abc import Callable
from typing import Any

import gradio as gr

from intake.claims.model import Claim
from intake.errors import BadInput, NotFound
from intake.staff.desk import StaffDesk
from intake.ui.messages import Wording
from intake.ui.sessions import Session
from intake.vision.types import Damage

Chosen = tuple[str, int] | None  # number and version of the claim as it is on the screen
Shown = tuple[str, str, Chosen]  # case, notice, chosen
Open = Callable[[Chosen, gr.Request, str], Shown]  # shows the claim again, with a notice


class TeachPart:
    """A fold under the claim. `open` shows the claim again after a correction."""

    def __init__(
        self,
        staff: StaffDesk,
        wording: Callable[[str], Wording],
        session: Callable[[gr.Request], Session],
        open: Open,
    ) -> None:
        self._staff, self._wording, self._session, self._open = staff, wording, session, open

    def lay_out(self) -> None:
        with gr.Accordion(open=False, elem_id="teach") as self.fold:
            with gr.Row():
                self.product = gr.Dropdown(allow_custom_value=True, elem_id="teach-product")
                self.damage = gr.Dropdown(elem_id="teach-damage")
            with gr.Row():
                self.correct_button = gr.Button(elem_id="teach-correct")
                self.undo_button = gr.Button(elem_id="teach-undo", visible=False)

    @property
    def labelled(self) -> list[Any]:
        return [self.fold, self.product, self.damage, self.correct_button, self.undo_button]

    def labels(self, words: Wording) -> tuple[Any, ...]:
        """What `labelled` shows, in the order of it."""
        damages = [("–", ""), *((words[f"staff.damage.{damage}"], damage.value) for damage in Damage)]
        return (
            gr.update(label=words["staff.teach"]),
            gr.update(label=words["staff.teach.product"]),
            gr.update(label=words["staff.teach.damage"], choices=damages),
            gr.update(value=words["staff.teach.correct"]),
            gr.update(value=words["staff.teach.undo"]),
        )

    def wire(self, chosen: gr.State, shown: tuple[Any, ...], quiet: dict[str, Any]) -> None:
        offered = [self.product, self.damage, self.undo_button]
        chosen.change(self.offer, chosen, offered, **quiet)
        corrected = self.correct_button.click(self.correct, [self.product, self.damage, chosen], shown, **quiet)
        corrected.success(self.offer, chosen, offered, **quiet)
        undone = self.undo_button.click(self.take_back, chosen, shown, **quiet)
        undone.success(self.offer, chosen, offered, **quiet)

    def offer(self, chosen: Chosen, request: gr.Request) -> tuple[Any, ...]:
        """The claim's candidates and ordered products first; any other SKU can be typed."""
        session = self._session(request)
        language = session.language
        claim = self._claim(chosen)
        skus = _likely(claim) if claim else []
        products = [("–", ""), *((f"{self._staff.card(sku, language).title} · {sku}", sku) for sku in skus)]
        undoes = bool(claim and self._staff.cases.lessons.may_take_back(claim.number, session.actor))
        return gr.update(choices=products, value=""), gr.update(value=""), gr.update(visible=undoes)

    def correct(self, sku: str, damage: str, chosen: Chosen, request: gr.Request) -> Shown:
        session = self._session(request)
        if chosen is None:
            return self._open(chosen, request, "staff.choose_first")
        try:
            self._staff.cases.lessons.correct(chosen[0], session.actor, (sku or "").strip(), damage or "")
        except BadInput:
            return self._open(chosen, request, "staff.teach.nothing")
        return self._open(chosen, request, "staff.teach.done")

    def take_back(self, chosen: Chosen, request: gr.Request) -> Shown:
        session = self._session(request)
        if chosen is None:
            return self._open(chosen, request, "staff.choose_first")
        self._staff.cases.lessons.take_back(chosen[0], session.actor)
        return self._open(chosen, request, "staff.teach.undone")

    def _claim(self, chosen: Chosen) -> Claim | None:
        try:
            return self._staff.claim(chosen[0]) if chosen else None
        except NotFound:
            return None


def _likely(claim: Claim) -> list[str]:
    seen = claim.facts.observation
    ordered = [line.sku for line in claim.facts.order.lines] if claim.facts.order else []
    return list(dict.fromkeys([*ordered, *(candidate.sku for candidate in (seen.products if seen else ()))]))
