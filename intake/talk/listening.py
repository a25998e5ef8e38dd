"""What a message adds to the facts of its case: words, a pressed button, photos, a danger, other products."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from intake.claims.conversation import Conversation
from intake.claims.model import Facts
from intake.dialogue.cues import Cue
from intake.dialogue.taken_back import set_aside
from intake.dialogue.types import CASES, Intent
from intake.ports import Understander
from intake.talk.agenda import apart, named_in
from intake.talk.danger import hear_danger
from intake.talk.evidence import Evidence, case_text
from intake.talk.facts import apply_action, apply_words, gone_on, without_better_photo, without_photo
from intake.talk.heard import Heard
from intake.talk.namesake import Namesake


class Listening:
    def __init__(
        self, understander: Understander, evidence: Evidence, namesake: Namesake, today: Callable[[], date]
    ) -> None:
        self._understander, self._evidence = understander, evidence
        self._namesake, self._today = namesake, today

    def listen(self, talk: Conversation, heard: Heard) -> Conversation:
        """The talk with what the message adds; the message is already its last one."""
        facts = apply_words(replace(talk.facts, today=self._today()), heard)
        facts = apply_action(facts, heard.action, heard.at) if heard.action else facts
        agrees = heard.confirms and not (heard.photos or heard.intends(*CASES))  # "right, now to my mug" is no yes
        if facts.question_open and (agrees or heard.intends(Intent.TALK_TO_PERSON)):
            facts = replace(facts, pass_on=True, asked_for_person=False)
        facts = self._anew(facts, heard)
        facts = gone_on(talk.facts, facts, heard, case_text(replace(talk, messages=talk.messages[:-1])))
        facts = without_better_photo(facts, heard)
        photos = (*talk.photos, *heard.photos)
        if Cue.WRONG_PICTURE in heard.cues and photos:  # kept as it was sent, but no part of the case
            facts = self._without_named(without_photo(facts, talk.facts), talk.facts, heard)
            photos = heard.photos if talk.photos else ()
        talk = replace(talk, facts=hear_danger(facts, heard), photos=photos)
        talk = replace(talk, facts=self._without_set_aside(talk.facts, heard))
        return replace(talk, facts=self._with_others(talk, heard))

    def _without_named(self, facts: Facts, before: Facts, heard: Heard) -> Facts:
        """ "Wrong picture, that is my salad bowl" names what it isn't about."""
        shown = before.observation.products[:1] if before.observation else ()
        meant = self._namesake.meant([heard.text], [one.sku for one in shown])
        return replace(facts, named=before.named) if meant else facts

    def _anew(self, facts: Facts, heard: Heard) -> Facts:
        """A product that followed from earlier words gives way to another of the order that the newest words name."""
        if heard.asks or not facts.product_confirmed or not (facts.named_by_order or heard.declares_withdrawal):
            return facts
        meant = self._namesake.meant(facts.named[:1], facts.ordered)
        another = len(meant) == 1 and meant != (facts.product,)
        return replace(facts, product=None, product_confirmed=False) if another else facts

    def _without_set_aside(self, facts: Facts, heard: Heard) -> Facts:
        """A product that waits is dropped where the customer says that it is fine after all."""
        fine = self._namesake.meant([set_aside(heard.text)], facts.ordered) if facts.others else ()
        others = (one for one in facts.others if self._namesake.meant([one.words], facts.ordered) != fine)
        return replace(facts, others=tuple(others)) if len(fine) == 1 else facts

    def _with_others(self, talk: Conversation, heard: Heard) -> Facts:
        """Where several products of the order are told of, the first is taken up and the others wait.

        What was told before the order was known is looked at again with it.
        """
        reports = not heard.asks and heard.intends(Intent.REPORT_DAMAGE, Intent.WRONG_OR_MISSING)
        awaited = talk.facts.order is None and len(talk.facts.stated_damages) > 1 and not talk.facts.others
        if not (reports or awaited):
            return talk.facts
        text = "\n".join(reversed(talk.facts.named)) if awaited else heard.text
        facts = self._evidence.with_order(talk)
        if not facts.order:
            return facts
        named = named_in(text, lambda clause: self._understander.understand(clause, talk.language))
        several = apart(named, facts.ordered, self._namesake)
        if not several:
            return facts
        first, *others = several
        return replace(facts, named=(first.words,), stated_damages=first.damages, others=tuple(others))
