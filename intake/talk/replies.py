"""From decisions to messages in the customer's language. All wording is data; nothing is decided here."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from intake.claims.conversation import Author, Card, Choice, Conversation, Mark, Message
from intake.claims.model import Claim, Decision, Facts, Missing, Reason, Track
from intake.dialogue.parts import named_part
from intake.errors import BadInput
from intake.ports import Wording
from intake.rag.types import Answer, Citation
from intake.talk.danger import NO, YES
from intake.talk.marks import damage_marks
from intake.vision.types import CatalogueProduct, Damage, PhotoKind, QualityIssue

CANDIDATES = 3  # how many products or damages a question offers
PERSON = "person"


# What these say of an order is for its buyer alone.
OF_THE_ORDER = frozenset({Reason.PRODUCT_NOT_IN_ORDER, Reason.OUTSIDE_PERIOD})


class Replies:
    def __init__(self, wording: Wording, product: Callable[[str], CatalogueProduct | None]) -> None:
        self._wording, self._product = wording, product

    def greeting(self, language: str) -> Message:
        return self._message(self._wording.say("greeting", language))

    def problem(self, problem: BadInput, language: str) -> Message:
        return self._message(
            self._wording.say(problem.key, language, **problem.values), choices=self._choices(language, PERSON)
        )

    def noted(self, talk: Conversation) -> Message:
        return self._message(self._wording.say("with_person.noted", talk.language), claim=talk.claim)

    def plain(self, key: str, language: str) -> Message:
        return self._message(self._wording.say(key, language))

    def answer(self, answer: Answer, language: str, phrased: str = "") -> Message:
        """The policy's own words, quoted, under `phrased` where there are fewer words for it; or that no policy answers
        this, with a person one click away.
        """
        if answer.covered:
            quoted = answer.citations[0]
            text = phrased or self._wording.say("policy.answer", language, section=quoted.section or quoted.title)
            said = self._message(text, citations=answer.citations[:1])
        else:
            words = self._wording.say("policy.not_covered", language)
            said = self._message(words, choices=self._choices(language, PERSON))
        return replace(said, considered=answer.considered)

    def question(
        self, facts: Facts, missing: Missing, language: str, photos: Sequence[str] = (), text: str = ""
    ) -> Message:
        """`photos` are the ids of the case's photos; what was seen on them is marked where the question is about it.

        `text` is what the customer wrote: a close-up is asked of the part that it names.
        """
        match missing:
            case Missing.PRODUCT:
                return self._ask_product(facts, language)
            case Missing.DAMAGE:
                return self._ask_damage(facts, language, photos, text)
            case Missing.ORDER:
                return self._ask_order(facts, language, photos)
            case Missing.DANGER:
                return self._ask_danger(facts, language)
            case Missing.BETTER_PHOTO:
                return self._ask_better_photo(facts, language)
            case Missing.PHOTO:
                return self._message(self._wording.say(_photo_wanted(facts), language))
            case Missing.PRODUCT_PHOTO:
                return self._message(self._wording.say(f"ask.{missing}", language))

    def _ask_product(self, facts: Facts, language: str) -> Message:
        """Offers the likely two or three; never without a way to say that it is none of them."""
        seen = facts.observation
        skus = [c.sku for c in facts.offered[:CANDIDATES]]
        key = "ask.product"
        if seen and seen.contradiction:
            shown = [sku for sku in seen.contradiction if facts.identified or sku in {c.sku for c in seen.alone}]
            key, skus = "ask.product_contradiction", shown[:CANDIDATES] or skus
        elif seen and seen.product_sure and facts.product_confirmed and facts.product != skus[0]:
            key, skus = "ask.product_differs", list(dict.fromkeys([*skus[:1], *filter(None, [facts.nameable]), *skus]))
        elif seen and seen.unknown:
            key = "ask.product_unknown"
        elif seen and seen.product_sure and skus[0] == seen.products[0].sku:
            key = "ask.product_confirm"
        product = self.product_name(skus[0], language) if skus else ""
        if not skus:
            return self._message(
                self._wording.say("ask.product_open", language), choices=self._choices(language, PERSON)
            )
        picks = tuple(Choice(f"product:{sku}", self.product_name(sku, language)) for sku in skus)
        return self._message(
            self._wording.say(key, language, product=product),
            cards=tuple(self.card(sku, language) for sku in skus),
            choices=(*picks, *self._choices(language, "none_of_these")),
        )

    def _ask_damage(self, facts: Facts, language: str, photos: Sequence[str], text: str) -> Message:
        seen = facts.observation
        likely = (
            list(seen.likely if seen.surely_damaged else [f.damage for f in seen.findings[:CANDIDATES]]) if seen else []
        )
        likely = list(dict.fromkeys([*facts.suggested, *likely]))[:CANDIDATES]
        stated = any(damage is not Damage.INTACT for damage in facts.stated_damages)
        part = named_part(text, language) or self._wording.say("closeup.spot", language)
        picks = tuple(Choice(f"damage:{d}", self._wording.say(f"damage.{d}", language)) for d in likely)
        return self._message(
            self._wording.say("ask.closeup" if stated else "ask.damage", language, part=part),
            choices=(*picks, *self._choices(language, PERSON)),
            marks=damage_marks(facts, photos, self._wording, language),
        )

    def _ask_order(self, facts: Facts, language: str, photos: Sequence[str]) -> Message:
        again = facts.order_searched and facts.order is None
        key = "ask.order_again" if again else "ask.order"
        question = self._wording.say(key, language, order=facts.order_number or "")
        return self._message(
            " ".join(filter(None, (self._seen(facts, language), question))),
            cards=(self.card(facts.nameable, language),) if facts.nameable else (),
            choices=self._choices(language, "no_order_number", *(["other_product"] if facts.nameable else [])),
            marks=damage_marks(facts, photos, self._wording, language) if facts.product else (),
        )

    def _ask_danger(self, facts: Facts, language: str) -> Message:
        key = "ask.danger_again" if dict(facts.attempts).get(Missing.DANGER) else "ask.danger"
        return self._message(self._wording.say(key, language), choices=self._choices(language, YES, NO, PERSON))

    def _ask_better_photo(self, facts: Facts, language: str) -> Message:
        """Says what is wrong with the photo and what to do about it."""
        seen = facts.observation
        issues = list(seen.quality.issues) if seen else []
        if seen and not issues and seen.kind is PhotoKind.NOTHING:
            issues = [QualityIssue.NO_PRODUCT]
        hints = [self._wording.say(f"ask.better_photo.{issue}", language) for issue in issues]
        if seen and not issues and seen.unknown and facts.product_confirmed:
            product = self.product_name(facts.nameable, language) if facts.nameable else ""
            key = "ask.better_photo.unlike" if product else "ask.better_photo.unlike_any"
            hints = [self._wording.say(key, language, product=product)]
        return self._message(" ".join(hints or [self._wording.say("ask.better_photo", language)]))

    def opened(self, claim: Claim, language: str, meaning: str = "") -> Message:
        """`meaning` says what the legal ground brings the customer."""
        decision = claim.decision
        product = claim.facts.nameable
        text = "\n\n".join(
            filter(
                None,
                (
                    self._seen(claim.facts, language, decision.damage),
                    self._wording.say("claim.opened", language, number=claim.number),
                    meaning,
                    self._wording.say(f"claim.next.{decision.track}", language),
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

    def wish_noted(self, claim: Claim, wishes: Sequence[str], language: str) -> Message:
        """One wish, or several that the customer leaves the choice of."""
        names = [self._wording.say(f"resolution.{wish}", language) for wish in wishes]
        return self._message(
            self._wording.say("claim.wish", language, wish=self._one_of(names, language)), claim=claim.number
        )

    def added(self, claim: Claim, language: str) -> Message:
        return self._message(self._wording.say("claim.added", language, number=claim.number), claim=claim.number)

    def status(self, claim: Claim, language: str) -> Message:
        return self._message(
            self._wording.say(f"claim.status.{claim.status}", language, number=claim.number),
            choices=self._choices(language, PERSON),
            claim=claim.number,
        )

    def label(self, talk: Conversation, action: str) -> str:
        """What the pressed button said; it stands in the talk as the customer's words."""
        offered = (c for m in reversed(talk.messages) for c in m.choices if c.action == action)
        known = next(offered, None)
        return known.label if known else self._wording.all(talk.language).get(f"choice.{action}", "")

    def product_name(self, sku: str, language: str) -> str:
        product = self._product(sku)
        return product.name(language) if product else sku

    def card(self, sku: str, language: str) -> Card:
        product = self._product(sku)
        return Card(sku, self.product_name(sku, language), product.images[0] if product and product.images else "")

    def _seen(self, facts: Facts, language: str, damage: Damage | None = None) -> str:
        """What the photo shows, said with no more certainty than there is; `damage` where it was decided."""
        seen = facts.observation
        if seen is None or facts.nameable is None:
            return ""
        product = self.product_name(facts.nameable, language)
        if seen.surely_damaged:
            likely = (damage,) if damage in seen.likely and damage else seen.likely or (seen.findings[0].damage,)
            return self._wording.say("seen.damage", language, product=product, damage=self._either(likely, language))
        return self._wording.say("seen.product", language, product=product)

    def _either(self, damages: Sequence[Damage], language: str) -> str:
        """ "a crack, a chip or a dent" """
        return self._one_of([self._wording.say(f"damage.{damage}", language) for damage in damages], language)

    def _one_of(self, names: Sequence[str], language: str) -> str:
        if len(names) == 1:
            return names[0]
        return self._wording.say("seen.either", language, one=", ".join(names[:-1]), other=names[-1])

    def _choices(self, language: str, *actions: str) -> tuple[Choice, ...]:
        return tuple(Choice(action, self._wording.say(f"choice.{action}", language)) for action in actions)

    def _message(
        self,
        text: str,
        cards: Sequence[Card] = (),
        citations: Sequence[Citation] = (),
        choices: Sequence[Choice] = (),
        claim: str | None = None,
        marks: Sequence[Mark] = (),
    ) -> Message:
        return Message(
            Author.INTAKE,
            text,
            datetime.now(UTC),
            cards=tuple(cards),
            citations=tuple(citations),
            choices=tuple(choices),
            claim=claim,
            marks=tuple(marks),
        )


def _photo_wanted(facts: Facts) -> str:
    """Of a parcel that may not be open yet, of what is broken, or with a word on what that is."""
    if set(facts.stated_damages) == {Damage.CRUSHED}:
        return "ask.photo_parcel"
    return "ask.photo" if facts.stated_damages else "ask.photo_and_words"


def _told(reason: Reason, claim: Claim | None) -> str:
    """The reason as the customer may read it. `claim` where it was just made."""
    if claim and reason is Reason.PHOTO_UNUSABLE and not claim.photos:
        return "no_photo"
    return "about_order" if claim and reason in OF_THE_ORDER and not claim.facts.identified else reason
