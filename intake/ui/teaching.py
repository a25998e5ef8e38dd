"""Where staff put right what was read: product, damage, intent and track in one place, taken back at will."""

from typing import Any

import gradio as gr

from intake.claims.access.roles import Actor
from intake.claims.model import Claim, Track
from intake.dialogue.types import Intent
from intake.staff.desk import StaffDesk
from intake.ui.acting import Acting, Chosen, Shown
from intake.ui.messages import Wording
from intake.vision.types import Damage


class TeachPart:
    """A fold under the claim."""

    def __init__(self, staff: StaffDesk, acting: Acting) -> None:
        self._staff, self._acting = staff, acting

    def lay_out(self) -> None:
        with gr.Accordion(open=False, elem_id="teach") as self.fold:
            self.product = gr.Dropdown(allow_custom_value=True, elem_id="teach-product")
            self.damage = gr.Dropdown(elem_id="teach-damage")
            self.intent = gr.Dropdown(elem_id="teach-intent")
            self.track = gr.Dropdown(elem_id="teach-track")
            with gr.Row():
                self.correct_button = gr.Button(elem_id="teach-correct")
                self.undo_button = gr.Button(elem_id="teach-undo", visible=False)

    @property
    def _fields(self) -> list[Any]:
        return [self.product, self.damage, self.intent, self.track]

    @property
    def labelled(self) -> list[Any]:
        return [self.fold, *self._fields, self.correct_button, self.undo_button]

    def labels(self, words: Wording) -> tuple[Any, ...]:
        """What `labelled` shows, in the order of it."""
        damages = [("–", ""), *((words[f"staff.damage.{one}"], one.value) for one in Damage)]
        intents = [("–", ""), *((words[f"staff.intent.{one}"], one.value) for one in Intent)]
        tracks = [("–", ""), *((words[f"track.{one}"], one.value) for one in Track)]
        return (
            gr.update(label=words["staff.teach"]),
            gr.update(label=words["staff.teach.product"]),
            gr.update(label=words["staff.teach.damage"], choices=damages),
            gr.update(label=words["staff.teach.intent"], choices=intents),
            gr.update(label=words["staff.teach.track"], choices=tracks),
            gr.update(value=words["staff.teach.correct"]),
            gr.update(value=words["staff.teach.undo"]),
        )

    def wire(self, chosen: gr.State, shown: list[Any], quiet: dict[str, Any]) -> None:
        offered = [*self._fields, self.undo_button]
        chosen.change(self.offer, chosen, offered, **quiet)
        corrected = self.correct_button.click(self.correct, [*self._fields, chosen], shown, **quiet)
        corrected.success(self.offer, chosen, offered, **quiet)
        undone = self.undo_button.click(self.take_back, chosen, shown, **quiet)
        undone.success(self.offer, chosen, offered, **quiet)

    def offer(self, chosen: Chosen, request: gr.Request) -> tuple[Any, ...]:
        """The claim's candidates and ordered products first; any other SKU can be typed."""
        session = self._acting.session(request)
        claim = self._acting.claim(chosen)
        skus = _likely(claim) if claim else []
        products = [("–", ""), *((f"{self._staff.card(sku, session.language).title} · {sku}", sku) for sku in skus)]
        undoes = bool(claim and self._staff.cases.lessons.may_take_back(claim.number, session.actor))
        return gr.update(choices=products, value=""), *([gr.update(value="")] * 3), gr.update(visible=undoes)

    def correct(self, sku: str, damage: str, intent: str, track: str, chosen: Chosen, request: gr.Request) -> Shown:
        said = [(value or "").strip() for value in (sku, damage, intent, track)]

        def act(number: str, actor: Actor, _: int) -> None:
            self._staff.cases.lessons.correct(number, actor, *said)

        return self._acting.do(act, "staff.teach.done", chosen, request)[0]

    def take_back(self, chosen: Chosen, request: gr.Request) -> Shown:
        def act(number: str, actor: Actor, _: int) -> None:
            self._staff.cases.lessons.take_back(number, actor)

        return self._acting.do(act, "staff.teach.undone", chosen, request)[0]


def _likely(claim: Claim) -> list[str]:
    seen = claim.facts.observation
    return list(
        dict.fromkeys([*claim.facts.ordered, *(candidate.sku for candidate in (seen.products if seen else ()))])
    )
