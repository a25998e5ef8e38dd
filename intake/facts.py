"""What the customer's words and clicks add to the facts. Pure functions."""

from dataclasses import replace

from intake.claims.model import Facts, Missing, Resolution
from intake.dialogue.types import Intent, Understanding
from intake.vision.types import Damage


def apply_words(facts: Facts, said: Understanding) -> Facts:
    """Adds what a message states; nothing that was stated before gets lost, a new order number replaces the old one."""
    stated = tuple(dict.fromkeys((*facts.stated_damages, *map(Damage, said.damages))))
    facts = replace(
        facts,
        stated_damages=stated,
        asked_for_person=facts.asked_for_person or Intent.TALK_TO_PERSON in said.intents,
        upset=facts.upset or said.upset,
        alarm=facts.alarm or said.alarm,
        legal_threat=facts.legal_threat or said.legal,
        withdrawal=not stated and (facts.withdrawal or Intent.RETURN in said.intents),
        no_order_number=facts.no_order_number or Intent.NO_ORDER_NUMBER in said.intents,
        wish=Resolution(said.wish) if said.wish else facts.wish,
    )
    if said.order_number:
        facts = _with_order_number(facts, said.order_number)
    return _answered(facts, said)


def apply_action(facts: Facts, action: str) -> Facts:
    """Adds what a pressed button says; an unknown action adds nothing."""
    kind, _, value = action.partition(":")
    match kind:
        case "product":
            return replace(facts, product=value, product_confirmed=True, none_of_these=False)
        case "other_product":
            return replace(facts, product_doubted=True, product_confirmed=False)
        case "none_of_these":
            return replace(facts, none_of_these=True, product=None, product_confirmed=False)
        case "damage" if value in set(Damage):
            return replace(facts, stated_damages=(Damage(value),), damage_confirmed=True)
        case "order":
            return _with_order_number(facts, value)
        case "no_order_number":
            return replace(facts, no_order_number=True)
        case "person":
            return replace(facts, asked_for_person=True)
        case _:
            return facts


def count_attempt(facts: Facts, missing: Missing) -> Facts:
    """Notes that `missing` was asked for; what was asked last stands last."""
    before = dict(facts.attempts)
    times = before.pop(missing, 0) + 1
    return replace(facts, attempts=(*before.items(), (missing, times)))


def _with_order_number(facts: Facts, number: str) -> Facts:
    return replace(facts, order_number=number, order=None, order_searched=False, no_order_number=False)


def _answered(facts: Facts, said: Understanding) -> Facts:
    """ "Yes" in words confirms what was asked last."""
    asked = facts.attempts[-1][0] if facts.attempts else None
    if Intent.CONFIRM not in said.intents or facts.observation is None:
        return facts
    if asked == Missing.PRODUCT:
        return replace(facts, product=facts.observation.products[0].sku, product_confirmed=True)
    if asked == Missing.DAMAGE:
        return replace(facts, damage_confirmed=True)
    return facts
