"""What a legal ground means for the customer's case: in general, and in days of an order shown to be theirs."""

from collections.abc import Callable

from intake.claims.model import Facts, Track
from intake.claims.periods import Periods
from intake.claims.rules import Rules
from intake.dialogue.written import day
from intake.ports import Wording
from intake.talk.evidence import Evidence


class Explaining:
    """Days of an order are told to its buyer alone."""

    def __init__(self, evidence: Evidence, rules: Callable[[], Rules], wording: Wording) -> None:
        self._evidence, self._rules, self._wording = evidence, rules, wording

    def in_general(self, track: Track, language: str) -> str:
        rules = self._rules()
        return self._wording.say(
            f"track.means.{track}",
            language,
            withdrawal_days=rules.withdrawal_days,
            transport_days=rules.transport_days,
            warranty_months=rules.warranty_months,
            presumption_months=rules.presumption_months,
        )

    def for_order(self, track: Track, facts: Facts, language: str) -> str:
        """The days of the customer's order; empty where it isn't shown to be theirs or they are not known."""
        order = facts.order
        if order is None or not self._evidence.proven(facts):
            return ""
        rules = self._rules()
        if order.delivered is None:
            ahead = track is Track.WITHDRAWAL
            days = {"withdrawal_days": rules.withdrawal_days}
            return self._wording.say(f"track.ahead.{track}", language, **days) if ahead else ""
        periods = Periods.since(order.delivered, rules)
        key = _key(track, periods, facts)
        written = {name: day(last, language) for name, last in vars(periods).items()}
        numbers = {"withdrawal_days": rules.withdrawal_days, "presumption_months": rules.presumption_months}
        return self._wording.say(key, language, **written, **numbers)

    def of_case(self, track: Track, facts: Facts, language: str) -> str:
        """Both, as a claim that was opened begins."""
        return " ".join(filter(None, (self.in_general(track, language), self.for_order(track, facts, language))))


def _key(track: Track, periods: Periods, facts: Facts) -> str:
    if track is Track.WITHDRAWAL:
        return "track.dates.withdrawal" if facts.today <= periods.withdrawal else "track.over.withdrawal"
    if facts.today > periods.warranty:
        return "track.over.warranty"
    if track is Track.TRANSPORT and facts.today <= periods.transport:
        return "track.dates.transport"
    return "track.dates.warranty" if facts.today <= periods.presumption else "track.late.warranty"
