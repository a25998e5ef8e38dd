"""Rules of the shop tried on past claims, published, taken back and replayed, over a real database."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake.claims.access.roles import Actor, Role
from intake.claims.model import Claim, ClaimDraft, Facts, Outcome, Status
from intake.claims.rules import decide
from intake.claims.shop_rules.in_force import RulesInForce
from intake.claims.store import Store
from intake.errors import BadInput, EditConflict, NotAllowed, NotFound, RulesInvalid
from intake.settings import Settings
from intake.staff.rule_desk import RuleDesk, Sure
from intake.vision.confidence import Calibration, judged
from intake.vision.types import Damage
from tests.unit.claims.strategies import GOOD, RULES, TODAY, observation, order

KIM, SAM = Actor("kim", "Kim", Role.LEAD), Actor("sam", "Sam", Role.AGENT)
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
TEXT = Settings().rules.read_text(encoding="utf-8")
CHEAPER = TEXT.replace("above: 250", "above: 100").replace("2026-01-01", "2026-02-01").replace('"2026-01"', '"2026-02"')
DEAR = replace(GOOD, price=180.0, order=order(price=180.0))


@dataclass
class Shop:
    store: Store
    rules: RulesInForce
    desk: RuleDesk

    def claim(self, facts: Facts) -> Claim:
        decision = decide(facts, self.rules(TODAY))
        status = Status.NEW if decision.outcome is Outcome.OPEN else Status.WAITING_FOR_STAFF
        talk = self.store.start_conversation("de").id
        return self.store.open_claim(ClaimDraft(status, "de", talk, "Riss", facts, decision), talk)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    (tmp_path / "rules.yaml").write_text(TEXT, encoding="utf-8")
    store = Store.open(f"sqlite:///{tmp_path / 'intake.db'}", now=lambda: NOW)
    rules = RulesInForce(store.rules, tmp_path / "rules.yaml")
    yield Shop(store, rules, RuleDesk(store.rules, rules, store.past_cases.newest))
    store.close()


def publish(shop: Shop, text: str, base: int | None = None) -> int:
    shop.desk.try_out(KIM, text)
    return shop.desk.publish(KIM, text, "lower limit", base).id


def test_a_trial_counts_and_names_what_comes_out_differently(shop: Shop) -> None:
    dear, cheap = shop.claim(DEAR), shop.claim(GOOD)
    asked = shop.claim(replace(GOOD, asked_for_person=True))
    trial = shop.desk.try_out(KIM, CHEAPER)
    assert (trial.version, trial.cases) == ("2026-02", 3)
    assert trial.tally == {
        ("escalate", "asked_for_person"): (1, 1),
        ("escalate", "value_above_limit"): (0, 1),
        ("open", "warranty"): (2, 1),
    }
    (change,) = trial.changes
    assert (change.number, change.before.rule, change.after.rule) == (
        dear.number,
        "defect_presumed_original",
        "value_above_limit",
    )
    assert {cheap.number, asked.number}.isdisjoint({change.number})


def test_trying_changes_nothing(shop: Shop) -> None:
    claim = shop.claim(DEAR)
    shop.desk.try_out(KIM, CHEAPER)
    assert shop.store.claim(claim.number) == claim
    assert shop.rules(TODAY).version == "2026-01"
    assert shop.desk.history() == ()


def test_a_trial_takes_the_newest_set_or_that_of_a_day(shop: Shop) -> None:
    shop.claim(DEAR)
    both = TEXT + CHEAPER.replace("2026-02-01", "2027-01-01")
    assert len(shop.desk.try_out(KIM, both).changes) == 1
    assert shop.desk.try_out(KIM, both, on=TODAY).changes == []


def test_a_trial_of_the_newest_claims_leaves_out_older_ones(shop: Shop) -> None:
    shop.claim(DEAR)
    for _ in range(2):
        shop.claim(GOOD)
    trial = shop.desk.try_out(KIM, CHEAPER, limit=2)
    assert (trial.cases, trial.changes) == (2, [])


def test_other_thresholds_are_tried_on_what_was_seen(shop: Shop) -> None:
    seen = judged(observation(Damage.CRACK), Calibration(product_threshold=0.8, damage_threshold=0.8))
    sure = shop.claim(replace(GOOD, observation=seen, stated_damages=()))
    old = shop.claim(GOOD)  # without thresholds in its record: it stays as it was
    assert shop.desk.try_out(KIM, TEXT, sure=Sure(product=0.8, damage=0.8)).changes == []
    for stricter in (Sure(product=0.95), Sure(damage=0.95)):
        (change,) = shop.desk.try_out(KIM, TEXT, sure=stricter).changes
        assert (change.number, change.before.outcome, change.after.outcome) == (sure.number, Outcome.OPEN, Outcome.ASK)
    assert old.decision.outcome is Outcome.OPEN


def test_what_is_published_decides_from_then_on_until_it_is_taken_back(shop: Shop) -> None:
    first = publish(shop, CHEAPER)
    assert shop.rules(TODAY).version == "2026-02"
    second = publish(shop, TEXT, base=first)
    assert shop.rules(TODAY).version == "2026-01"
    before = shop.desk.take_back(KIM, second)
    assert before is not None
    assert before.id == first
    assert shop.rules(TODAY).version == "2026-02"
    assert shop.desk.take_back(KIM, first) is None
    assert shop.rules(TODAY).version == "2026-01"
    assert [(one.id, one.withdrawn_by) for one in shop.desk.history()] == [(second, "kim"), (first, "kim")]
    logged = [(entry.action, entry.subject) for entry in shop.store.audit.entries(actor="kim")]
    assert logged == [
        ("rules_taken_back", str(first)),
        ("rules_taken_back", str(second)),
        ("rules_published", str(second)),
        ("rules_published", str(first)),
    ]


def test_only_what_was_tried_can_be_published(shop: Shop) -> None:
    with pytest.raises(BadInput):
        shop.desk.publish(KIM, CHEAPER, "", None)
    with pytest.raises(RulesInvalid):
        shop.desk.try_out(KIM, CHEAPER.replace("above: 100", "above: hundred"))
    with pytest.raises(BadInput):
        shop.desk.publish(KIM, CHEAPER.replace("above: 100", "above: hundred"), "", None)
    assert shop.desk.history() == ()


def test_rules_that_are_not_in_force_yet_can_be_tried_but_not_published_alone(shop: Shop) -> None:
    later = CHEAPER.replace("2026-02-01", "2026-12-01")
    with pytest.raises(RulesInvalid):
        publish(shop, later)
    publish(shop, TEXT + later)
    assert shop.rules(TODAY).version == "2026-01"
    assert shop.rules(TODAY.replace(month=12)).version == "2026-02"


def test_of_two_who_publish_the_second_is_told(shop: Shop) -> None:
    first = publish(shop, CHEAPER)
    with pytest.raises(EditConflict):
        publish(shop, TEXT)
    shop.desk.take_back(KIM, first)
    with pytest.raises(EditConflict):
        shop.desk.take_back(KIM, first)


def test_an_agent_may_neither_try_nor_publish(shop: Shop) -> None:
    for call in (
        lambda: shop.desk.try_out(SAM, CHEAPER),
        lambda: shop.desk.publish(SAM, CHEAPER, "", None),
        lambda: shop.desk.take_back(SAM, 1),
    ):
        with pytest.raises(NotAllowed):
            call()


def test_the_rules_of_an_old_decision_are_kept(shop: Shop) -> None:
    claim = shop.claim(DEAR)
    publish(shop, CHEAPER)
    again = shop.claim(DEAR)
    assert claim.decision.rules_id != again.decision.rules_id
    for one in (claim, again):
        kept = shop.store.rules.kept(one.decision.rules_id)
        assert kept.id == one.decision.rules_id
        assert decide(one.facts, kept) == one.decision
    shop.store.rules.keep(RULES)  # once more changes nothing
    with pytest.raises(NotFound):
        shop.store.rules.kept("x")


def test_a_file_that_is_spoiled_while_it_serves_leaves_the_last_rules_in_force(shop: Shop, tmp_path: Path) -> None:
    assert shop.rules(TODAY).version == "2026-01"
    (tmp_path / "rules.yaml").write_text("- {", encoding="utf-8")
    assert shop.rules(TODAY).version == "2026-01"
    with pytest.raises(RulesInvalid):
        RulesInForce(shop.store.rules, tmp_path / "rules.yaml")(TODAY)


def test_rules_read_the_same_in_every_process() -> None:
    """Sets of names have no order of their own: what is kept must not depend on it."""
    assert RULES.model_validate_json(RULES.model_dump_json(exclude_unset=True)).id == RULES.id
    assert all(names == sorted(names) for names in RULES.model_dump(mode="json")["alike"])
