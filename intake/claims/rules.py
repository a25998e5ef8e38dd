"""Decides what happens with a case: named rules over typed facts, in order; the first that applies wins.

First the frame, which no file can change: who needs a person gets one, and what is missing is asked for. Then the rules
of the shop. A yes may be automatic, a no never is: nothing is worse than a person, and every doubt goes to one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from intake.claims.case import Case
from intake.claims.frame import Frame
from intake.claims.model import Decision, Facts, Missing, Outcome, Reason, Resolution, Track
from intake.claims.shop_rules.conditions import Ground
from intake.claims.shop_rules.rule import Opening, ShopRule
from intake.claims.shop_rules.rulebook import Rules
from intake.vision.types import Damage, PhotoKind

__all__ = ["Rules", "decide"]

Verdict = Callable[[Case], Decision]
REPAIR_OR_REPLACEMENT = (Resolution.REPAIR, Resolution.REPLACEMENT)
OTHERWISE = {  # why a person takes over when something was asked for in vain
    Missing.PHOTO: Reason.PHOTO_UNUSABLE,
    Missing.BETTER_PHOTO: Reason.PHOTO_UNUSABLE,
    Missing.PRODUCT_PHOTO: Reason.PHOTO_UNUSABLE,
    Missing.PRODUCT: Reason.PRODUCT_UNSURE,
    Missing.DAMAGE: Reason.DAMAGE_UNSURE,
    Missing.ORDER: Reason.ORDER_NOT_FOUND,
}


@dataclass(frozen=True)
class Rule:
    name: str
    applies: Callable[[Case], bool]
    verdict: Verdict


def decide(facts: Facts, rules: Rules) -> Decision:
    """The decision that the facts lead to. Pure: the same facts and rules give the same decision."""
    case = Case(facts, rules)
    table = (*FRAME, *map(of_shop, rules.rules), NO_RULE)
    rule = next(rule for rule in table if rule.applies(case))
    return replace(rule.verdict(case), rule=str(rule.name), rules_version=rules.version, rules_id=rules.id)


def of_shop(rule: ShopRule) -> Rule:
    """A rule of the shop's file as one of this table."""

    def applies(case: Case) -> bool:
        # Without a delivery date nobody knows what the law gives, and nothing is opened.
        undated = rule.outcome is Outcome.OPEN and case.ground is None
        return not undated and rule.when.hold(case.known, rule.in_doubt)

    return Rule(rule.name, applies, _verdict(rule.offer))


def _verdict(offer: Opening | Missing | Reason) -> Verdict:
    match offer:
        case Reason():
            return escalate(offer)
        case Missing():
            return ask(offer, OTHERWISE[offer])
        case _:
            return open_claim(offer)


def escalate(reason: Reason) -> Verdict:
    """To a person, who is told everything else that calls for one as well."""
    return lambda case: _escalated(reason, *_calls(case.facts))


def escalate_signals(case: Case) -> Decision:
    return _escalated(*_calls(case.facts))


def _escalated(*reasons: Reason) -> Decision:
    return Decision(Outcome.ESCALATE, "", "", reasons=tuple(dict.fromkeys(reasons)))


def _calls(facts: Facts) -> tuple[Reason, ...]:
    """What in the words calls for a person. A danger in doubt is one where a person takes over before the answer."""
    return (*facts.signals, Reason.SAFETY) if facts.alarm_in_doubt else facts.signals


def ask(missing: Missing, otherwise: Reason) -> Verdict:
    """Ask for it; when it was asked for often enough, a person takes over."""

    def verdict(case: Case) -> Decision:
        if case.asked_enough(missing):
            return escalate(otherwise)(case)
        return Decision(Outcome.ASK, "", "", missing=missing)

    return verdict


def ask_once(missing: Missing, otherwise: Reason) -> Verdict:
    """Where the answer alone may clear it up: what still holds afterwards is a person's."""
    return lambda case: (escalate(otherwise) if case.asked(missing) else ask(missing, otherwise))(case)


def open_withdrawal(_: Case) -> Decision:
    return Decision(Outcome.OPEN, "", "", track=Track.WITHDRAWAL, resolutions=(Resolution.REFUND,))


def open_claim(offer: Opening) -> Verdict:
    """What the law gives stands first and can't be taken out: by warranty the customer chooses, § 439 BGB."""

    def verdict(case: Case) -> Decision:
        ground = case.ground
        lawful = ground in (Ground.TRANSPORT, Ground.WARRANTY)
        track = Track(ground) if ground and lawful else offer.track
        rights = REPAIR_OR_REPLACEMENT if lawful else ()
        refund = (Resolution.REFUND,) if case.within_withdrawal() else ()
        choice = dict.fromkeys((*rights, *offer.resolutions, *refund))
        if case.damage() is Damage.WRONG_ITEM:  # no repair makes it what was ordered
            choice = dict.fromkeys((Resolution.REPLACEMENT, *(one for one in choice if one is not Resolution.REPAIR)))
        return Decision(Outcome.OPEN, "", "", track=track, damage=case.damage(), resolutions=tuple(choice))

    return verdict


def _no_photo(case: Case) -> bool:
    return case.needs_photo() and case.facts.observation is None


def _photo_unusable(case: Case) -> bool:
    return case.needs_photo() and case.seen() is None


def _product_unknown(case: Case) -> bool:
    """Who sends something back of an order of several products is asked what; a declaration may mean all of it."""
    facts = case.facts
    if facts.withdrawal:
        several = facts.order is not None and len(facts.order.lines) > 1
        own_words = facts.withdrawn_at is not None and not facts.withdrawal_agreed
        return several and not own_words and facts.product is None
    return not case.product_known()


def _other_product_shown(case: Case) -> bool:
    expected = case.facts.withdrawal or case.facts.absent or case.other_item_came()
    return not expected and case.other_product_shown()


def _contradictory(case: Case) -> bool:
    return not case.facts.withdrawal and case.contradictory()


def _damage_unknown(case: Case) -> bool:
    return not case.facts.withdrawal and case.damage() is None


def _product_not_in_order(case: Case) -> bool:
    # Whoever withdraws may mean the whole order; a product that is named has to be part of it.
    return not case.in_order() and not (case.facts.withdrawal and case.facts.product is None)


def _withdrawal_in_time(case: Case) -> bool:
    return case.facts.withdrawal and case.within_withdrawal()


def _order_of_another(case: Case) -> Decision:
    """A slip in the address is asked about; in vain asked for already, it is a person's."""
    if case.facts.unidentified:
        return escalate(Reason.ORDER_NOT_FOUND)(case)
    return ask(Missing.IDENTITY, Reason.ORDER_NOT_FOUND)(case)


def _item_absent(case: Case) -> bool:
    """What didn't come because something else did is a wrong item."""
    return case.facts.absent and not (case.facts.withdrawal or case.wrong_item_shown())


def _wrong_item_doubtful(case: Case) -> bool:
    return Damage.WRONG_ITEM in case.facts.stated_damages and not case.wrong_item_shown()


def _wrong_item(case: Case) -> Decision:
    """What was only guessed from the words is asked about first."""
    if case.facts.wrong_item_guessed:
        return ask_once(Missing.DAMAGE, Reason.CONTRADICTION)(case)
    return escalate(Reason.CONTRADICTION)(case)


FRAME: tuple[Rule, ...] = (
    # Who needs a person gets one before anything else is asked.
    Rule(Frame.COMPONENT_DOWN, lambda c: bool(c.facts.components_down), escalate(Reason.COMPONENT_DOWN)),
    Rule(Frame.PERSON_NEEDED, lambda c: bool(c.facts.signals), escalate_signals),
    Rule(Frame.ALARM_IN_DOUBT, lambda c: c.facts.alarm_in_doubt, ask(Missing.DANGER, Reason.SAFETY)),
    Rule(Frame.QUESTION_NOT_COVERED, lambda c: c.facts.pass_on, escalate(Reason.NOT_COVERED)),
    Rule(Frame.ORDER_OF_ANOTHER, lambda c: c.facts.of_another or c.facts.unidentified, _order_of_another),
    Rule(Frame.PHOTO_SEEN_BEFORE, lambda c: c.facts.photos_seen_before > 0, escalate(Reason.PHOTO_SEEN_BEFORE)),
    # What is it, and what is broken?
    Rule(Frame.PHOTO_MISSING, _no_photo, ask(Missing.PHOTO, Reason.PHOTO_UNUSABLE)),
    Rule(Frame.PHOTO_UNUSABLE, _photo_unusable, ask(Missing.BETTER_PHOTO, Reason.PHOTO_UNUSABLE)),
    Rule(
        Frame.PHOTO_SHOWS_NOTHING,
        lambda c: c.shows(PhotoKind.NOTHING),
        ask(Missing.BETTER_PHOTO, Reason.PHOTO_UNUSABLE),
    ),
    Rule(
        Frame.PHOTO_SHOWS_PARCEL, lambda c: c.shows(PhotoKind.PARCEL), ask(Missing.PRODUCT_PHOTO, Reason.PHOTO_UNUSABLE)
    ),
    Rule(Frame.PRODUCT_NONE_OF_THESE, lambda c: c.facts.none_of_these, escalate(Reason.PRODUCT_UNSURE)),
    Rule(Frame.PHOTO_SHOWS_OTHER_PRODUCT, _other_product_shown, ask_once(Missing.PRODUCT, Reason.CONTRADICTION)),
    Rule(Frame.PHOTO_UNLIKE_PRODUCT, lambda c: c.unlike_product(), ask(Missing.BETTER_PHOTO, Reason.PHOTO_UNUSABLE)),
    Rule(Frame.PRODUCT_DOUBTED, lambda c: c.doubted(), ask(Missing.PRODUCT, Reason.PRODUCT_UNSURE)),
    # Where does it come from? The order may tell the product, so it is asked for first.
    Rule(
        Frame.ORDER_NUMBER_NOT_AT_HAND,
        lambda c: c.facts.order is None and c.facts.no_order_number,
        escalate(Reason.ORDER_NOT_FOUND),
    ),
    Rule(Frame.ORDER_UNKNOWN, lambda c: c.facts.order is None, ask(Missing.ORDER, Reason.ORDER_NOT_FOUND)),
    Rule(Frame.PHOTOS_CONTRADICT, lambda c: c.photos_contradict(), ask(Missing.PRODUCT, Reason.CONTRADICTION)),
    Rule(Frame.PRODUCT_UNKNOWN, _product_unknown, ask(Missing.PRODUCT, Reason.PRODUCT_UNSURE)),
    Rule(Frame.ITEM_ABSENT, _item_absent, escalate(Reason.CONTRADICTION)),
    Rule(Frame.PHOTO_AND_TEXT_DISAGREE, _contradictory, escalate(Reason.CONTRADICTION)),
    Rule(Frame.DAMAGE_UNKNOWN, _damage_unknown, ask(Missing.DAMAGE, Reason.DAMAGE_UNSURE)),
    Rule(Frame.PRODUCT_NOT_IN_ORDER, _product_not_in_order, escalate(Reason.PRODUCT_NOT_IN_ORDER)),
    # Withdrawing is a right: no limit of value or number stands against it.
    Rule(Frame.WITHDRAWAL_IN_TIME, _withdrawal_in_time, open_withdrawal),
    Rule(Frame.WITHDRAWAL_LATE, lambda c: c.facts.withdrawal, escalate(Reason.OUTSIDE_PERIOD)),
    # The customer says "wrong item", yet the photo shows none that wasn't ordered: somebody has to compare.
    Rule(Frame.WRONG_ITEM, _wrong_item_doubtful, _wrong_item),
)
# Nobody is left without an answer by a gap in a file.
NO_RULE = Rule(Frame.NO_RULE, lambda _: True, escalate(Reason.NOT_COVERED))
