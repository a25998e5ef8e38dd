"""Decides what happens with a case: an ordered table of named rules over typed facts; the first that applies wins.

A yes may be automatic, a no never is: there is no outcome worse than a person, and every doubt goes to one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from intake.claims.case import Case
from intake.claims.model import Decision, Facts, Missing, Outcome, Reason, Resolution, Track
from intake.claims.rulebook import Rules
from intake.vision.types import Damage, PhotoKind

__all__ = ["Rules", "decide"]

Verdict = Callable[[Case], Decision]
REPAIR_OR_REPLACEMENT = (Resolution.REPAIR, Resolution.REPLACEMENT)  # the customer's choice, § 439 BGB


@dataclass(frozen=True)
class Rule:
    name: str
    applies: Callable[[Case], bool]
    verdict: Verdict


def decide(facts: Facts, rules: Rules) -> Decision:
    """The decision that the facts lead to. Pure: the same facts and rules give the same decision."""
    case = Case(facts, rules)
    rule = next(rule for rule in TABLE if rule.applies(case))
    return replace(rule.verdict(case), rule=rule.name, rules_version=rules.version)


def escalate(reason: Reason) -> Verdict:
    """To a person, who is told everything else that calls for one as well."""
    return lambda case: Decision(Outcome.ESCALATE, "", "", reasons=(reason, *case.signals()))


def escalate_signals(case: Case) -> Decision:
    return Decision(Outcome.ESCALATE, "", "", reasons=case.signals())


def ask(missing: Missing, otherwise: Reason) -> Verdict:
    """Ask for it; when it was asked for often enough, a person takes over."""

    def verdict(case: Case) -> Decision:
        if case.asked_enough(missing):
            return escalate(otherwise)(case)
        return Decision(Outcome.ASK, "", "", missing=missing)

    return verdict


def open_withdrawal(_: Case) -> Decision:
    return Decision(Outcome.OPEN, "", "", track=Track.WITHDRAWAL, resolutions=(Resolution.REFUND,))


def open_defect(track: Track) -> Verdict:
    def verdict(case: Case) -> Decision:
        refund = (Resolution.REFUND,) if case.within_withdrawal() else ()
        return Decision(
            Outcome.OPEN, "", "", track=track, damage=case.damage(), resolutions=REPAIR_OR_REPLACEMENT + refund
        )

    return verdict


def _no_photo(case: Case) -> bool:
    return case.needs_photo() and case.facts.observation is None


def _photo_unusable(case: Case) -> bool:
    return case.needs_photo() and case.seen() is None


def _product_unknown(case: Case) -> bool:
    return not case.facts.withdrawal and not case.product_known()


def _other_product_shown(case: Case) -> bool:
    return not case.facts.withdrawal and case.other_product_shown()


def _contradictory(case: Case) -> bool:
    return not case.facts.withdrawal and case.contradictory()


def _damage_unknown(case: Case) -> bool:
    return not case.facts.withdrawal and case.damage() is None


def _product_not_in_order(case: Case) -> bool:
    # Whoever withdraws may mean the whole order; a product that is named has to be part of it.
    return not case.in_order() and not (case.facts.withdrawal and case.facts.product is None)


def _withdrawal_in_time(case: Case) -> bool:
    return case.facts.withdrawal and case.within_withdrawal()


TABLE: tuple[Rule, ...] = (
    # Who needs a person gets one before anything else is asked.
    Rule("component_down", lambda c: bool(c.facts.components_down), escalate(Reason.COMPONENT_DOWN)),
    Rule("person_needed", lambda c: bool(c.signals()), escalate_signals),
    Rule("question_not_covered", lambda c: c.facts.pass_on, escalate(Reason.NOT_COVERED)),
    Rule("order_of_another", lambda c: c.facts.of_another or c.facts.unidentified, escalate(Reason.ORDER_NOT_FOUND)),
    Rule("photo_seen_before", lambda c: c.facts.photos_seen_before > 0, escalate(Reason.PHOTO_SEEN_BEFORE)),
    # What is it, and what is broken?
    Rule("photo_missing", _no_photo, ask(Missing.PHOTO, Reason.PHOTO_UNUSABLE)),
    Rule("photo_unusable", _photo_unusable, ask(Missing.BETTER_PHOTO, Reason.PHOTO_UNUSABLE)),
    Rule("photo_shows_nothing", lambda c: c.shows(PhotoKind.NOTHING), ask(Missing.BETTER_PHOTO, Reason.PHOTO_UNUSABLE)),
    Rule("photo_shows_parcel", lambda c: c.shows(PhotoKind.PARCEL), ask(Missing.PRODUCT_PHOTO, Reason.PHOTO_UNUSABLE)),
    Rule("product_none_of_these", lambda c: c.facts.none_of_these, escalate(Reason.PRODUCT_UNSURE)),
    Rule("photo_shows_other_product", _other_product_shown, escalate(Reason.CONTRADICTION)),
    Rule("photos_contradict", lambda c: c.photos_contradict(), ask(Missing.PRODUCT, Reason.CONTRADICTION)),
    Rule("product_doubted", lambda c: c.doubted(), ask(Missing.PRODUCT, Reason.PRODUCT_UNSURE)),
    # Where does it come from? The order may tell the product, so it is asked for first.
    Rule(
        "order_number_not_at_hand",
        lambda c: c.facts.order is None and c.facts.no_order_number,
        escalate(Reason.ORDER_NOT_FOUND),
    ),
    Rule("order_unknown", lambda c: c.facts.order is None, ask(Missing.ORDER, Reason.ORDER_NOT_FOUND)),
    Rule("product_unknown", _product_unknown, ask(Missing.PRODUCT, Reason.PRODUCT_UNSURE)),
    Rule("photo_and_text_disagree", _contradictory, escalate(Reason.CONTRADICTION)),
    Rule("damage_unknown", _damage_unknown, ask(Missing.DAMAGE, Reason.DAMAGE_UNSURE)),
    Rule("product_not_in_order", _product_not_in_order, escalate(Reason.PRODUCT_NOT_IN_ORDER)),
    # Withdrawing is a right: no limit of value or number stands against it.
    Rule("withdrawal_in_time", _withdrawal_in_time, open_withdrawal),
    Rule("withdrawal_late", lambda c: c.facts.withdrawal, escalate(Reason.OUTSIDE_PERIOD)),
    # The customer says "wrong item", yet this product was ordered: somebody has to compare.
    Rule("wrong_item", lambda c: Damage.WRONG_ITEM in c.facts.stated_damages, escalate(Reason.CONTRADICTION)),
    Rule("outside_warranty", lambda c: not c.within_warranty(), escalate(Reason.OUTSIDE_PERIOD)),
    Rule("value_above_limit", lambda c: not c.within_limit(), escalate(Reason.VALUE_ABOVE_LIMIT)),
    Rule(
        "repeated_claims",
        lambda c: c.facts.claims_in_last_year >= c.rules.repeated_claims,
        escalate(Reason.REPEATED_CLAIMS),
    ),
    Rule("transport_damage", lambda c: c.damaged_in_transport(), open_defect(Track.TRANSPORT)),
    Rule("defect_presumed_original", lambda c: c.within_presumption(), open_defect(Track.WARRANTY)),
    Rule("defect_within_warranty", lambda _: True, open_defect(Track.WARRANTY)),
)
