"""What is wrong with a file of rules is named with its line, in both languages."""

from itertools import pairwise
from textwrap import indent

import pytest
import yaml
from hypothesis import given, settings

from intake.claims.model import Facts
from intake.claims.rules import decide
from intake.claims.shop_rules.file import Problem
from intake.claims.shop_rules.overlaps import Space, covered
from intake.claims.shop_rules.rulebook import Rules, read_sets, schema
from intake.dialogue.wording import Wording
from intake.errors import RulesInvalid
from intake.settings import Settings
from tests.unit.claims.test_shop_rules import reaching, rule_lists

HEAD = """\
- version: "1"
  valid_from: 2026-01-01
  withdrawal_days: 14
  warranty_months: 24
  presumption_months: 12
  transport_days: 7
  approval_limit: 100
  attempts: 2
  top_findings: 3
  top_products: 3
  alike: [[crack, chip]]
  rules:
"""
FIRST = HEAD.count("\n") + 1  # the line of the first rule
FURNITURE = "- {name: furniture, when: {category: furniture}, open: {resolutions: [repair]}}\n"
DEAR = "- {name: dear, when: {price: {above: 250}}, escalate: value_above_limit}\n"


def file(*rules: str) -> str:
    return HEAD + indent("".join(rules), "    ")


def problems(text: str) -> list[tuple[int, str]]:
    try:
        read_sets(text)
    except RulesInvalid as error:
        return [(problem.line, problem.kind) for problem in error.problems]
    return []


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ("- {name: a, when: {prise: {above: 1}}, escalate: upset}\n", "unknown_name"),
        ("- {name: a, escalate: upset, refuse: true}\n", "unknown_name"),
        ("- {name: a, when: {track: waranty}, escalate: upset}\n", "not_one_of"),
        ("- {name: a, ask: order}\n", "not_one_of"),
        ("- {name: a, when: {presumed: perhaps}, escalate: upset}\n", "not_yes_no"),
        ("- {name: a, when: {price: {above: much}}, escalate: upset}\n", "not_a_number"),
        ("- {name: a, when: {price: {above: .nan}}, escalate: upset}\n", "not_a_number"),
        ("- {name: a, when: {price: 3}, escalate: upset}\n", "not_a_mapping"),
        ("- {name: a, when: {price: {}}, escalate: upset}\n", "no_bound"),
        ("- {name: a, when: {category: }, escalate: upset}\n", "empty"),
        ("- {name: a, when: {sku: 12}, escalate: upset}\n", "not_a_text"),
        ("- {name: a, open: {resolutions: []}}\n", "empty"),
        ("- {name: a, open: {}}\n", "missing_name"),
        ("- {name: A b, escalate: upset}\n", "bad_name"),
        ("- {name: a}\n", "not_one_outcome"),
        ("- {name: a, name: b, escalate: upset}\n", "repeated_name"),
        ("- {name: a, escalate: upset\n", "not_yaml"),
    ],
)
def test_a_rule_that_is_no_rule_is_named_with_its_line(rule: str, kind: str) -> None:
    assert (FIRST + 1, kind) in problems(file(DEAR, rule)) or kind == "not_yaml"
    assert kind in {kind for _, kind in problems(file(DEAR, rule))}


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("attempts: 2", "attempts: 0", "too_small"),
        ("valid_from: 2026-01-01", "valid_from: soon", "not_a_date"),
        ("top_products: 3", "", "missing_name"),
        ("alike: [[crack, chip]]", "alike: crack", "not_a_list"),
        ('version: "1"', "version: 1", "not_a_text"),
    ],
)
def test_a_wrong_head_is_named(before: str, after: str, kind: str) -> None:
    assert [kind] == [kind for _, kind in problems(file(DEAR).replace(before, after))]


@pytest.mark.parametrize("text", ["", "[]", "# nothing"])
def test_an_empty_file_is_named(text: str) -> None:
    assert problems(text) == [(1, "no_set")]


def test_aliases_that_grow_without_end_are_refused_at_once() -> None:
    bomb = "\n".join(
        ["- &a0 [x, x]", *(f"- &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 60)), f"- version: *a{59}"]
    )
    assert {kind for _, kind in problems(bomb)} >= {"not_a_mapping", "not_a_text"}


def test_an_alias_may_spare_repeating() -> None:
    shared = DEAR.replace("when: {", "when: &dear {") + "- {name: same, when: *dear, escalate: upset}\n"
    assert problems(file(shared)) == [(FIRST + 1, "unreachable")]


def test_sets_stand_in_the_order_of_their_dates() -> None:
    first, later = file(DEAR), file(DEAR).replace('"1"', '"2"').replace("2026-01-01", "2026-06-01")
    assert problems(first + later) == []
    assert problems(later + first) == [(FIRST + 2, "dates_out_of_order")]
    assert [kind for _, kind in problems(first + first)] == ["dates_out_of_order", "same_version"]


def test_an_opening_must_not_win_silently_over_a_person() -> None:
    assert problems(file(FURNITURE, DEAR)) == [(FIRST + 1, "conflict")]
    assert problems(file(DEAR, FURNITURE)) == []  # caution first
    limited = FURNITURE.replace("furniture}", "furniture, price: {at_most: 250}}")
    assert problems(file(limited, DEAR)) == []  # nothing is shared
    exception = FURNITURE.replace("furniture}", "furniture, price: {above: 300, below: 400}}")
    assert problems(file(exception, DEAR)) == []  # a part of the other: an exception is meant
    other_offer = "- {name: refunds, when: {price: {at_most: 20}}, open: {resolutions: [refund]}}\n"
    assert problems(file(FURNITURE, other_offer)) == [(FIRST + 1, "conflict")]


@pytest.mark.parametrize(
    ("rules", "kind"),
    [
        ((DEAR, "- {name: dearer, when: {price: {at_least: 251}}, escalate: damage_unsure}\n"), "unreachable"),
        (("- {name: all, escalate: damage_unsure}\n", DEAR), "unreachable"),
        ((DEAR, DEAR), "same_name"),
        ((DEAR, "- {name: wrong_item, when: {damage: dent}, escalate: damage_unsure}\n"), "same_name"),
        ((DEAR, "- {name: sure, when: {product_probability: {at_least: 95}}, escalate: upset}\n"), "impossible"),
        ((DEAR, "- {name: half, when: {claims_in_last_year: {above: 2, below: 3}}, escalate: upset}\n"), "impossible"),
        ((DEAR, "- {name: angry, when: {mood: upset}, escalate: upset}\n"), "impossible"),
        ((DEAR, "- {name: old, when: {track: goodwill, presumed: true}, escalate: upset}\n"), "impossible"),
    ],
)
def test_a_rule_that_never_decides_is_named(rules: tuple[str, ...], kind: str) -> None:
    assert (FIRST + 1, kind) in problems(file(*rules))


def test_two_rules_together_can_cover_a_third() -> None:
    cheap = "- {name: cheap, when: {price: {at_most: 100}}, escalate: damage_unsure}\n"
    rest = "- {name: rest, when: {price: {above: 100}, presumed: true}, escalate: damage_unsure}\n"
    third = "- {name: third, when: {price: {above: 50}, presumed: true}, open: {resolutions: [repair]}}\n"
    assert problems(file(cheap, rest, third)) == [(FIRST + 2, "unreachable")]
    assert problems(file(cheap, third)) == []


@settings(max_examples=150, deadline=None)
@given(rule_lists(), reaching)
def test_a_rule_called_unreachable_never_decides(rules: Rules, case: Facts) -> None:
    space = Space.of(rules.rules)
    boxes = [space.box(rule, rule.in_doubt) for rule in rules.rules]
    never = [
        rule.name for place, rule in enumerate(rules.rules) if covered(boxes[place], [*space.taken(), *boxes[:place]])
    ]
    assert decide(case, rules).rule not in never


def test_the_shops_own_file_is_sound_and_fits_the_schema() -> None:
    text = Settings().rules.read_text(encoding="utf-8")
    assert problems(text) == []
    names = set(schema()["$defs"]["Rules"]["required"])
    assert all(names <= set(rules) for rules in yaml.safe_load(text))
    assert schema()["$defs"]["Range"]["minProperties"] == 1
    assert set(schema()["$defs"]["ShopRule"]["properties"]) == {"name", "when", "open", "ask", "escalate"}


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_problem_is_worded_and_says_what_to_do(language: str) -> None:
    wording = Wording.load()
    texts = [
        file(FURNITURE, DEAR, DEAR, "- {name: a, when: {track: x, sku: 1, prise: 2, price: {}}, refuse: 1}\n"),
        file(FURNITURE, DEAR, DEAR) * 2,
        "- {",
        "",
    ]
    for text in texts:
        with pytest.raises(RulesInvalid) as caught:
            read_sets(text)
        found: list[Problem] = list(caught.value.problems)
        assert all(one.line <= other.line for one, other in pairwise(found))
        assert all(len(problem.said(wording.say, language)) > 20 for problem in found)
