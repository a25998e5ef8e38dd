"""What a customer is told of their claim. All wording is data; nothing is decided here."""

from collections.abc import Sequence
from dataclasses import replace

from intake.claims.conversation import Choice, Conversation, Message
from intake.claims.model import Claim, Decision, Facts, Reason, Status, Track
from intake.talk.marks import damage_marks
from intake.talk.phrases import PERSON, Phrases
from intake.vision.types import Damage

# What these say of an order is for its buyer alone.
OF_THE_ORDER = frozenset({Reason.PRODUCT_NOT_IN_ORDER, Reason.OUTSIDE_PERIOD})


class ClaimReplies(Phrases):
    def opened(self, claim: Claim, language: str, meaning: str = "") -> Message:
        """`meaning` says what the legal ground brings the customer."""
        decision = claim.decision
        product = claim.facts.nameable
        text = "\n\n".join(
            filter(
                None,
                (
                    self.seen(claim.facts, language, decision.damage),
                    self._wording.say("claim.opened", language, number=claim.number),
                    meaning,
                    self._wording.say(f"claim.next.{_next_step(decision)}", language),
                    self._ask_parcel(claim, language),
                ),
            )
        )
        return self._message(
            text,
            cards=(self.card(product, language),) if product else (),
            citations=claim.citations[:1],
            choices=(
                *self._resolutions(decision, language),
                *self._choices(language, *(["other_product"] if product else [])),
            ),
            claim=claim.number,
            marks=damage_marks(claim.facts, claim.photos, self._wording, language, decision.damage),
        )

    def _ask_parcel(self, claim: Claim, language: str) -> str:
        """Damage in transport: a photo of the packaging helps, and nobody owes one."""
        seen = claim.facts.observation
        shown = seen is not None and seen.parcel_damaged is not None
        transport = claim.decision.track is Track.TRANSPORT
        return self._wording.say("claim.parcel", language) if transport and not shown else ""

    def photo_added(self, claim: Claim, language: str) -> Message:
        return self._message(self._wording.say("claim.photo_added", language, number=claim.number))

    def _resolutions(self, decision: Decision, language: str) -> tuple[Choice, ...]:
        """Buttons where the law leaves the customer a choice."""
        if len(decision.resolutions) < 2:
            return ()
        labels = {r: self._wording.say(f"choice.resolution.{r}", language) for r in decision.resolutions}
        return tuple(Choice(f"resolution:{r}", label) for r, label in labels.items())

    def handed_over(self, number: str, reason: Reason, language: str, claim: Claim | None = None) -> Message:
        """The reason in one sentence; then that nobody has to repeat anything. `claim` where it was just made."""
        parts = (
            self._disagreement(claim.facts, language) if claim and reason is Reason.CONTRADICTION else "",
            self._wording.say(f"reason.{_told(reason, claim)}", language),
        )
        sentence = " ".join(filter(None, parts))
        return self._message(f"{sentence}\n\n{self._wording.say('handed_over', language, number=number)}", claim=number)

    def _disagreement(self, facts: Facts, language: str) -> str:
        """What was said and what is seen, side by side and without blame; empty where words name no damage."""
        seen, stated = facts.observation, [d for d in facts.stated_damages if d is not Damage.INTACT]
        if seen is None or not seen.damage_sure or not stated:
            return ""
        if seen.surely_intact:
            return self._wording.say("disagree.unseen", language, stated=self._either(stated, language))
        both = {
            "stated": self._either(stated, language),
            "seen": self._either(seen.likely or (seen.findings[0].damage,), language),
        }
        return self._wording.say("disagree.damage", language, **both)

    def wish_noted(self, claim: Claim, wishes: Sequence[str], language: str, numbers: Sequence[str]) -> Message:
        """One wish, or several that the customer leaves the choice of, noted with the claims of these `numbers`."""
        names = [self._wording.say(f"resolution.{wish}", language) for wish in wishes]
        key = "claim.wish" if len(numbers) == 1 else "claim.wish_of_several"
        wish = self._one_of(names, language)
        return self._message(
            self._wording.say(key, language, wish=wish, numbers=", ".join(numbers)), claim=claim.number
        )

    def added(self, claim: Claim, language: str) -> Message:
        return self._message(self._wording.say("claim.added", language, number=claim.number), claim=claim.number)

    def status(self, claim: Claim, language: str) -> Message:
        return self._message(
            self._wording.say(f"claim.status.{claim.status}", language, number=claim.number),
            choices=self._choices(language, PERSON),
            claim=claim.number,
        )

    def next_step(self, claim: Claim, language: str) -> Message:
        """Where the claim stands, and of one that a rule opened and nobody has moved yet what comes next."""
        status = self.status(claim, language)
        if claim.status is not Status.NEW:
            return status
        coming = self._wording.say(f"claim.next.{_next_step(claim.decision)}", language)
        return replace(status, text=f"{status.text} {coming}")

    def noted(self, talk: Conversation) -> Message:
        return self._message(self._wording.say("with_person.noted", talk.language), claim=talk.claim)


def _next_step(decision: Decision) -> str:
    wrong = decision.damage is Damage.WRONG_ITEM
    return Damage.WRONG_ITEM if wrong else str(decision.track)


def _told(reason: Reason, claim: Claim | None) -> str:
    """The reason as the customer may read it. `claim` where it was just made."""
    if claim and reason is Reason.PHOTO_UNUSABLE and not claim.photos:
        return "no_photo"
    return "about_order" if claim and reason in OF_THE_ORDER and not claim.facts.identified else reason
