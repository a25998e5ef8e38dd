"""What a decision rested on, in words: photos with certainty and limit, the customer's words, order and history."""

from collections.abc import Iterator, Sequence

from intake.claims.case import Case
from intake.claims.model import Facts, Mood, Reason
from intake.staff.condition_words import ConditionWords
from intake.vision.types import Damage, Limits, Observation

SHOWN = 3  # findings
CERTAIN = 1.0  # a limit above it is never reached


class EvidenceWords:
    def __init__(self, words: ConditionWords) -> None:
        self._words, self._say = words, words.say

    def seen(self, facts: Facts) -> Iterator[str]:
        seen = facts.observation
        if seen is None:
            yield self._say("explain.seen.none")
            return
        if not seen.quality.usable:
            issues = ", ".join(self._say(f"quality.{issue}") for issue in seen.quality.issues)
            yield self._say("explain.seen.unusable", issues=issues)
        yield from self._product(seen)
        yield from self._damage(seen)
        yield self._model(seen)

    def said(self, facts: Facts, signals: Sequence[Reason]) -> Iterator[str]:
        damages = self._names(facts.stated_damages)
        yield self._say("explain.said.damages", damages=damages) if damages else self._say("explain.said.nothing")
        for fact in ("product_confirmed", "damage_confirmed", "withdrawal"):
            if getattr(facts, fact):
                yield self._say(f"explain.said.{fact}")
        if facts.wish:
            yield self._say("explain.said.wish", wish=self._say(f"resolution.{facts.wish}"))
        yield from self._danger(facts)
        if facts.mood is not Mood.CALM:
            yield self._say("explain.said.mood", mood=self._say(f"mood.{facts.mood}"))
        if signals:
            reasons = "; ".join(self._say(f"staff_reason.{reason}") for reason in signals)
            yield self._say("explain.said.signals", reasons=reasons)

    def _danger(self, facts: Facts) -> Iterator[str]:
        """What may have told of a danger, in the customer's words, and what came of asking."""
        for answer, messages in (("doubtful", facts.doubtful[:1]), ("harmless", facts.harmless)):
            for words in messages:
                yield self._say(f"explain.said.{answer}", words=words)

    def known(self, facts: Facts, case: Case | None) -> Iterator[str]:
        order = facts.order
        if order is None:
            yield self._say("explain.known.no_order")
        elif order.delivered is None:
            yield self._say("explain.known.undelivered", order=order.number)
        else:
            days = (facts.today - order.delivered).days
            delivered = self._words.day(order.delivered)
            yield self._say("explain.known.order", order=order.number, delivered=delivered, days=days)
        if case and (ground := case.ground):
            yield self._say("explain.known.track", track=self._say(f"track.{ground}"))
        if case and (price := case.price()) is not None:
            yield self._say("explain.known.price", price=self._words.value("price", price))
        yield self._say("explain.known.claims", count=facts.claims_in_last_year)
        if facts.photos_seen_before:
            yield self._say("explain.known.photos", count=facts.photos_seen_before)
        if facts.components_down:
            yield self._say("explain.known.down", components=", ".join(facts.components_down))

    def _product(self, seen: Observation) -> Iterator[str]:
        if seen.products:
            best = seen.products[0]
            name, percent = self._words.value("sku", best.sku), self._words.percent(best.score)
            yield self._say("explain.seen.product", product=name, percent=percent)
            limit = self._limit(seen.limits, seen.limits.product if seen.limits else 0)
            yield self._say(f"explain.seen.product_{'sure' if seen.product_sure else 'unsure'}", limit=limit)

    def _damage(self, seen: Observation) -> Iterator[str]:
        found = ", ".join(
            f"{self._say(f'staff.damage.{one.damage}')} {self._words.percent(one.probability)}"
            for one in seen.findings[:SHOWN]
        )
        yield self._say("explain.seen.damaged", percent=self._words.percent(seen.damaged), findings=found)
        limits = seen.limits
        at = (limits.intact if seen.surely_intact else limits.damage) if limits else 0
        sure = "sure" if seen.damage_sure else "unsure"
        likely = self._names(seen.likely or [one.damage for one in seen.findings[:1]])
        yield self._say(f"explain.seen.damage_{sure}", limit=self._limit(limits, at), likely=likely)

    def _model(self, seen: Observation) -> str:
        if seen.limits is None or not seen.limits.photos:
            return self._say("explain.seen.model_only", model=seen.model)
        risk = self._words.percent(seen.limits.risk)
        return self._say("explain.seen.model", model=seen.model, photos=seen.limits.photos, risk=risk)

    def _limit(self, limits: Limits | None, at: float) -> str:
        if limits is None:
            return self._say("explain.seen.not_kept")
        return self._words.percent(at) if at <= CERTAIN else self._say("explain.seen.never")

    def _names(self, damages: Sequence[Damage]) -> str:
        return ", ".join(self._say(f"staff.damage.{damage}") for damage in damages)
