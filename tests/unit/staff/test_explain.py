"""The record of a decision in words, and deciding it again."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings

from intake.claims.frame import Frame
from intake.claims.model import Claim, Facts, Mood, Outcome, Resolution, Status
from intake.claims.rules import Rules, decide
from intake.claims.shop_rules.conditions import Conditions
from intake.claims.trace import trace
from intake.dialogue.wording import Wording
from intake.errors import NotFound
from intake.rag.types import Citation
from intake.staff.explain import WORTH_SAYING, Explainer
from intake.vision.confidence import Calibration, judged
from intake.vision.types import Damage
from tests.unit.claims.strategies import GOOD, RULES, facts, nearly_good, observation, order

WORDING = Wording.load()
QUOTE = Citation("warranty", "Warranty", "Repair", "2026-07", "en", "You choose.", 0.9)
SURE = replace(
    GOOD, observation=judged(observation(Damage.CRACK), Calibration(product_threshold=0.8, risk=0.02, photos=514))
)


def kept(id: str) -> Rules:
    if id != RULES.id:
        raise NotFound("There is no such set of rules.")
    return RULES


EXPLAINER = Explainer(WORDING, kept, lambda sku, _: f"[{sku}]")


def claim(case: Facts, **changes: object) -> Claim:
    decision = replace(decide(case, RULES), **changes)  # type: ignore[arg-type]
    now = datetime(2026, 11, 20, tzinfo=UTC)
    return Claim("K7M-4PQ-9X", Status.NEW, now, "en", "c", "text", case, decision, (QUOTE,), (), (), 1)


def said(case: Claim, language: str = "en") -> dict[str, str]:
    return {part.title: "\n".join(part.lines) for part in EXPLAINER.explain(case, language)}


def test_an_opened_claim_is_explained_part_by_part() -> None:
    parts = said(claim(SURE))
    assert "[MUG-DOTS], 90% probable" in parts["What the photos show"]
    assert "counts as sure; the limit is 80%" in parts["What the photos show"]
    assert "never reached" in parts["What the photos show"]  # of the damage
    assert "514 labelled photos" in parts["What the photos show"]
    assert "Crack" in parts["What the customer said"]
    assert "20 days before" in parts["What else was known"]
    assert "rule defect_presumed_original of rules version 2026-01" in parts["What was decided"]
    assert "value_above_limit asks for price: above €250.00; it was €14.90" in parts["Why earlier rules didn't decide"]
    assert "version 2026-07" in parts["What was quoted"]
    assert "comes out the same" in parts["Decided again"]


def test_german_says_the_same() -> None:
    parts = said(claim(SURE), "de")
    assert list(parts) == [part.title for part in EXPLAINER.explain(claim(SURE), "de")]
    assert (
        "value_above_limit verlangt Preis: über 250,00\N{NO-BREAK SPACE}€"
        in parts["Warum frühere Regeln nicht entschieden"]
    )
    assert len(parts) == len(said(claim(SURE)))


def test_a_built_in_rule_says_why() -> None:
    danger = claim(replace(GOOD, alarm=True, mood=Mood.ANNOYED))
    parts = said(danger)
    assert "comes before all rules" in parts["What was decided"]
    assert "Safety" in parts["What the customer said"]
    assert parts["Why earlier rules didn't decide"] == "All components worked."


def test_a_danger_in_doubt_is_named_with_what_came_of_asking() -> None:
    unanswered = said(claim(replace(GOOD, doubtful=("it hissed", "order 1042"), asked_for_person=True)))
    assert "gave no answer: “it hissed”" in unanswered["What the customer said"]
    assert "order 1042" not in unanswered["What the customer said"]
    assert "said no: “it hissed”" in said(claim(replace(GOOD, harmless=("it hissed",))))["What the customer said"]


def test_a_record_without_its_rules_is_still_explained() -> None:
    old = claim(replace(GOOD, observation=observation(Damage.CRACK)), rules_id="")
    parts = said(old)
    assert "defect_presumed_original" in parts["What was decided"]
    assert "not kept in this record" in parts["What the photos show"]
    assert "can't be decided again" in parts["Decided again"]
    assert EXPLAINER.replay(old).same is None


def test_a_decision_that_was_changed_behind_its_back_is_found() -> None:
    forged = claim(GOOD, resolutions=(Resolution.STORE_CREDIT,))
    assert EXPLAINER.replay(forged).same is False
    assert "comes out differently" in said(forged)["Decided again"]
    assert EXPLAINER.replay(claim(GOOD)).same is True


def test_the_way_through_the_rules_ends_at_the_one_that_decided() -> None:
    way = trace(replace(GOOD, order=order(price=649)), RULES)
    assert (way.decided.rule, [one.holds for one in way.decided.compared]) == ("value_above_limit", [True])
    assert way.before[-1].rule == "outside_warranty"
    assert [one.holds for one in way.before[-1].compared] == [False]


@settings(max_examples=150, deadline=None)
@given(facts | nearly_good)
def test_every_case_has_an_explanation_in_both_languages(case: Facts) -> None:
    one = claim(case)
    way = trace(case, RULES)
    assert way.decided.rule == one.decision.rule
    assert all(not all(each.holds for each in asked.compared) for asked in way.before if asked.compared)
    for language in ("de", "en"):
        parts = EXPLAINER.explain(one, language)
        assert all(line.strip() for part in parts for line in part.lines)
        assert one.decision.outcome is Outcome.ASK or len(parts) >= 5


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_rule_and_condition_is_worded(language: str) -> None:
    words = WORDING.all(language)
    keys = [f"explain.frame.{rule}" for rule in Frame] + [f"explain.passed.{rule}" for rule in WORTH_SAYING]
    keys += [f"condition.{name}" for name in Conditions.model_fields] + [f"mood.{mood}" for mood in Mood]
    assert [key for key in keys if not words.get(key, "").strip()] == []
