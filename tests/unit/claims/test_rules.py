"""Every row of the table fires for the case that it is meant for."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from intake.claims.frame import Frame
from intake.claims.model import Facts, Missing, Outcome, Reason, Resolution, Track
from intake.claims.rules import FRAME, Rules, decide
from intake.errors import RulesInvalid
from intake.vision.types import Damage, PhotoKind
from tests.unit.claims.strategies import GOOD, RULES, TODAY, observation, order

CRACK, CHIP, STAIN, SCRATCH = Damage.CRACK, Damage.CHIP, Damage.STAIN, Damage.SCRATCH
DEAD, WRONG, INTACT = Damage.DOES_NOT_WORK, Damage.WRONG_ITEM, Damage.INTACT
EITHER = replace(observation(CRACK, CHIP, STAIN), likely=(CRACK, CHIP))
CARTON = replace(observation(CRACK, Damage.CRUSHED), likely=(CRACK, Damage.CRUSHED))
UNSURE = observation(CRACK, STAIN, SCRATCH, Damage.TEAR, damaged=0.7, damage_sure=False)
WHOLE = observation(CRACK, damaged=0.02)
NOTHING = replace(observation(CRACK), kind=PhotoKind.NOTHING)
PARCEL = replace(observation(Damage.CRUSHED), kind=PhotoKind.PARCEL)
TWO = replace(observation(CRACK, product_sure=False), contradiction=("MUG-DOTS", "MUG-FERN"))
STRANGE = replace(observation(CRACK, product_sure=False), known=0.1)
BOXED = replace(observation(CRACK), parcel_damaged=True)
BLURRED = observation(CRACK, usable=False)
UNREAD = observation(CRACK, product_sure=False)
RETURNED = Facts(TODAY, withdrawal=True, order=order(14))

OTHER_CAME = replace(
    GOOD,
    observation=WHOLE,
    product="MUG-FERN",
    product_confirmed=True,
    order=order(20, "MUG-FERN"),
    stated_damages=(Damage.WRONG_ITEM,),
)

ASKS: list[tuple[str, Facts, Missing, Reason]] = [
    ("alarm_in_doubt", replace(GOOD, doubtful=("it hissed",)), Missing.DANGER, Reason.SAFETY),
    ("alarm_in_doubt", replace(Facts(TODAY), doubtful=("it hissed",)), Missing.DANGER, Reason.SAFETY),
    ("photo_missing", Facts(TODAY), Missing.PHOTO, Reason.PHOTO_UNUSABLE),
    ("photo_missing", replace(GOOD, observation=None), Missing.PHOTO, Reason.PHOTO_UNUSABLE),
    ("photo_unusable", replace(GOOD, observation=BLURRED), Missing.BETTER_PHOTO, Reason.PHOTO_UNUSABLE),
    ("photo_shows_nothing", replace(GOOD, observation=NOTHING), Missing.BETTER_PHOTO, Reason.PHOTO_UNUSABLE),
    ("photo_shows_parcel", replace(GOOD, observation=PARCEL), Missing.PRODUCT_PHOTO, Reason.PHOTO_UNUSABLE),
    ("product_doubted", replace(GOOD, product_doubted=True), Missing.PRODUCT, Reason.PRODUCT_UNSURE),
    (
        "photo_unlike_product",
        replace(GOOD, observation=STRANGE, product="PHONE-ONYX", product_confirmed=True, order=order(20, "PHONE-ONYX")),
        Missing.BETTER_PHOTO,
        Reason.PHOTO_UNUSABLE,
    ),
    # Order and words put it first among the candidates; the picture looks like something else.
    (
        "photo_unlike_product",
        replace(GOOD, observation=replace(STRANGE, pictured=("LAMP-OAK", "MUG-DOTS")), product_confirmed=True),
        Missing.BETTER_PHOTO,
        Reason.PHOTO_UNUSABLE,
    ),
    ("photos_contradict", replace(GOOD, observation=TWO), Missing.PRODUCT, Reason.CONTRADICTION),
    ("product_unknown", replace(GOOD, observation=STRANGE), Missing.PRODUCT, Reason.PRODUCT_UNSURE),
    ("product_unknown", replace(GOOD, observation=UNREAD), Missing.PRODUCT, Reason.PRODUCT_UNSURE),
    ("product_unknown", replace(GOOD, product=None), Missing.PRODUCT, Reason.PRODUCT_UNSURE),
    ("product_unknown", replace(GOOD, order=order(20, "MUG-FERN")), Missing.PRODUCT, Reason.PRODUCT_UNSURE),
    ("damage_unknown", replace(GOOD, observation=UNSURE, stated_damages=()), Missing.DAMAGE, Reason.DAMAGE_UNSURE),
    (
        "damage_unknown",
        replace(GOOD, observation=UNSURE, stated_damages=(Damage.BENT,)),
        Missing.DAMAGE,
        Reason.DAMAGE_UNSURE,
    ),
    ("damage_unknown", replace(GOOD, observation=WHOLE, stated_damages=()), Missing.DAMAGE, Reason.DAMAGE_UNSURE),
    (
        "damage_unknown",
        replace(GOOD, observation=UNSURE, stated_damages=(INTACT,), damage_confirmed=True),
        Missing.DAMAGE,
        Reason.DAMAGE_UNSURE,
    ),
    # Crushed would be a matter for the carrier, a crack one of warranty: which one it is makes a difference here.
    ("damage_unknown", replace(GOOD, observation=CARTON, stated_damages=()), Missing.DAMAGE, Reason.DAMAGE_UNSURE),
    ("order_unknown", replace(GOOD, order=None), Missing.ORDER, Reason.ORDER_NOT_FOUND),
    ("order_unknown", replace(GOOD, product_confirmed=True, order=None), Missing.ORDER, Reason.ORDER_NOT_FOUND),
    ("order_unknown", replace(RETURNED, order=None), Missing.ORDER, Reason.ORDER_NOT_FOUND),
]

ESCALATIONS: list[tuple[str, Facts, tuple[Reason, ...]]] = [
    ("component_down", replace(GOOD, components_down=("vision",)), (Reason.COMPONENT_DOWN,)),
    (
        "component_down",
        replace(GOOD, components_down=("vision",), alarm=True),
        (Reason.COMPONENT_DOWN, Reason.SAFETY),
    ),
    ("person_needed", replace(Facts(TODAY), asked_for_person=True), (Reason.ASKED_FOR_PERSON,)),
    (
        "person_needed",
        replace(GOOD, doubtful=("it hissed",), asked_for_person=True),
        (Reason.ASKED_FOR_PERSON, Reason.SAFETY),
    ),
    (
        "person_needed",
        replace(GOOD, alarm=True, legal_threat=True, upset=True),
        (Reason.SAFETY, Reason.LEGAL_THREAT, Reason.UPSET),
    ),
    ("question_not_covered", replace(Facts(TODAY), pass_on=True), (Reason.NOT_COVERED,)),
    (
        "order_of_another",
        replace(GOOD, email="else@example.com", attempts=(("identity", 2),)),
        (Reason.ORDER_NOT_FOUND,),
    ),
    ("order_of_another", replace(GOOD, unidentified=True), (Reason.ORDER_NOT_FOUND,)),
    ("photo_seen_before", replace(GOOD, photos_seen_before=1), (Reason.PHOTO_SEEN_BEFORE,)),
    ("product_none_of_these", replace(GOOD, none_of_these=True), (Reason.PRODUCT_UNSURE,)),
    (
        "photo_shows_other_product",
        replace(
            GOOD,
            product="MUG-FERN",
            product_confirmed=True,
            order=order(20, "MUG-FERN"),
            attempts=((Missing.PRODUCT.value, 1),),
        ),
        (Reason.CONTRADICTION,),
    ),
    ("item_absent", replace(GOOD, absent=True), (Reason.CONTRADICTION,)),
    ("item_absent", replace(GOOD, absent=True, observation=None, product_confirmed=True), (Reason.CONTRADICTION,)),
    (
        "item_absent",
        replace(GOOD, absent=True, product="MUG-FERN", product_confirmed=True, order=order(2, "MUG-FERN")),
        (Reason.CONTRADICTION,),
    ),
    ("photo_and_text_disagree", replace(GOOD, stated_damages=(STAIN,)), (Reason.CONTRADICTION,)),
    ("photo_and_text_disagree", replace(GOOD, observation=EITHER, stated_damages=(STAIN,)), (Reason.CONTRADICTION,)),
    ("photo_and_text_disagree", replace(GOOD, stated_damages=(INTACT,)), (Reason.CONTRADICTION,)),
    ("photo_and_text_disagree", replace(GOOD, observation=WHOLE), (Reason.CONTRADICTION,)),
    (
        "order_number_not_at_hand",
        replace(GOOD, product_confirmed=True, order=None, no_order_number=True),
        (Reason.ORDER_NOT_FOUND,),
    ),
    (
        "product_not_in_order",
        replace(GOOD, product_confirmed=True, order=order(20, "MUG-FERN")),
        (Reason.PRODUCT_NOT_IN_ORDER,),
    ),
    ("withdrawal_late", replace(RETURNED, order=order(15)), (Reason.OUTSIDE_PERIOD,)),
    ("wrong_item", replace(GOOD, stated_damages=(WRONG,)), (Reason.CONTRADICTION,)),
    ("wrong_item", replace(OTHER_CAME, observation=observation(CRACK)), (Reason.CONTRADICTION,)),
    ("wrong_item", replace(OTHER_CAME, observation=UNREAD), (Reason.CONTRADICTION,)),
    ("outside_warranty", replace(OTHER_CAME, order=order(731, "MUG-FERN")), (Reason.OUTSIDE_PERIOD,)),
    ("outside_warranty", replace(GOOD, order=order(731)), (Reason.OUTSIDE_PERIOD,)),
    ("outside_warranty", replace(GOOD, order=order(None)), (Reason.OUTSIDE_PERIOD,)),
    ("outside_warranty", replace(GOOD, order=order(-1)), (Reason.OUTSIDE_PERIOD,)),
    ("value_above_limit", replace(GOOD, price=250.01), (Reason.VALUE_ABOVE_LIMIT,)),
    ("value_above_limit", replace(GOOD, order=order(price=649)), (Reason.VALUE_ABOVE_LIMIT,)),
    ("repeated_claims", replace(GOOD, claims_in_last_year=3), (Reason.REPEATED_CLAIMS,)),
]

OPENINGS: list[tuple[str, Facts, Track, Damage | None]] = [
    ("defect_presumed_original", GOOD, Track.WARRANTY, CRACK),
    ("defect_presumed_original", replace(GOOD, stated_damages=()), Track.WARRANTY, CRACK),
    ("defect_presumed_original", replace(GOOD, stated_damages=(CHIP,)), Track.WARRANTY, CRACK),
    ("defect_presumed_original", replace(GOOD, stated_damages=(DEAD,)), Track.WARRANTY, CRACK),
    ("defect_presumed_original", replace(GOOD, observation=EITHER, stated_damages=()), Track.WARRANTY, CRACK),
    ("defect_presumed_original", replace(GOOD, observation=EITHER, stated_damages=(CHIP,)), Track.WARRANTY, CHIP),
    ("defect_presumed_original", replace(GOOD, observation=CARTON), Track.WARRANTY, CRACK),
    ("transport_damage", replace(GOOD, observation=CARTON, stated_damages=(), order=order(7)), Track.TRANSPORT, CRACK),
    ("defect_presumed_original", replace(GOOD, observation=UNSURE), Track.WARRANTY, CRACK),
    ("defect_presumed_original", replace(GOOD, observation=UNSURE, stated_damages=(STAIN,)), Track.WARRANTY, STAIN),
    (
        "defect_presumed_original",
        replace(GOOD, observation=UNSURE, stated_damages=(), damage_confirmed=True),
        Track.WARRANTY,
        CRACK,
    ),
    (
        "defect_presumed_original",
        replace(GOOD, observation=None, product_confirmed=True, stated_damages=(DEAD,)),
        Track.WARRANTY,
        DEAD,
    ),
    ("defect_presumed_original", OTHER_CAME, Track.WARRANTY, WRONG),
    ("defect_presumed_original", replace(OTHER_CAME, absent=True), Track.WARRANTY, WRONG),
    ("defect_presumed_original", replace(OTHER_CAME, order=order(2, "MUG-FERN")), Track.WARRANTY, WRONG),
    ("defect_presumed_original", replace(GOOD, price=250.0, claims_in_last_year=2), Track.WARRANTY, CRACK),
    ("defect_within_warranty", replace(GOOD, order=order(366)), Track.WARRANTY, CRACK),
    ("defect_within_warranty", replace(GOOD, order=order(730)), Track.WARRANTY, CRACK),
    ("transport_damage", replace(GOOD, order=order(7)), Track.TRANSPORT, CRACK),
    ("transport_damage", replace(GOOD, observation=BOXED), Track.TRANSPORT, CRACK),
    ("defect_presumed_original", replace(GOOD, observation=TWO, product_confirmed=True), Track.WARRANTY, CRACK),
    ("defect_presumed_original", replace(GOOD, observation=STRANGE, product_confirmed=True), Track.WARRANTY, CRACK),
    (
        "transport_damage",
        replace(GOOD, observation=observation(Damage.CRUSHED), stated_damages=()),
        Track.TRANSPORT,
        Damage.CRUSHED,
    ),
    ("withdrawal_in_time", RETURNED, Track.WITHDRAWAL, None),
    ("withdrawal_in_time", replace(RETURNED, order=order(None)), Track.WITHDRAWAL, None),
    ("withdrawal_in_time", replace(RETURNED, product="MUG-DOTS", price=900.0), Track.WITHDRAWAL, None),
]


@pytest.mark.parametrize(("rule", "facts", "missing", "otherwise"), ASKS)
def test_asks_and_then_calls_a_person(rule: str, facts: Facts, missing: Missing, otherwise: Reason) -> None:
    once = replace(facts, attempts=((missing.value, 1),))
    for case in (facts, once):
        decision = decide(case, RULES)
        assert (decision.rule, decision.outcome, decision.missing) == (rule, Outcome.ASK, missing)
    decision = decide(replace(facts, attempts=((missing.value, 2),)), RULES)
    assert (decision.rule, decision.outcome, decision.reasons) == (rule, Outcome.ESCALATE, (otherwise,))


@pytest.mark.parametrize(("rule", "facts", "reasons"), ESCALATIONS)
def test_calls_a_person(rule: str, facts: Facts, reasons: tuple[Reason, ...]) -> None:
    decision = decide(facts, RULES)
    assert (decision.rule, decision.outcome, decision.reasons) == (rule, Outcome.ESCALATE, reasons)


@pytest.mark.parametrize(("rule", "facts", "track", "damage"), OPENINGS)
def test_opens(rule: str, facts: Facts, track: Track, damage: Damage | None) -> None:
    decision = decide(facts, RULES)
    assert (decision.rule, decision.outcome) == (rule, Outcome.OPEN)
    assert (decision.track, decision.damage) == (track, damage)


def test_a_photo_of_another_product_than_the_named_one_is_asked_about_first() -> None:
    both = order(20, "MUG-DOTS", "MUG-FERN")
    decision = decide(replace(GOOD, product="MUG-FERN", product_confirmed=True, order=both), RULES)
    assert (decision.rule, decision.missing) == ("photo_shows_other_product", Missing.PRODUCT)


def test_no_repair_is_offered_for_a_thing_that_was_not_ordered() -> None:
    assert decide(OTHER_CAME, RULES).resolutions == (Resolution.REPLACEMENT,)
    soon = replace(OTHER_CAME, order=order(2, "MUG-FERN"))
    assert decide(soon, RULES).resolutions == (Resolution.REPLACEMENT, Resolution.REFUND)


def test_what_was_ordered_as_well_is_no_wrong_item() -> None:
    both = order(20, "MUG-DOTS", "MUG-FERN")
    assert decide(replace(OTHER_CAME, order=both), RULES).missing is Missing.PRODUCT


def test_before_the_order_is_known_its_number_is_asked_for() -> None:
    assert decide(replace(OTHER_CAME, order=None), RULES).missing is Missing.ORDER


def test_of_several_stated_damages_the_seen_one_counts() -> None:
    seen = observation(SCRATCH, CRACK, STAIN, damaged=0.7, damage_sure=False)
    facts = replace(GOOD, observation=seen, stated_damages=(Damage.MISSING_PART, SCRATCH))
    assert decide(facts, RULES).damage is SCRATCH


def test_every_row_has_a_case_and_a_name_of_its_own() -> None:
    frame, of_shop = [rule.name for rule in FRAME], [rule.name for rule in RULES.rules]
    assert [*frame, Frame.NO_RULE] == list(Frame)
    assert {*frame, *of_shop} == {row[0] for row in [*ASKS, *ESCALATIONS, *OPENINGS]}


def test_refund_is_offered_within_the_withdrawal_period_only() -> None:
    soon, later = (decide(replace(GOOD, order=order(days)), RULES) for days in (14, 15))
    assert soon.resolutions == (Resolution.REPAIR, Resolution.REPLACEMENT, Resolution.REFUND)
    assert later.resolutions == (Resolution.REPAIR, Resolution.REPLACEMENT)


def test_compatible_is_symmetric_and_never_joins_strangers() -> None:
    assert RULES.compatible(CRACK, CHIP)
    assert RULES.compatible(CHIP, CRACK)
    assert RULES.compatible(INTACT, INTACT)
    assert not RULES.compatible(STAIN, CRACK)
    assert not any(RULES.compatible(INTACT, damage) for damage in Damage if damage != INTACT)


def rule_set(version: str, valid_from: str) -> str:
    values = RULES.model_dump(mode="json", exclude_unset=True) | {"version": version, "valid_from": valid_from}
    return yaml.safe_dump([values], sort_keys=False)


def test_the_newest_set_in_force_counts(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(rule_set("past", "2020-01-01") + rule_set("now", "2026-11-20") + rule_set("future", "2026-11-21"))
    assert Rules.load(path, TODAY).version == "now"
    assert Rules.load(path, TODAY).rules == RULES.rules


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- {",
        "- version: x",
        rule_set("x", "2027-01-01"),
        rule_set("x", "2026-01-01") + "  surprise: 1\n",
        rule_set("x", "2026-01-01").replace("attempts: 2", "attempts: 0"),
    ],
)
def test_unusable_rules_are_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(text)
    with pytest.raises(RulesInvalid, match=r"rules\.yaml"):
        Rules.load(path, TODAY)


def test_missing_rules_are_named(tmp_path: Path) -> None:
    with pytest.raises(RulesInvalid, match=r"nothing\.yaml"):
        Rules.load(tmp_path / "nothing.yaml")
