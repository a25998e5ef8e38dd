"""Changing the shop's rules: try them on past claims, publish what was tried, take it back."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from intake.claims.access.roles import Actor, Permission
from intake.claims.model import Decision, Facts
from intake.claims.past_cases import PastCase
from intake.claims.rules import decide
from intake.claims.shop_rules.in_force import RulesInForce
from intake.claims.shop_rules.rulebook import Rules, in_force, read_sets
from intake.claims.shop_rules.shelf import Published, RuleShelf
from intake.claims.store import Store
from intake.errors import BadInput
from intake.vision.confidence import Calibration, judged

TRIED = 100  # texts that are remembered as tried

Past = Callable[[int | None], Iterable[PastCase]]


@dataclass(frozen=True)
class Change:
    """A claim that would have come out differently."""

    number: str
    before: Decision
    after: Decision


@dataclass(frozen=True)
class Sure:
    """Thresholds from which something seen counts as sure, 0..1; None leaves that of the record."""

    product: float | None = None
    damage: float | None = None

    def judge(self, facts: Facts) -> Facts:
        """The facts as these thresholds judge them; as they are where the record has no thresholds."""
        seen = facts.observation
        if self == Sure() or seen is None or seen.limits is None:
            return facts
        product = seen.limits.product if self.product is None else self.product
        damage = seen.limits.damage if self.damage is None else self.damage
        limits = replace(seen.limits, product=product, damage=damage)
        return replace(facts, observation=judged(seen, Calibration.of(limits)))


@dataclass
class Trial:
    """Past claims decided again: by the rules in force (`before`) and by others (`after`).

    The tallies count claims by outcome and what belongs to it: `("open", "warranty")`, `("escalate", "upset")`.
    """

    version: str
    cases: int = 0
    before: Counter[tuple[str, str]] = field(default_factory=Counter)
    after: Counter[tuple[str, str]] = field(default_factory=Counter)
    changes: list[Change] = field(default_factory=list)

    def add(self, case: PastCase, before: Decision, after: Decision) -> None:
        self.cases += 1
        self.before[counted(before)] += 1
        self.after[counted(after)] += 1
        if came_to(before) != came_to(after):
            self.changes.append(Change(case.number, before, after))

    @property
    def tally(self) -> Mapping[tuple[str, str], tuple[int, int]]:
        """Outcome and what belongs to it, to the numbers before and after."""
        return {what: (self.before[what], self.after[what]) for what in sorted({*self.before, *self.after})}


def counted(decision: Decision) -> tuple[str, str]:
    """The outcome and its first reason, what is asked for, or the track."""
    about = decision.missing or decision.track or next(iter(decision.reasons), "")
    return decision.outcome.value, str(about)


def came_to(decision: Decision) -> tuple[object, ...]:
    """All of a decision that a customer or staff notice: not which rule of which set it was."""
    return decision.outcome, decision.reasons, decision.missing, decision.track, decision.damage, decision.resolutions


class RuleDesk:
    """What a role may not raises `NotAllowed`; a file that can't be used raises `RulesInvalid`."""

    def __init__(self, shelf: RuleShelf, rules: RulesInForce, past: Past) -> None:
        self._shelf, self._rules, self._past = shelf, rules, past
        self._tried: deque[str] = deque(maxlen=TRIED)
        self.text, self.in_force, self.history = rules.text, rules.published, shelf.history

    @classmethod
    def of(cls, store: Store, file: Path) -> "RuleDesk":
        """`file` is in force while nothing is published."""
        return cls(store.rules, RulesInForce(store.rules, file), store.past_cases.newest)

    def try_out(
        self,
        actor: Actor,
        text: str,
        on: date | None = None,
        limit: int | None = None,
        sure: Sure = Sure(),
    ) -> Trial:
        """Decides past claims again, the newest `limit`; by the file's set of a day, its newest unless given.

        With `sure` what was seen is judged by other thresholds as well.
        """
        actor.require(Permission.PUBLISH_RULES)
        sets = read_sets(text)
        rules = in_force(sets, on) if on else sets[-1]
        trial = replay(self._past(limit), self._rules(), rules, sure)
        self._tried.append(text)
        return trial

    def publish(self, actor: Actor, text: str, note: str, base: int | None) -> Published:
        """Raises `BadInput` for a text that isn't among the last ones tried, and `EditConflict` (see `RuleShelf`)."""
        actor.require(Permission.PUBLISH_RULES)
        if text not in self._tried:
            raise BadInput("These rules weren't tried yet: try them first.")
        return self._shelf.publish(text, actor.login, note, base)

    def take_back(self, actor: Actor, id: int) -> Published | None:
        """Raises `EditConflict` where another one is in force."""
        actor.require(Permission.PUBLISH_RULES)
        return self._shelf.take_back(id, actor.login)


def replay(cases: Iterable[PastCase], before: Rules, after: Rules, sure: Sure) -> Trial:
    trial = Trial(after.version)
    for case in cases:
        trial.add(case, decide(case.facts, before), decide(sure.judge(case.facts), after))
    return trial
