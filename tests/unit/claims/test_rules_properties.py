"""What holds for every combination of facts."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import event, given, settings

from intake.claims.frame import Frame
from intake.claims.model import Facts, Missing, Outcome, Reason, Track
from intake.claims.records import FACTS, to_json
from intake.claims.rules import decide
from intake.vision.types import Damage
from tests.unit.claims.strategies import RULES, facts, nearly_good

MANY = settings(max_examples=200, deadline=None)


@MANY
@given(facts | nearly_good)
def test_every_case_is_decided_the_same_way_again_and_says_why(case: Facts) -> None:
    decision = decide(case, RULES)
    event(decision.rule)
    assert decide(replace(case), RULES) == decision
    assert decision.rule in {*Frame, *(rule.name for rule in RULES.rules)}
    assert decision.rules_version == RULES.version
    assert (decision.missing is not None) == (decision.outcome == Outcome.ASK)
    assert bool(decision.reasons) == (decision.outcome == Outcome.ESCALATE)
    assert (decision.track is not None) == (decision.outcome == Outcome.OPEN)
    assert bool(decision.resolutions) == (decision.outcome == Outcome.OPEN)
    assert len(set(decision.reasons)) == len(decision.reasons)


@MANY
@given(facts | nearly_good)
def test_kept_facts_replay_to_the_same_decision(case: Facts) -> None:
    kept = FACTS.validate_json(to_json(FACTS, case))
    assert repr(kept) == repr(case)  # NaN equals nothing, not even itself
    assert decide(kept, RULES) == decide(case, RULES)


@MANY
@given(nearly_good)
def test_opening_implies_every_precondition(case: Facts) -> None:
    decision = decide(case, RULES)
    if decision.outcome != Outcome.OPEN:
        return
    event(decision.rule)
    signals = (case.alarm, case.legal_threat, case.upset, case.asked_for_person)
    doubts = (case.components_down, case.photos_seen_before, case.none_of_these)
    assert not any(signals + doubts)
    assert case.order is not None
    if decision.track == Track.WITHDRAWAL:
        assert case.withdrawal
        assert case.order.delivered is None or case.today - case.order.delivered <= timedelta(14)
        return
    line = case.order.line(case.product or "")
    assert line is not None
    assert line.price <= 250
    assert case.price is None or case.price <= 250
    assert case.claims_in_last_year < 3
    assert case.order.delivered is not None
    assert timedelta(0) <= case.today - case.order.delivered <= timedelta(730)
    if Damage.WRONG_ITEM in case.stated_damages:
        seen = case.observation
        assert decision.damage is Damage.WRONG_ITEM
        assert seen is not None
        assert seen.product_sure
        assert case.order.line(seen.products[0].sku) is None
        return
    assert_damage_is_known(case, decision.damage)


def assert_damage_is_known(case: Facts, damage: Damage | None) -> None:
    if damage == Damage.DOES_NOT_WORK and Damage.DOES_NOT_WORK in case.stated_damages:
        return
    seen = case.observation
    assert seen is not None
    assert seen.quality.usable
    assert seen.sees_damage
    assert case.product_confirmed or (seen.product_sure and seen.products[0].sku == case.product)
    if seen.damage_sure:
        surely, stated = seen.likely or (seen.findings[0].damage,), set(case.stated_damages) - {Damage.DOES_NOT_WORK}
        assert damage in surely
        assert damage is not None
        assert not stated or any(RULES.compatible(damage, said) for said in stated)
    else:
        assert damage in case.stated_damages or case.damage_confirmed
        assert damage is not None
        assert any(RULES.compatible(damage, finding.damage) for finding in seen.findings)


@MANY
@given(facts)
def test_all_signals_reach_the_person(case: Facts) -> None:
    signals = {
        Reason.SAFETY: case.alarm,
        Reason.LEGAL_THREAT: case.legal_threat,
        Reason.UPSET: case.upset,
        Reason.ASKED_FOR_PERSON: case.asked_for_person,
    }
    assert {reason for reason, applies in signals.items() if applies} <= set(decide(case, RULES).reasons)


@MANY
@given(facts | nearly_good)
def test_a_danger_in_doubt_is_asked_about_before_anything_else_or_reaches_a_person_as_an_alarm(case: Facts) -> None:
    decision = decide(replace(case, doubtful=("it hissed",)), RULES)
    assert decision.missing is Missing.DANGER or Reason.SAFETY in decision.reasons


@MANY
@given(facts | nearly_good)
def test_asking_ends(case: Facts) -> None:
    asked = tuple((missing.value, RULES.attempts) for missing in Missing)
    assert decide(replace(case, attempts=asked), RULES).outcome != Outcome.ASK


@MANY
@given(facts | nearly_good)
def test_more_doubt_never_opens(case: Facts) -> None:
    for doubtful in (
        replace(case, alarm=True),
        replace(case, doubtful=("it hissed",)),
        replace(case, upset=True),
        replace(case, legal_threat=True),
        replace(case, asked_for_person=True),
        replace(case, components_down=("vision",)),
        replace(case, photos_seen_before=1),
        replace(case, none_of_these=True),
        replace(case, order=None),
    ):
        assert decide(doubtful, RULES).outcome != Outcome.OPEN
