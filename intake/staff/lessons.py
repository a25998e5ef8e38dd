"""What staff put right in a claim: photos teach the eyes at once, words become labelled data."""

from collections.abc import Sequence

from intake.claims.access.roles import Actor, Permission
from intake.claims.corrections import Correction
from intake.claims.labels import INTENT, TRACK, Label
from intake.claims.model import Track
from intake.claims.store import Store
from intake.dialogue.types import Intent
from intake.errors import CorrectionUnfit
from intake.teaching import Teacher

CORRECTED, TAKEN_BACK = "corrected", "correction_undone"  # kinds of entries in a claim's history


class Lessons:
    """Corrections of one claim in one place. The claim's own decision stays as it was made."""

    def __init__(self, store: Store, teacher: Teacher) -> None:
        self._store, self._teacher = store, teacher

    def correct(
        self, number: str, actor: Actor, sku: str = "", damage: str = "", intent: str = "", track: str = ""
    ) -> None:
        """Says what the photos really show, what the words really meant, and what the legal ground really is.

        What isn't given stays as it is. Raises CorrectionUnfit for nothing at all, a value that doesn't exist, and a
        product or damage where there is no photo; NotFound.
        """
        said = {"sku": sku, "damage": damage, "intent": intent, "track": track}
        if not any(said.values()):
            raise CorrectionUnfit("A correction needs a product, a damage, an intent or a track.")
        if intent and intent not in set(Intent):
            raise CorrectionUnfit(f"{intent!r} is no intent; there are {', '.join(Intent)}.")
        if track and track not in set(Track):
            raise CorrectionUnfit(f"{track!r} is no track; there are {', '.join(Track)}.")
        photos = self._store.claim(number).photos
        if sku or damage:
            self._teacher.correct(photos, actor.login, sku, damage, number)
        for kind, value in ((INTENT, intent), (TRACK, track)):
            if value:
                self._store.labels.add(number, kind, value, actor.login)
        known = {name: value for name, value in said.items() if value and name != "intent"}
        if known:
            self._store.traits.correct(number, **known)
        self._store.life.note(number, actor.login, " · ".join(filter(None, said.values())), CORRECTED)

    def of_claim(self, number: str) -> tuple[Sequence[Correction], Sequence[Label]]:
        """Those in force: about photos, about words."""
        return self._teacher.of_claim(number), self._store.labels.in_force(number)

    def may_take_back(self, number: str, actor: Actor) -> bool:
        """Whether there is something to take back, and this person may."""
        return any(self.of_claim(number)) and (self._all_by(actor, number) or actor.may(Permission.TAKE_BACK_OF_OTHERS))

    def take_back(self, number: str, actor: Actor) -> None:
        """The eyes see as before and the labels are gone. Raises NotAllowed for what others corrected, and NotFound."""
        if not self._all_by(actor, number):
            actor.require(Permission.TAKE_BACK_OF_OTHERS)
        photos, _ = self.of_claim(number)
        for correction in photos:
            self._teacher.undo(correction.id, actor.login)
        self._store.labels.take_back(number, actor.login)
        self._store.traits.restore(number)
        self._store.life.note(number, actor.login, "", TAKEN_BACK)

    def _all_by(self, actor: Actor, number: str) -> bool:
        photos, words = self.of_claim(number)
        return {one.actor for one in photos} | {one.actor for one in words} <= {actor.login}
