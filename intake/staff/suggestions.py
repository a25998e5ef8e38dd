"""Three replies to begin from: the next step, what the policy says, and what staff wrote in claims like this one.

They are texts to edit, never sent by themselves, and promise nothing that isn't decided.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from intake.claims.access.roles import Actor
from intake.claims.counting.traits import PastReply, TraitBook, Traits
from intake.claims.model import Claim, Reason
from intake.ports import Knowledge
from intake.rag.types import Citation
from intake.staff.answers import Answers
from intake.staff.values import Values, settled_values

log = logging.getLogger(__name__)

NEXT, POLICY, PAST, REQUEST = "next", "policy", "past", "request"
SEARCHED = 40  # past replies that one is chosen from
# What is asked for where no policy and no past reply helps.
REQUESTS = {
    Reason.PRODUCT_UNSURE: "request.whole",
    Reason.DAMAGE_UNSURE: "request.closeup",
    Reason.CONTRADICTION: "request.closeup",
    Reason.PHOTO_UNUSABLE: "request.whole",
    Reason.ORDER_NOT_FOUND: "request.order_number",
    Reason.PRODUCT_NOT_IN_ORDER: "request.type_label",
    Reason.PHOTO_SEEN_BEFORE: "request.whole",
}
# Somebody else's data: an address, a claim, a number of four digits or more, an amount, a person called by name.
_FOREIGN = re.compile(
    r"\S+@\S+|\b[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{2}\b|\d[\d\s./-]{2,}\d|[€$]\s*\d|\d\s*(?:€|EUR)"
    r"|\b(?:Frau|Herrn?|Mrs?\.?|Ms\.?|Lieber?|Dear|Hi|Hallo|Hello)\s+(?!Grüße)[A-ZÄÖÜ]"
)


@dataclass(frozen=True)
class Suggestion:
    """`kind` tells where it comes from; `source` is the policy's section or the claim of the past reply."""

    kind: str
    text: str
    source: str = ""

    @property
    def asks(self) -> bool:
        """Whether the customer is expected to answer."""
        return "?" in self.text or self.kind == REQUEST


class Suggester:
    def __init__(self, answers: Answers, values: Values, traits: TraitBook, knowledge: Knowledge) -> None:
        self._answers, self._values, self._traits, self._knowledge = answers, values, traits, knowledge

    def of(self, claim: Claim, actor: Actor, language: str) -> tuple[Suggestion, ...]:
        """Three different ones in `language`, the customer's."""
        values = self._values.of(claim, actor, language)
        found: dict[str, Suggestion] = {}
        for suggestion in self._candidates(claim, language, values):
            found.setdefault(suggestion.text, suggestion)
            if len(found) == 3:
                break
        return tuple(found.values())

    def _candidates(self, claim: Claim, language: str, values: Mapping[str, str]) -> Iterator[Suggestion]:
        yield Suggestion(NEXT, self._letter(claim, self._next(claim, language, values), language, values))
        if quoted := self._quotation(claim, language):
            cited = {
                "title": quoted.title,
                "section": quoted.section,
                "version": quoted.version,
                "quote": quoted.passage,
            }
            body = self._answers.say("policy", language, {**values, **cited})
            yield Suggestion(POLICY, self._letter(claim, body, language, values), f"{quoted.title}, {quoted.section}")
        if past := self._past(claim, language, values):
            yield Suggestion(PAST, past.text, past.claim)
        reason = next(iter(claim.decision.reasons), None)
        for key in (REQUESTS.get(reason, "block.wait") if reason else "block.wait", "block.choose", "block.received"):
            body = self._answers.say(key, language, values)
            yield Suggestion(REQUEST if key in REQUESTS.values() else NEXT, self._letter(claim, body, language, values))

    def _quotation(self, claim: Claim, language: str) -> Citation | None:
        """What the claim rests on, else what the policies of the day of purchase say about the customer's words."""
        if claim.citations or not claim.text:
            return next(iter(claim.citations), None)
        bought = claim.facts.order.ordered if claim.facts.order else None
        try:
            answer = self._knowledge.ask(claim.text, language, bought)
        except Exception:  # whatever retrieval fails with, the other suggestions are there
            log.exception("policy search failed")
            return None
        return answer.citations[0] if answer.covered else None

    def _next(self, claim: Claim, language: str, values: Mapping[str, str]) -> str:
        settlement, decision = claim.settlement, claim.decision
        if settlement and settlement.approved_by:
            return self._answers.say(
                f"settled.{settlement.resolution}", language, {**values, **settled_values(settlement, language)}
            )
        keys = [*(f"next.{reason}" for reason in decision.reasons[:1]), f"next.track.{decision.track}", "next.other"]
        return self._answers.say(next(key for key in keys if self._answers.has(key, language)), language, values)

    def _letter(self, claim: Claim, body: str, language: str, values: Mapping[str, str]) -> str:
        mood = _mood(claim)
        parts = ["opening", *([mood] if mood else [])]
        said = [self._answers.say(part, language, values) for part in parts]
        return "\n\n".join([*said, body, self._answers.say("closing", language, values)])

    def _past(self, claim: Claim, language: str, values: Mapping[str, str]) -> PastReply | None:
        """The newest reply of staff in a claim most like this one that can be said here as well."""
        traits = self._traits.of(claim.number)
        if traits is None:
            return None
        for reply in self._traits.replies_alike(traits, language, SEARCHED):
            text = self._carried_over(reply, traits, language, values)
            if text and not (self._promises(text, language) and not claim.settlement):
                return PastReply(reply.claim, text)
        return None

    def _carried_over(self, reply: PastReply, traits: Traits, language: str, values: Mapping[str, str]) -> str | None:
        """With this claim's number in the place of the other one's; None where it tells of another customer."""
        other = self._traits.of(reply.claim)
        if other is None or other.sku != traits.sku:
            return None
        text = reply.text.replace(reply.claim, "\0")
        if _FOREIGN.search(text):
            return None
        return self._signed(text.replace("\0", values["number"]), language, values)

    def _signed(self, text: str, language: str, values: Mapping[str, str]) -> str:
        """With the name of who writes now in the place of who wrote then."""
        closing = re.escape(self._answers.say("closing", language, {})).replace(re.escape("{name}"), ".+")
        own = self._answers.say("closing", language, values)
        return re.sub(closing, lambda _: own, text)

    def _promises(self, text: str, language: str) -> bool:
        return any(stem in text.casefold() for stem in self._answers.stems("promise", language))


def _mood(claim: Claim) -> str | None:
    """The key of the sentence to begin with. What customers said after the hand-over stands in the history."""
    later = {event.note for event in claim.history if event.actor == "customer"}
    if claim.facts.alarm or Reason.SAFETY in {*claim.decision.reasons, *later}:
        return "mood.alarm"
    upset = claim.facts.upset or Reason.UPSET in {*claim.decision.reasons, *later}
    return "mood.upset" if upset else None
