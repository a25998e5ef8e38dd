"""The shop's own rules: what they may ask about, what comes of doubt, and what no file can do."""

from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from intake.claims.frame import Frame
from intake.claims.model import Decision, Facts, Missing, Mood, Outcome, Reason, Resolution, Track
from intake.claims.rules import Rules, decide
from intake.claims.shop_rules.conditions import Conditions, Ground, Range
from intake.claims.shop_rules.rule import Askable, ShopRule
from intake.vision.types import Damage
from tests.unit.claims.strategies import GOOD, RULES, facts, nearly_good, observation, order

ALWAYS = {"name": "always", "open": {"resolutions": ["store_credit"]}}
MANY = settings(max_examples=200, deadline=None)


def with_rules(*rules: dict[str, Any]) -> Rules:
    return RULES.model_copy(update={"rules": tuple(ShopRule.model_validate(rule) for rule in rules)})


def decided(case: Facts, when: dict[str, Any], **outcome: Any) -> Decision:
    """What comes of a case where this rule stands before one that always opens."""
    return decide(
        case, with_rules({"name": "mine", "when": when, **(outcome or {"escalate": "damage_unsure"})}, ALWAYS)
    )


CRACK, STAIN = Damage.CRACK, Damage.STAIN
NAMED = replace(GOOD, product_confirmed=True, observation=observation(CRACK, product_sure=False))
UNSURE = replace(GOOD, observation=observation(CRACK, damage_sure=False, damaged=0.7))


@pytest.mark.parametrize(
    ("when", "other"),
    [
        ({"track": "warranty"}, replace(GOOD, order=order(3))),
        ({"presumed": True}, replace(GOOD, order=order(400))),
        ({"sku": ["MUG-DOTS", "PLATE"]}, replace(NAMED, product="MUG-FERN", order=order(20, "MUG-FERN"))),
        ({"category": "tableware"}, replace(GOOD, category="lamps")),
        ({"price": {"below": 15}}, replace(GOOD, order=order(price=15))),
        ({"days_since_delivery": {"at_least": 20, "at_most": 20}}, replace(GOOD, order=order(21))),
        ({"damage": "crack"}, replace(GOOD, observation=observation(STAIN), stated_damages=())),
        ({"product_sure": True}, NAMED),
        ({"product_confirmed": False}, replace(GOOD, product_confirmed=True)),
        ({"product_probability": {"above": 0.5}}, replace(NAMED, product="MUG-FERN", order=order(20, "MUG-FERN"))),
        ({"damage_sure": True}, UNSURE),
        ({"damage_confirmed": True}, replace(GOOD, stated_damages=())),
        ({"damaged_probability": {"at_least": 0.9}}, UNSURE),
        ({"mood": ["calm"]}, replace(GOOD, mood=Mood.ANNOYED)),
        ({"claims_in_last_year": {"at_most": 0}}, replace(GOOD, claims_in_last_year=1)),
    ],
)
def test_a_condition_tells_cases_apart(when: dict[str, Any], other: Facts) -> None:
    assert decided(replace(GOOD, category="tableware"), when).rule == "mine"
    assert decided(other, when).rule == "always"


def test_doubt_calls_a_person_and_never_opens() -> None:
    undated = replace(GOOD, order=order(None))
    assert decided(undated, {"days_since_delivery": {"above": 900}}).rule == "mine"
    assert decided(undated, {}, open={"resolutions": ["refund"]}).rule == Frame.NO_RULE
    unpriced = replace(GOOD, price=float("nan"))
    assert decided(unpriced, {"price": {"above": 250}}).rule == "mine"
    assert decided(unpriced, {"price": {"at_most": 250}}, open={"resolutions": ["refund"]}).rule == "always"


def test_what_no_rule_covers_goes_to_a_person() -> None:
    decision = decide(GOOD, with_rules({"name": "mine", "when": {"damage": "stain"}, "escalate": "damage_unsure"}))
    assert (decision.rule, decision.reasons) == (Frame.NO_RULE, (Reason.NOT_COVERED,))


def test_what_the_law_gives_stands_in_every_offer() -> None:
    legal = decide(GOOD, with_rules(ALWAYS))
    assert legal.track is Track.WARRANTY
    assert legal.resolutions == (Resolution.REPAIR, Resolution.REPLACEMENT, Resolution.STORE_CREDIT)
    late = decide(replace(GOOD, order=order(800)), with_rules(ALWAYS))
    assert (late.track, late.resolutions) == (Track.GOODWILL, (Resolution.STORE_CREDIT,))


def test_asking_in_vain_ends_with_a_person() -> None:
    rules = with_rules({"name": "mine", "when": {"damage_confirmed": True}, "ask": "better_photo"}, ALWAYS)
    assert decide(GOOD, rules).missing is Missing.BETTER_PHOTO
    tired = decide(replace(GOOD, attempts=(("better_photo", 2),)), rules)
    assert tired.reasons == (Reason.PHOTO_UNUSABLE,)


@pytest.mark.parametrize(
    "outcome",
    [
        {},
        {"refuse": True},
        {"close": "x"},
        {"reject": "outside_period"},
        {"escalate": "refused"},
        {"open": {"resolutions": []}},
        {"open": {"resolutions": ["none"]}},
        {"ask": "order"},
        {"ask": "damage", "escalate": "upset"},
    ],
)
def test_a_refusal_can_not_be_written(outcome: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ShopRule.model_validate({"name": "mine", **outcome})


def some(values: Any) -> st.SearchStrategy[Any]:
    return st.sets(st.sampled_from(values), min_size=1, max_size=3).map(list)


def ranges(*bounds: float) -> st.SearchStrategy[dict[str, float]]:
    return st.dictionaries(st.sampled_from(list(Range.model_fields)), st.sampled_from(bounds), min_size=1, max_size=2)


CONDITIONS: dict[str, st.SearchStrategy[Any]] = {
    "track": some(Ground),
    "presumed": st.booleans(),
    "sku": some(("MUG-DOTS", "MUG-FERN")),
    "category": some(("tableware", "lamps")),
    "price": ranges(0, 14.9, 250),
    "days_since_delivery": ranges(0, 7, 20, 700),
    "damage": some(Damage),
    **{name: st.booleans() for name in ("product_sure", "product_confirmed", "damage_sure", "damage_confirmed")},
    "product_probability": ranges(0, 0.5, 0.9, 1),
    "damaged_probability": ranges(0, 0.5, 0.95, 1),
    "mood": some(Mood),
    "claims_in_last_year": ranges(0, 1, 3),
}
conditions = st.fixed_dictionaries({}, optional=CONDITIONS)
outcomes = st.one_of(
    st.fixed_dictionaries({"open": st.fixed_dictionaries({"resolutions": some(Resolution)})}),
    st.fixed_dictionaries({"ask": st.sampled_from(get_args(Askable))}),
    st.fixed_dictionaries({"escalate": st.sampled_from(Reason)}),
)


@st.composite
def rule_lists(draw: st.DrawFn) -> Rules:
    """Rules as any file may hold them, whether its checks would pass or not."""
    rules = draw(st.lists(st.tuples(conditions, outcomes), min_size=1, max_size=4))
    return with_rules(*({"name": f"rule_{n}", "when": when, **outcome} for n, (when, outcome) in enumerate(rules)))


reaching = st.builds(  # cases that only the shop's rules decide
    replace,
    st.just(GOOD),
    observation=st.sampled_from((GOOD.observation, observation(STAIN, damaged=0.97))),
    stated_damages=st.just(()),
    product_confirmed=st.booleans(),
    order=st.integers(0, 900).map(order) | st.just(order(None)),
    price=st.sampled_from((None, 14.9, 250.0, 251.0, float("nan"))),
    category=st.sampled_from((None, "tableware", "lamps", "chairs")),
    mood=st.sampled_from((Mood.CALM, Mood.ANNOYED)),
    claims_in_last_year=st.integers(0, 4),
)


def test_every_condition_is_tried() -> None:
    assert set(Conditions.model_fields) == set(CONDITIONS)


@MANY
@given(facts | nearly_good, rule_lists())
def test_no_file_reaches_into_the_frame(case: Facts, rules: Rules) -> None:
    usual, decision = decide(case, RULES), decide(case, rules)
    if usual.rule in set(Frame) - {Frame.NO_RULE}:
        assert replace(decision, rules_id=usual.rules_id) == usual
    else:
        assert decision.rule in {Frame.NO_RULE, *(rule.name for rule in rules.rules)}


@MANY
@given(reaching, rule_lists())
def test_whatever_the_file_the_worst_is_a_person(case: Facts, rules: Rules) -> None:
    decision = decide(case, rules)
    assert decision.rule not in set(Frame) - {Frame.NO_RULE}
    event(decision.outcome)
    assert decide(replace(case), rules) == decision
    if decision.outcome is Outcome.OPEN:
        assert decision.resolutions
        assert decision.track in (Track.GOODWILL, Track.GUARANTEE) or {*decision.resolutions} >= {
            Resolution.REPAIR,
            Resolution.REPLACEMENT,
        }
        assert case.order is not None
        assert case.order.delivered is not None
    asked = replace(case, attempts=tuple((missing.value, rules.attempts) for missing in Missing))
    assert decide(asked, rules).outcome is not Outcome.ASK
    assert decision.missing if decision.outcome is Outcome.ASK else not decision.missing
    assert bool(decision.reasons) == (decision.outcome is Outcome.ESCALATE)
