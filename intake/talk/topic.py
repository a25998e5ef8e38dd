"""What a message after a claim is about: the claim that there is, or another case."""

import re
from collections.abc import Callable
from dataclasses import replace

from intake.claims.conversation import Conversation
from intake.claims.model import Claim, Facts, Track
from intake.claims.rules import Rules
from intake.dialogue.cues import Cue
from intake.dialogue.taken_back import set_aside, without_taken_back
from intake.dialogue.types import Intent
from intake.talk.evidence import Evidence
from intake.talk.heard import Heard
from intake.talk.namesake import Namesake, likely
from intake.vision.types import PhotoKind

BEFORE = r"(?:\w+\W+){0,2}"  # the words that tell which one: "the fern mug"


class Topic:
    def __init__(self, evidence: Evidence, namesake: Namesake, rules: Callable[[], Rules]) -> None:
        self._evidence, self._namesake, self._rules = evidence, namesake, rules

    def starts_case(self, talk: Conversation, claim: Claim, heard: Heard) -> bool:
        """Whether this begins another case: new photos, another defect in words, a withdrawal."""
        return bool(heard.photos) or self._starts_in_words(talk, claim, heard)

    def adds_photos(self, talk: Conversation, claim: Claim, heard: Heard) -> bool:
        """Photos of the parcel or of the claim's product belong to the claim, unless the words tell of another."""
        another = Cue.ANOTHER in heard.cues and Cue.PICTURE not in heard.cues
        if not heard.photos or another or self._starts_in_words(talk, claim, heard):
            return False
        new = replace(talk, photos=heard.photos)
        shown = self._evidence.with_observation(new, Facts(talk.facts.today)).observation
        if shown is None or shown.kind is PhotoKind.PARCEL:
            return shown is not None
        product = claim.facts.product
        return product is not None and shown.products[0].sku == product and not shown.unknown

    def means_claimed(self, claim: Claim, heard: Heard) -> bool:
        """Whether the words leave the claim's product among those of its order and those that the photo may show."""
        skus = likely(claim.facts)
        meant = self._namesake.meant([without_taken_back(heard.text)], skus)
        only_others = not meant and claim.facts.product not in self._namesake.meant([heard.text], skus)
        return meant == (claim.facts.product,) or only_others

    def means_other_return(self, claim: Claim, heard: Heard) -> bool:
        """Whether something else of the order goes back than the claim says, instead of it or as well."""
        back = claim.decision.track is Track.WITHDRAWAL and heard.intends(Intent.RETURN, Intent.CORRECTION)
        if not back or heard.asks or heard.damages:
            return False
        meant = self._namesake.meant([without_taken_back(heard.text)], claim.facts.ordered)
        return len(meant) == 1 and meant != (claim.facts.product,)

    def keeps_claimed(self, claim: Claim, heard: Heard) -> bool:
        """Whether the claim's product is set aside, or corrected."""
        aside = self._namesake.meant([set_aside(heard.text)], claim.facts.ordered)
        return heard.intends(Intent.CORRECTION) or aside == (claim.facts.product,)

    def _starts_in_words(self, talk: Conversation, claim: Claim, heard: Heard) -> bool:
        """A withdrawal, or a defect of something else. What grew, is said again or is denied is the claim's."""
        if (heard.declares_withdrawal and not talk.facts.withdrawal) or self.means_other_return(claim, heard):
            return True
        if heard.said is None or not heard.damages or not heard.intends(Intent.REPORT_DAMAGE):
            return False
        sums_up = Cue.REST_FINE in heard.cues and not heard.said.named_damages
        if heard.finds_nothing_broken or sums_up:
            return False
        named = self._named(claim, heard)
        if named and claim.facts.product not in named:
            return True
        apart = Cue.ANOTHER in heard.cues or (named == () and bool(heard.said.products))
        return apart and not heard.intends(Intent.DENY) and self._is_new(talk, claim, heard)

    def _named(self, claim: Claim, heard: Heard) -> tuple[str, ...]:
        """The products of the order, or that the photo may show, which the message's own names for things mean."""
        left, names = without_taken_back(heard.text), heard.said.products if heard.said else ()
        described = filter(None, (re.search(BEFORE + re.escape(name), left, re.IGNORECASE) for name in names))
        return self._namesake.meant([" ".join(found.group() for found in described)], likely(claim.facts))

    def _is_new(self, talk: Conversation, claim: Claim, heard: Heard) -> bool:
        """Whether a damage is told that nobody would call by the name of the claim's."""
        told = {*talk.facts.stated_damages, *claim.facts.stated_damages, claim.decision.damage}
        known = [damage for damage in told if damage]
        return not all(any(self._rules().compatible(one, damage) for damage in known) for one in heard.damages)
