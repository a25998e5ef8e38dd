"""Deciding a claim: what the customer gets, and which claims are one or two. The customer is always told."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from intake.claims.access.roles import Actor, Permission
from intake.claims.model import Claim, Settlement
from intake.claims.rules import Rules
from intake.claims.store import Store
from intake.errors import ApprovalNeeded
from intake.ports import Wording
from intake.staff.answers import Answers
from intake.staff.talks import Talks
from intake.staff.values import Values, settled_values


class Settling:
    """All methods raise NotFound, EditConflict and IllegalMove; then nothing was changed and nobody was told."""

    def __init__(
        self,
        store: Store,
        talks: Talks,
        answers: Answers,
        values: Values,
        wording: Wording,
        rules: Callable[[], Rules],
    ) -> None:
        self._store, self._talks, self._answers, self._values = store, talks, answers, values
        self._wording, self._rules = wording, rules

    def settle(self, number: str, actor: Actor, settlement: Settlement, note: str, version: int) -> Claim:
        """Up to the rules' limit the customer is told at once; above it a second person approves first."""
        proposed = replace(settlement, proposed_by=actor.login)
        limit = self._rules().approval_limit
        return self._tell(self._store.life.settle(number, proposed, note, version, limit), actor)

    def check_alone(self, number: str) -> None:
        """Raises ApprovalNeeded for a claim above the limit, or of unknown value, that nobody approved."""
        claim, limit = self._store.claim(number), self._rules().approval_limit
        approved = claim.settlement is not None and claim.settlement.approved_by is not None
        if not approved and (claim.value is None or claim.value > limit):
            raise ApprovalNeeded("A second person approves this.", limit=limit)

    def approve(self, number: str, actor: Actor, note: str, version: int) -> Claim:
        """Raises NotAllowed for the one who proposed it, and for a role that may not."""
        actor.require(Permission.APPROVE_SETTLEMENTS)
        return self._tell(self._store.life.approve(number, actor.login, note, version), actor)

    def merge(self, number: str, into: str, actor: Actor, note: str, version: int, into_version: int) -> Claim:
        """Raises BadInput for claims of different customers."""
        claim = self._store.life.merge(number, into, actor.login, note, version, into_version)
        self._talks.gather(into)
        language = self._talks.language(claim)
        self._talks.tell(claim, self._wording.say("claim.merged", language, number=number, into=into), actor)
        return claim

    def split(
        self, number: str, photos: Sequence[str], text: str, actor: Actor, note: str, version: int
    ) -> tuple[Claim, Claim]:
        """The first claim, which keeps everything, and the new one. Raises BadInput for photos of another claim."""
        return self._store.life.split(number, photos, text, actor.login, note, version)

    def _tell(self, claim: Claim, actor: Actor) -> Claim:
        settlement = claim.settlement
        if settlement is not None and settlement.approved_by:
            language = self._talks.language(claim)
            values = self._values.of(claim, actor, language) | settled_values(settlement, language)
            parts = ("opening", f"settled.{settlement.resolution}", "closing")
            text = "\n\n".join(self._answers.say(part, language, values) for part in parts)
            self._talks.tell(claim, text, actor)
        return claim
