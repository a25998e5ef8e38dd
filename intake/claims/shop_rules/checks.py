"""What can be wrong with rules that are each well written: order, contradictions, rules that never decide."""

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from intake.claims.model import Outcome
from intake.claims.shop_rules.file import Lines, Problem
from intake.claims.shop_rules.overlaps import Space, covered, overlap, within
from intake.claims.shop_rules.rule import ShopRule

if TYPE_CHECKING:
    from intake.claims.shop_rules.rulebook import Rules

CAUTION = (Outcome.OPEN, Outcome.ASK, Outcome.ESCALATE)  # least first


def check(sets: Sequence["Rules"], lines: Lines, reserved: Collection[str]) -> Iterator[Problem]:
    """Every problem of a file's sets. `reserved` are names of rules that come before those of the shop."""
    for place, rules in enumerate(sets):
        yield from _order(sets[:place], rules, lines.of((place, "valid_from")))
        at = [lines.of((place, "rules", number)) for number in range(len(rules.rules))]
        yield from _names(rules.rules, at, reserved)
        yield from _overlaps(rules.rules, at)


def _order(before: Sequence["Rules"], rules: "Rules", line: int) -> Iterator[Problem]:
    if before and before[-1].valid_from >= rules.valid_from:
        yield Problem(line, "dates_out_of_order", {"date": str(rules.valid_from), "before": str(before[-1].valid_from)})
    if rules.version in {earlier.version for earlier in before}:
        yield Problem(line, "same_version", {"version": rules.version})


def _names(rules: Sequence[ShopRule], at: Sequence[int], reserved: Collection[str]) -> Iterator[Problem]:
    seen = set(reserved)
    for rule, line in zip(rules, at, strict=True):
        if rule.name in seen:
            yield Problem(line, "same_name", {"rule": rule.name})
        seen.add(rule.name)


def _overlaps(rules: Sequence[ShopRule], at: Sequence[int]) -> Iterator[Problem]:
    space = Space.of(rules)
    boxes = [space.box(rule, rule.in_doubt) for rule in rules]
    for later, rule in enumerate(rules):
        if covered(space.box(rule, in_doubt=False), space.taken()):
            yield Problem(at[later], "impossible", {"rule": rule.name})
            continue
        if covered(boxes[later], [*space.taken(), *boxes[:later]]):
            before = [one.name for one, box in zip(rules[:later], boxes, strict=False) if overlap(boxes[later], box)]
            yield Problem(at[later], "unreachable", {"rule": rule.name, "before": ", ".join(before)})
            continue
        for earlier in range(later):
            first = boxes[earlier]
            shared = {name: cells & first[name] for name, cells in boxes[later].items()}
            if within(first, boxes[later]) or covered(shared, [*space.taken(), *boxes[:earlier]]):
                continue
            if _contrary(rules[earlier], rule):
                values = {"rule": rule.name, "before": rules[earlier].name, "line": str(at[earlier])}
                yield Problem(at[later], "conflict", values)


def _contrary(earlier: ShopRule, later: ShopRule) -> bool:
    """Whether the earlier rule silently wins where it shouldn't: caution may go first, so may either of two reasons."""
    if earlier.outcome is later.outcome:
        return earlier.outcome is not Outcome.ESCALATE and earlier.offer != later.offer
    return CAUTION.index(earlier.outcome) < CAUTION.index(later.outcome)
