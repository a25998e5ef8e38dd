"""What the machine asks, and what it says around a question: one thing at a time, never twice in the same words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from intake.claims.conversation import Asked, Author, Choice, Conversation, Message
from intake.claims.model import Claim, Facts, Missing, Outcome, Reason
from intake.dialogue.written import day
from intake.ports import Wording
from intake.talk.claim_replies import ClaimReplies
from intake.talk.evidence import case_text
from intake.talk.phrases import PERSON
from intake.talk.replies import CANDIDATES, Replies
from intake.vision.types import EVEN, Damage

ASKS = {
    Missing.PHOTO: Asked.PHOTO,
    Missing.BETTER_PHOTO: Asked.PHOTO,
    Missing.PRODUCT: Asked.PRODUCT,
    Missing.DAMAGE: Asked.DAMAGE,
    Missing.ORDER: Asked.ORDER,
    Missing.IDENTITY: Asked.CONFIRM,
    Missing.DANGER: Asked.DANGER,
}
AGAIN = {
    Missing.PHOTO: "ask.photo_again",
    Missing.BETTER_PHOTO: "ask.better_photo_again",
    Missing.ORDER: "ask.order_still",
    Missing.DAMAGE: "ask.damage_again",
}


class Questions:
    def __init__(self, wording: Wording, replies: Replies, claim_replies: ClaimReplies) -> None:
        self._wording, self._replies, self._claim_replies = wording, replies, claim_replies

    def missing(self, talk: Conversation, missing: Missing) -> Message:
        """The question for what is missing; asked again, it comes in other words."""
        facts = talk.facts
        if missing is Missing.DANGER:
            return replace(self._replies.question(facts, missing, talk.language), asks=Asked.DANGER)
        if missing is Missing.DAMAGE and facts.observation and (_visible(facts) or _shows_one(facts)):
            return self._damage_unseen(talk)
        asked = ASKS.get(missing, Asked.PHOTO)
        message = self._replies.question(facts, missing, talk.language, talk.photos, case_text(talk))
        if missing is Missing.PRODUCT and not facts.product_confirmed and (best := _only_one_ordered(facts)):
            product = self._replies.product_name(best, talk.language)
            message = replace(message, text=self._say("ask.product_confirm", talk, product=product))
            asked = Asked.CONFIRM
        message, before = self._again(talk, missing, message)
        if facts.withdrawn_at and not facts.attempts:
            before = [self._say("withdrawal.received", talk, at=moment(facts.withdrawn_at, talk.language))]
        if missing is Missing.PHOTO and facts.named and not facts.attempts:
            goes_on = talk.messages[-1].author is Author.INTAKE  # to the next product of a message that named several
            before = [self._say("taken.next" if goes_on else "taken.up", talk, words=facts.named[0])]
        return replace(message, text=" ".join([*before, message.text]), asks=asked)

    def still_open(self, talk: Conversation) -> Message:
        """What was asked before a question of the customer's came in between."""
        last = next(m for m in reversed(talk.messages) if m.asks and m.asks is not Asked.DANGER)
        asked = next((missing for missing in AGAIN if missing == talk.facts.attempts[-1][0]), None)
        if asked and last.asks is ASKS[asked]:
            last, _ = self._again(talk, asked, last)
        return replace(last, at=datetime.now(UTC))

    def _again(self, talk: Conversation, missing: Missing, message: Message) -> tuple[Message, list[str]]:
        """Asked again: in words of its own, after thanks where the customer told something else instead."""
        times = dict(talk.facts.attempts).get(missing)
        not_found = missing is Missing.ORDER and talk.facts.order_number is not None
        if times is None or not_found or missing not in AGAIN:
            return message, [self._say("ask.again", talk)] if times and not not_found else []
        again, noted = self._say(AGAIN[missing], talk), self._say("noted", talk)
        said_last = f"{noted} {again}" == _last(talk)  # nobody is thanked in the same words twice running
        return replace(message, text=again), [] if times or said_last else [noted]

    def _damage_unseen(self, talk: Conversation) -> Message:
        """The customer said what is broken, and the photo shows it differently, not surely, or not at all."""
        seen = talk.facts.observation
        assert seen is not None
        if not seen.sees_damage:
            lacks = Damage.MISSING_PART in talk.facts.stated_damages  # no close-up shows what isn't there
            first = "ask.damage_closer_part" if lacks else "ask.damage_closer"
            key = "ask.damage_closer_again" if dict(talk.facts.attempts).get(Missing.DAMAGE) else first
            return self._message(self._say(key, talk), Asked.PHOTO, self._choices(talk, PERSON))
        shown = self._replies.question(talk.facts, Missing.DAMAGE, talk.language, talk.photos, case_text(talk))
        damage = self._say(f"damage.{seen.findings[0].damage}", talk)
        return replace(shown, text=self._say("ask.damage_confirm", talk, damage=damage), asks=Asked.CONFIRM)

    def concluded(self, claim: Claim, message: Message, language: str) -> Message:
        """A withdrawal is confirmed with its time, whatever else happens; a choice that the law gives is asked for."""
        facts = claim.facts
        if Reason.SAFETY in claim.decision.reasons:
            message = self.safety_first(message, language)
        if facts.withdrawal:
            at = moment(facts.withdrawn_at or claim.created, language)
            text = self._wording.say("withdrawal.received", language, at=at)
            return replace(message, text=f"{text} {message.text}")
        choice = claim.decision.outcome is Outcome.OPEN and len(claim.decision.resolutions) > 1
        return replace(message, asks=Asked.WISH) if choice and facts.wish is None else message

    def compare_order(self, talk: Conversation) -> Message:
        text = self._say("ask.order_compared", talk, order=talk.facts.order_number or "")
        return self._message(text, Asked.CONFIRM, self._choices(talk, "confirm", PERSON))

    def withdrawal_received(self, talk: Conversation) -> Message:
        at = moment(talk.facts.withdrawn_at or datetime.now(UTC), talk.language)
        return replace(self._message(self._say("withdrawal.received", talk, at=at)), claim=talk.claim)

    def safety_first(self, message: Message, language: str) -> Message:
        return replace(message, text=f"{self._wording.say('alarm.safety', language)}\n\n{message.text}")

    def email(self, talk: Conversation) -> Message:
        return self._message(self._say("ask.email", talk), Asked.EMAIL, self._choices(talk, PERSON))

    def claim_number(self, talk: Conversation) -> Message:
        return self._message(self._say("claim.ask_number", talk), Asked.CLAIM, self._choices(talk, PERSON))

    def without_claim_number(self, talk: Conversation) -> Message:
        return self._message(self._say("claim.without_number", talk), Asked.EMAIL, self._choices(talk, PERSON))

    def no_claim(self, talk: Conversation) -> Message:
        """To the buyer of an order that there is no claim about."""
        text = self._say("claim.none_of_order", talk, order=talk.facts.order_number or "")
        return self._message(text, Asked.PHOTO, self._choices(talk, PERSON))

    def unknown_claim(self, talk: Conversation) -> Message:
        """The same words for a wrong number and a wrong identifier: neither is told apart."""
        return self._message(self._say("claim.not_matched", talk), Asked.EMAIL, self._choices(talk, PERSON))

    def status_and_order(self, talk: Conversation, claim: Claim, note: str) -> Message:
        """What the customer who showed the claim to be theirs is told of it: its state, its order, what came last."""
        status = self._claim_replies.status(claim, talk.language)
        product = claim.facts.product
        about = self._say(
            "claim.about",
            talk,
            date=day(claim.created.astimezone(), talk.language),
            product=self._replies.product_name(product, talk.language) if product else "–",
            order=claim.facts.order_number or "–",
        )
        cards = (self._replies.card(product, talk.language),) if product else ()
        last = [self._say("claim.last_word", talk, note=note)] if note else []
        return replace(status, text="\n\n".join([status.text, about, *last]), cards=cards)

    def order_status(self, talk: Conversation) -> Message:
        order = talk.facts.order
        assert order is not None
        key = "order.delivered" if order.delivered else "order.on_its_way"
        values = {"order": order.number, "ordered": day(order.ordered, talk.language)}
        delivered = day(order.delivered, talk.language) if order.delivered else ""
        return self._message(self._say(key, talk, **values, delivered=delivered))

    def not_covered(self, talk: Conversation) -> Message:
        return self._message(self._say("policy.not_covered", talk), Asked.CONFIRM, self._choices(talk, PERSON))

    def photo_set_aside(self, talk: Conversation) -> Message:
        return self._message(self._say("photo.set_aside", talk), Asked.PHOTO, self._choices(talk, PERSON))

    def photo_welcome(self, talk: Conversation) -> Message:
        """Who asks whether to send a photo may do so; what was asked stays asked."""
        return self._message(self._say("photo.welcome", talk), pending(talk))

    def heated(self, talk: Conversation) -> Message:
        """One sentence to who may be upset, and the way to a person; what was asked stays asked."""
        return self._message(self._say("heated", talk), pending(talk), self._choices(talk, PERSON))

    def person_offer(self, talk: Conversation) -> Message:
        """Who may want a person; what was asked stays asked."""
        asked = pending(talk) or Asked.CONFIRM
        return self._message(self._say("person.offer", talk), asked, self._choices(talk, PERSON))

    def what_now(self, talk: Conversation, claim: Claim | None) -> Message:
        """How the case goes on, for whoever asks; what it waits for is asked again behind it."""
        return (
            self._claim_replies.next_step(claim, talk.language) if claim else self._message(self._say("what_now", talk))
        )

    def machine(self, talk: Conversation) -> Message:
        """Who asks whether this is a person is told that it is none; what was asked stays asked."""
        return self._message(self._say("machine", talk), pending(talk), self._choices(talk, PERSON))

    def misunderstood(self, talk: Conversation) -> Message:
        return self._message(self._say("misunderstood", talk), choices=self._choices(talk, PERSON))

    def nothing_to_do(self, talk: Conversation) -> Message:
        return self._message(self._say("nothing_to_do", talk), choices=self._choices(talk, PERSON))

    def withdrawal_offer(self, talk: Conversation, key: str = "withdrawal.offer") -> Message:
        """Who may mean to send something back declares it with one word."""
        return self._message(self._say(key, talk), Asked.CONFIRM, self._choices(talk, "withdraw", PERSON))

    def goes_back(self, talk: Conversation) -> Message:
        """To whom nothing is broken: what they may have in mind is asked, not assumed."""
        return self.withdrawal_offer(talk, "withdrawal.or_else")

    def waiting(self, talk: Conversation) -> Message:
        """Patience; what was asked stays asked."""
        return self._message(self._unsaid(talk, "wait", "wait.again"), pending(talk))

    def switched(self, talk: Conversation) -> Message:
        return self._message(self._say("language.switched", talk))

    def thanks(self, talk: Conversation) -> Message:
        return self._message(self._unsaid(talk, "thanks", "goodbye"))

    def _unsaid(self, talk: Conversation, first: str, second: str) -> str:
        """The first of two sentences, or the second right after it: nobody reads the same one over and over."""
        text = self._say(first, talk)
        return self._say(second, talk) if _last(talk) == text else text

    def unclear(self, talk: Conversation, told: bool) -> Message:
        """First what can be done here, then the same in other words and a person; who told something is asked on."""
        if told and not _answered(talk):
            text = self._unsaid(talk, "tell.more", "help")
        else:
            text = self._say("help" if told or talk.facts.unclear <= 1 else "confused", talk)
        return self._message(text, choices=self._choices(talk, PERSON))

    def acknowledged(self, talk: Conversation) -> Message:
        return self._message(self._say("acknowledged", talk), choices=self._choices(talk, PERSON))

    def _say(self, key: str, talk: Conversation, **values: object) -> str:
        return self._wording.say(key, talk.language, **values)

    def _choices(self, talk: Conversation, *actions: str) -> tuple[Choice, ...]:
        return tuple(Choice(action, self._say(f"choice.{action}", talk)) for action in actions)

    @staticmethod
    def _message(text: str, asks: Asked | None = None, choices: Sequence[Choice] = ()) -> Message:
        return Message(Author.INTAKE, text, datetime.now(UTC), choices=tuple(choices), asks=asks)


MOMENTS = {"de": "%d.%m.%Y um %H:%M Uhr", "en": "%d %b %Y at %H:%M"}


def moment(at: datetime, language: str) -> str:
    """Day and time in the shop's time zone, in words of the language."""
    return at.astimezone().strftime(MOMENTS[language])


def pending(talk: Conversation) -> Asked | None:
    """What the machine's last message asks for; a question about danger stays until it is answered."""
    if talk.facts.alarm_in_doubt:
        return Asked.DANGER
    last = next((m for m in reversed(talk.messages) if m.author is not Author.CUSTOMER), None)
    return last.asks if last else None


def _last(talk: Conversation) -> str:
    """What the customer read last."""
    return next((m.text for m in reversed(talk.messages) if m.author is not Author.CUSTOMER), "")


def _answered(talk: Conversation) -> bool:
    """Whether a policy was quoted last."""
    return next((bool(m.citations) for m in reversed(talk.messages) if m.author is not Author.CUSTOMER), False)


def _only_one_ordered(facts: Facts) -> str | None:
    """The likeliest product of the photo, where it is surely read or the only one of the likely that was ordered."""
    seen = facts.observation
    if seen is None or seen.unknown or seen.contradiction or facts.product_doubted:
        return None
    likely = [candidate.sku for candidate in facts.offered[:CANDIDATES]]
    ordered = [sku for sku in likely if facts.identified and facts.order and facts.order.line(sku)]
    surely = seen.product_sure and seen.products[0].sku == likely[0]
    return likely[0] if surely or ordered == likely[:1] else None


def _visible(facts: Facts) -> bool:
    return any(d not in (Damage.DOES_NOT_WORK, Damage.WRONG_ITEM, Damage.INTACT) for d in facts.stated_damages)


def _shows_one(facts: Facts) -> bool:
    """Whether the photo likely shows one damage, and nobody has said yet what it is: a yes is easier than a word."""
    seen = facts.observation
    first_time = not dict(facts.attempts).get(Missing.DAMAGE)
    return seen is not None and first_time and not facts.stated_damages and seen.findings[0].probability >= EVEN
