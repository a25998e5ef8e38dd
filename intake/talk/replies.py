"""Questions about a case, answers from the policies and small talk. All wording is data; nothing is decided here."""

from collections.abc import Sequence
from dataclasses import replace

from intake.claims.conversation import Choice, Conversation, Message
from intake.claims.model import Facts, Missing
from intake.dialogue.parts import named_part
from intake.errors import BadInput
from intake.rag.types import Answer
from intake.talk.danger import NO, YES
from intake.talk.marks import damage_marks
from intake.talk.phrases import PERSON, Phrases
from intake.vision.types import Damage, PhotoKind, QualityIssue

CANDIDATES = 3  # how many products or damages a question offers


class Replies(Phrases):
    def greeting(self, language: str) -> Message:
        return self._message(self._wording.say("greeting", language))

    def problem(self, problem: BadInput, language: str) -> Message:
        return self._message(
            self._wording.say(problem.key, language, **problem.values), choices=self._choices(language, PERSON)
        )

    def plain(self, key: str, language: str) -> Message:
        return self._message(self._wording.say(key, language))

    def answer(self, answer: Answer, language: str, phrased: str = "", before: Message | None = None) -> Message:
        """The policy's own words, quoted, under `phrased` where there are fewer words for it; or that no policy answers
        this, with a person one click away, as where the reply `before` quoted just the same.
        """
        if answer.covered:
            quoted = answer.citations[0]
            section = quoted.section or quoted.title
            same = self._wording.say("policy.answer_same", language, section=section)
            repeats = before is not None and before.text != same and any(map(quoted.same_place, before.citations[:1]))
            text = same if repeats else self._wording.say("policy.answer", language, section=section)
            choices = self._choices(language, PERSON) if repeats else ()
            said = self._message(phrased or text, citations=answer.citations[:1], choices=choices)
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
            case Missing.IDENTITY:
                choices = self._choices(language, "confirm", PERSON)
                return self._message(self._wording.say("ask.identity", language), choices=choices)

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
        if key == "ask.product_differs":
            picks = (*picks, self._damage_choice(Damage.WRONG_ITEM, language))
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
        guessed = [Damage.WRONG_ITEM] if facts.wrong_item_guessed else []
        likely = [*list(dict.fromkeys([*facts.suggested, *likely]))[:CANDIDATES], *guessed]
        stated = set(facts.stated_damages) - {Damage.INTACT, *guessed}
        part = named_part(text, language) or self._wording.say("closeup.spot", language)
        picks = tuple(self._damage_choice(damage, language) for damage in likely)
        return self._message(
            self._wording.say("ask.closeup" if stated else "ask.damage", language, part=part),
            choices=(*picks, *self._choices(language, PERSON)),
            marks=damage_marks(facts, photos, self._wording, language),
        )

    def _damage_choice(self, damage: Damage, language: str) -> Choice:
        return Choice(f"damage:{damage}", self._wording.say(f"damage.{damage}", language))

    def _ask_order(self, facts: Facts, language: str, photos: Sequence[str]) -> Message:
        again = facts.order_searched and facts.order is None
        key = "ask.order_again" if again else "ask.order"
        question = self._wording.say(key, language, order=facts.order_number or "")
        return self._message(
            " ".join(filter(None, (self.seen(facts, language), question))),
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

    def label(self, talk: Conversation, action: str) -> str:
        """What the pressed button said; it stands in the talk as the customer's words."""
        offered = (c for m in reversed(talk.messages) for c in m.choices if c.action == action)
        known = next(offered, None)
        return known.label if known else self._wording.all(talk.language).get(f"choice.{action}", "")


def _photo_wanted(facts: Facts) -> str:
    """Of a parcel that may not be open yet, of what is broken, or with a word on what that is."""
    if set(facts.stated_damages) == {Damage.CRUSHED}:
        return "ask.photo_parcel"
    return "ask.photo" if facts.stated_damages else "ask.photo_and_words"
