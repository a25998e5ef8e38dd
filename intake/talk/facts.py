"""What the customer's words and clicks add to the facts. Pure functions."""

import re
from dataclasses import replace
from datetime import datetime

from intake.claims.conversation import Asked
from intake.claims.model import Facts, Missing, Mood, Resolution
from intake.dialogue.cues import Cue
from intake.dialogue.taken_back import without_taken_back
from intake.dialogue.types import Intent, Understanding
from intake.talk.heard import Heard
from intake.vision.types import Damage

# Germany, Austria, Switzerland and most neighbours; the Netherlands; the United Kingdom.
POSTAL_CODE = re.compile(r"\b(?:\d{4,5}|\d{4} ?[a-z]{2}|[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2})\b", re.IGNORECASE)
COMPARED = "order_compared"  # among the attempts: whether the order's number is right
TOLD = "told"  # among the attempts: how often something was told instead of sending a photo
GIVEN_UP = 99  # as if it had been asked for more often than any rules have it
BESIDE = 4  # so often at most it counts as no failure


def apply_words(facts: Facts, heard: Heard) -> Facts:
    """Adds what a message states. What was stated before stays, unless the customer takes it back or says it anew."""
    said = heard.said
    if said is None:
        return facts
    stated, guessed = _stated(facts, heard, said)
    offered = facts.withdrawal_offered and not heard.intends(Intent.DENY)
    agrees = facts.withdrawal_offered and (heard.confirms or heard.is_unwanted)
    declared = facts.withdrawn_at or (heard.at if heard.declares_withdrawal or agrees else None)
    returns = Intent.RETURN in said.intents and not heard.asks
    facts = replace(
        facts,
        stated_damages=stated,
        guessed=guessed,
        absent=(facts.absent or heard.misses_article) and Cue.FINE_AFTER_ALL not in heard.cues,
        withdrawal_offered=offered and not (agrees or heard.damages),
        withdrawal_agreed=(facts.withdrawal_agreed or agrees) and not heard.declares_withdrawal,
        asked_for_person=facts.asked_for_person or heard.wants_person or _takes_person(facts, heard),
        upset=facts.upset or heard.furious,
        mood=max(facts.mood, Mood(said.mood), key=list(Mood).index),
        alarm=facts.alarm or said.alarm,
        legal_threat=facts.legal_threat or said.legal,
        withdrawn_at=declared,
        withdrawal=declared is not None or (not stated and (facts.withdrawal or returns)),
        no_order_number=facts.no_order_number or heard.lacks_order_number,
        wish=Resolution(said.wish) if said.wish else facts.wish,
        email=said.email or facts.email,
        named=_named(facts, heard),
    )
    if heard.corrects and said.products:  # "not the stool, the chair": what was taken for it counts no more
        facts = replace(facts, product=None, product_confirmed=False, product_doubted=False)
    postal_code = _postal_code(heard)
    if postal_code:
        facts = replace(facts, postal_code=postal_code)
    if said.order_number and not (postal_code and facts.order_number):
        facts = _with_order_number(facts, said.order_number)
    if _is_another_order(facts, heard):
        facts = replace(facts, order_number=None, order=None, order_searched=False)
    return _answered(facts, said)


def _is_another_order(facts: Facts, heard: Heard) -> bool:
    """Whether the number that was asked about once more is none of this order's, by a no or by whose it is."""
    return compares(facts) and (heard.intends(Intent.DENY) or Cue.OTHERS in heard.cues)


def compares(facts: Facts) -> bool:
    """Whether it was asked last whether the order's number is right."""
    return facts.order is not None and _asked_last(facts) == COMPARED


def _takes_person(facts: Facts, heard: Heard) -> bool:
    """A yes to the offer of a person, where nothing else was there to be confirmed."""
    confirms = heard.confirms and heard.pending is Asked.CONFIRM
    return facts.person_offered and confirms and not (facts.attempts or facts.question_open or facts.withdrawal_offered)


def _postal_code(heard: Heard) -> str | None:
    """Of an answer to the question for a second identifier; elsewhere such a number means something else."""
    found = POSTAL_CODE.search(heard.text) if heard.pending is Asked.EMAIL else None
    return found.group() if found else None


def compares_identity(facts: Facts) -> bool:
    """Whether it was asked last whether number and address are right, which fit no order together."""
    return facts.of_another and _asked_last(facts) == Missing.IDENTITY


def _asked_last(facts: Facts) -> str | None:
    return facts.attempts[-1][0] if facts.attempts else None


def _stated(facts: Facts, heard: Heard, said: Understanding) -> tuple[tuple[Damage, ...], tuple[Damage, ...]]:
    """All damages that were stated, and those of them that are no more than guesses.

    "It's no tear, it's a stain" replaces what was said before, and "false alarm" takes it back. A guess gives way to
    whoever finds nothing broken, or sends something back without a word of a defect; a wrong item that is guessed, to
    any other damage.
    """
    before, now = facts.stated_damages, heard.damages
    guesses = {*facts.guessed, *map(Damage, said.guessed)}
    named = {*facts.named_damages, *map(Damage, said.named_damages)}
    if heard.finds_nothing_broken:
        taken_back = Cue.FINE_AFTER_ALL in heard.cues or heard.intends(Intent.RETURN)
        return () if taken_back else facts.named_damages, ()
    if heard.only_returns or facts.withdrawal:
        before, now = (tuple(d for d in damages if d in named) for damages in (before, now))
    stated = now if now and heard.corrects else tuple(dict.fromkeys((*before, *now)))
    guessed = tuple(damage for damage in stated if damage in guesses - named)
    if Damage.WRONG_ITEM in guessed and set(stated) - {Damage.WRONG_ITEM, Damage.INTACT}:
        stated, guessed = (tuple(d for d in damages if d is not Damage.WRONG_ITEM) for damages in (stated, guessed))
    return stated, guessed


def _named(facts: Facts, heard: Heard) -> tuple[str, ...]:
    """The words that may name the product, the newest first; what is taken back is left out."""
    words = without_taken_back(heard.text)
    asks = heard.asks and heard.pending is not Asked.PRODUCT  # "the white one, could you send a new one?" answers
    return facts.named if asks or not words else (words, *facts.named)


def apply_action(facts: Facts, action: str, at: datetime) -> Facts:
    """Adds what a button says that was pressed `at` that time; an unknown action adds nothing."""
    kind, _, value = action.partition(":")
    match kind:
        case "withdraw":
            declared = replace(facts, withdrawal=True, withdrawn_at=facts.withdrawn_at or at)
            return replace(declared, withdrawal_offered=False, withdrawal_agreed=True)
        case "product":
            return replace(facts, product=value, product_confirmed=True, none_of_these=False, named_by_order=False)
        case "other_product":
            return replace(facts, product_doubted=True, product_confirmed=False)
        case "none_of_these":
            return replace(facts, none_of_these=True, product=None, product_confirmed=False)
        case "damage" if value in set(Damage):
            return replace(facts, stated_damages=(Damage(value),), damage_confirmed=True, guessed=())
        case "order":
            return _with_order_number(facts, value)
        case "another_piece":
            return replace(facts, another_piece=True)
        case "confirm" if compares_identity(facts):
            return replace(facts, unidentified=True)
        case "no_order_number":
            return replace(facts, no_order_number=True)
        case "person":
            return replace(facts, asked_for_person=True)
        case _:
            return facts


def without_photo(facts: Facts, before: Facts) -> Facts:
    """What is left where the customer takes the photos back: nothing that was seen, nor that it showed a wrong item.

    `before` is what was known before the message that takes them back.
    """
    stated = tuple(d for d in facts.stated_damages if d is not Damage.WRONG_ITEM or d in before.stated_damages)
    unseen = replace(facts, observation=None, product=None, product_confirmed=False, product_doubted=False)
    again = tuple((what, times) for what, times in facts.attempts if what not in (Missing.PHOTO, Missing.DAMAGE))
    return replace(unseen, stated_damages=stated, attempts=again)


def next_case(facts: Facts) -> Facts:
    """What holds for another case of the same talk: the order, who the customer is, and products still to come."""
    return Facts(
        facts.today,
        order_number=facts.order_number if facts.order else None,
        order=facts.order,
        order_searched=facts.order is not None,
        order_carried=facts.order is not None,
        email=facts.email,
        postal_code=facts.postal_code,
        harmless=facts.harmless,
    )


def anew(facts: Facts) -> Facts:
    """What is left where there was no case after all: who the customer is, and which order and things they named."""
    known = replace(next_case(facts), order_number=facts.order_number, order=facts.order, named=facts.named)
    return replace(known, order_searched=facts.order_searched, order_carried=facts.order_carried)


def count_attempt(facts: Facts, missing: str) -> Facts:
    """Notes that `missing` was asked for; what was asked last stands last."""
    before = dict(facts.attempts)
    times = before.pop(missing, 0) + 1
    return replace(facts, attempts=(*before.items(), (missing, times)))


def gone_on(before: Facts, now: Facts, heard: Heard, said_before: str) -> Facts:
    """Who tells something else instead of what was asked for has not failed to answer: asking for it starts anew.

    `said_before` is what the customer wrote of the case before this message.
    """
    if not now.attempts or heard.pending is None or heard.said is None or (heard.asks and heard.sounds_asked):
        return now
    told = {
        Missing.ORDER: now.order_number != before.order_number,
        Missing.DAMAGE: bool(set(now.stated_damages) - set(before.stated_damages)),
        Missing.PRODUCT: any(words.lower() not in said_before.lower() for words in heard.said.products),
        Missing.PHOTO: False,
        Missing.BETTER_PHOTO: False,
    }
    asked = now.attempts[-1][0]
    if asked in (Missing.PHOTO, Missing.BETTER_PHOTO) and heard.adds and heard.text not in said_before:
        now = _told_beside(now, asked)
    if heard.asks:
        return now
    if asked == Missing.DAMAGE and told[Missing.DAMAGE]:  # a photo that shows it may still be asked for
        return replace(now, attempts=(*now.attempts[:-1], (asked, min(1, now.attempts[-1][1]))))
    went_on = asked in told and any(new for what, new in told.items() if what != asked)
    return replace(now, attempts=(*now.attempts[:-1], (asked, 0))) if went_on else now


def without_better_photo(facts: Facts, heard: Heard) -> Facts:
    """Who has sent a photo and says that there is no better one isn't asked for it again: a person takes over."""
    asked = heard.pending is Asked.PHOTO and facts.attempts and facts.observation is not None
    if not asked or heard.photos or Cue.NO_PHOTO not in heard.cues:
        return facts
    return replace(facts, attempts=(*facts.attempts[:-1], (facts.attempts[-1][0], GIVEN_UP)))


def _told_beside(facts: Facts, asked: str) -> Facts:
    """What adds to the story is no failure to send a photo, a few times."""
    before = dict(facts.attempts)
    times = before.pop(TOLD, 0) + 1
    return replace(facts, attempts=((TOLD, times), *{**before, asked: 0}.items())) if times <= BESIDE else facts


def _with_order_number(facts: Facts, number: str) -> Facts:
    """What is said again isn't looked up again."""
    if facts.order and number == facts.order_number:
        return replace(facts, order_carried=False)
    return replace(
        facts, order_number=number, order=None, order_searched=False, no_order_number=False, order_carried=False
    )


def _answered(facts: Facts, said: Understanding) -> Facts:
    """ "Yes" in words confirms what was asked last."""
    if Intent.CONFIRM not in said.intents:
        return facts
    if compares_identity(facts):
        return replace(facts, unidentified=True)
    if facts.observation is None:
        return facts
    asked = _asked_last(facts)
    if asked == Missing.PRODUCT:
        return replace(facts, product=facts.offered[0].sku, product_confirmed=True, named_by_order=False)
    if asked == Missing.DAMAGE and facts.observation.findings:
        seen = facts.observation.findings[0].damage
        return replace(facts, damage_confirmed=True, stated_damages=facts.stated_damages and (seen,))
    return facts
