"""A claim's decision in words: what was seen and said, which rule decided, and why not an earlier one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from intake.claims.case import Case
from intake.claims.frame import Frame
from intake.claims.model import Claim, Decision
from intake.claims.past_cases import PastCase
from intake.claims.rules import Rules, decide
from intake.claims.trace import Asked, trace
from intake.errors import NotFound
from intake.ports import Wording
from intake.staff.condition_words import ConditionWords
from intake.staff.evidence_words import EvidenceWords

# Of the built-in rules that came first, those that somebody would ask about.
WORTH_SAYING = (
    Frame.COMPONENT_DOWN,
    Frame.PERSON_NEEDED,
    Frame.PHOTO_SEEN_BEFORE,
    Frame.PRODUCT_UNKNOWN,
    Frame.PHOTO_AND_TEXT_DISAGREE,
    Frame.DAMAGE_UNKNOWN,
)


@dataclass(frozen=True)
class Part:
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Replay:
    """`decision` is what the facts lead to by the rules of their day; None where those weren't kept."""

    number: str
    kept: Decision
    decision: Decision | None

    @property
    def same(self) -> bool | None:
        return None if self.decision is None else self.decision == self.kept


class Explainer:
    """`rules` finds the set that decided, by its id (raises `NotFound`); `product` names a SKU in a language."""

    def __init__(self, wording: Wording, rules: Callable[[str], Rules], product: Callable[[str, str], str]) -> None:
        self._wording, self._rules, self._product = wording, rules, product

    def replay(self, claim: Claim | PastCase) -> Replay:
        rules = self._of(claim)
        return Replay(claim.number, claim.decision, decide(claim.facts, rules) if rules else None)

    def explain(self, claim: Claim, language: str) -> tuple[Part, ...]:
        words = ConditionWords(self._wording, language, lambda sku: self._product(sku, language))
        evidence, rules = EvidenceWords(words), self._of(claim)
        asked = trace(claim.facts, rules) if rules else None
        case = Case(claim.facts, rules) if rules else None
        parts = {
            "seen": evidence.seen(claim.facts),
            "said": evidence.said(claim.facts, claim.facts.signals if rules else ()),
            "known": evidence.known(claim.facts, case),
            "decision": _decision(claim.decision, asked.decided if asked else Asked(claim.decision.rule), words),
            "before": _before(asked.before, words) if asked else iter(()),
            "policies": _policies(claim, words),
            "record": iter([self._record(claim, words)]),
        }
        said = {name: tuple(lines) for name, lines in parts.items()}
        return tuple(Part(words.say(f"explain.{name}"), lines) for name, lines in said.items() if lines)

    def _record(self, claim: Claim, words: ConditionWords) -> str:
        again, id = self.replay(claim).decision, claim.decision.rules_id[:12]
        if again is None:
            return words.say("explain.record.not_kept")
        if again == claim.decision:
            return words.say("explain.record.same", id=id)
        return words.say(
            "explain.record.differs", id=id, outcome=words.say(f"outcome.{again.outcome}"), rule=again.rule
        )

    def _of(self, claim: Claim | PastCase) -> Rules | None:
        try:
            return self._rules(claim.decision.rules_id)
        except NotFound:
            return None


def _decision(decision: Decision, asked: Asked, words: ConditionWords) -> Iterator[str]:
    outcome = words.say(f"outcome.{decision.outcome}")
    yield words.say("explain.decision.rule", outcome=outcome, rule=decision.rule, version=decision.rules_version)
    if decision.rule in set(Frame):
        yield words.say(f"explain.frame.{decision.rule}")
    for one in asked.compared:
        yield words.say("explain.decision.met", condition=words.asked(one), value=words.value(one.name, one.value))
    if decision.track:
        offered = ", ".join(words.say(f"resolution.{resolution}") for resolution in decision.resolutions)
        yield words.say("explain.decision.open", track=words.say(f"track.{decision.track}"), resolutions=offered)
    if decision.damage:
        yield words.say("explain.decision.damage", damage=words.say(f"staff.damage.{decision.damage}"))
    if decision.reasons:
        reasons = "; ".join(words.say(f"staff_reason.{reason}") for reason in decision.reasons)
        yield words.say("explain.decision.reasons", reasons=reasons)
    if decision.missing:
        yield words.say("explain.decision.missing", missing=words.say(f"missing.{decision.missing}"))


def _before(asked: tuple[Asked, ...], words: ConditionWords) -> Iterator[str]:
    for one in asked:
        unmet = next((compared for compared in one.compared if not compared.holds), None)
        if unmet:
            value = words.value(unmet.name, unmet.value)
            yield words.say("explain.before.unmet", rule=one.rule, condition=words.asked(unmet), value=value)
        elif one.rule in WORTH_SAYING:
            yield words.say(f"explain.passed.{one.rule}")
        elif one.rule not in set(Frame):
            yield words.say("explain.before.undated", rule=one.rule)


def _policies(claim: Claim, words: ConditionWords) -> Iterator[str]:
    for one in claim.citations:
        version = one.version or words.say("explain.unknown")
        yield words.say("explain.policy", title=one.title, section=one.section, version=version, passage=one.passage)
    if not claim.citations:
        yield words.say("explain.policy.none")
