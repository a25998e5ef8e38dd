"""Why a rule decided and those before it didn't: the way of a decision through the rules."""

from collections.abc import Mapping
from dataclasses import dataclass

from intake.claims.case import Case
from intake.claims.model import Facts
from intake.claims.rules import FRAME, Rules, decide, of_shop
from intake.claims.shop_rules.conditions import Range, Value, fulfilled
from intake.claims.shop_rules.rule import ShopRule


@dataclass(frozen=True)
class Compared:
    """One condition of a rule with what the case had; `value` is None where it wasn't known."""

    name: str
    asked: bool | Range | frozenset[str]
    value: Value
    holds: bool


@dataclass(frozen=True)
class Asked:
    """A rule that was asked. `compared` has what it asks about, for rules of the shop."""

    rule: str
    compared: tuple[Compared, ...] = ()


@dataclass(frozen=True)
class Trace:
    """`decided` is the rule that applied, `before` those that didn't, in their order."""

    decided: Asked
    before: tuple[Asked, ...]


def trace(facts: Facts, rules: Rules) -> Trace:
    """The same way that `decide` takes, with its reasons."""
    case, name = Case(facts, rules), decide(facts, rules).rule
    before: list[Asked] = []
    for rule in FRAME:
        if rule.applies(case):
            return Trace(Asked(name), tuple(before))
        before.append(Asked(rule.name))
    known = case.known
    for own in rules.rules:
        asked = Asked(own.name, tuple(_compared(own, known)))
        if of_shop(own).applies(case):
            return Trace(asked, tuple(before))
        before.append(asked)
    return Trace(Asked(name), tuple(before))


def _compared(rule: ShopRule, known: Mapping[str, Value]) -> list[Compared]:
    return [
        Compared(name, asked, known[name], fulfilled(asked, known[name], rule.in_doubt))
        for name, asked in rule.when.stated.items()
    ]
