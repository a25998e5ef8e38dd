"""A danger in doubt: what settles it, and how the talk goes on as if it had never come up."""

from collections.abc import Callable
from dataclasses import replace

from intake.claims.case import Case
from intake.claims.conversation import Asked, Author, Conversation
from intake.claims.model import Facts, Missing
from intake.claims.rules import Rules
from intake.dialogue.cues import Cue
from intake.dialogue.types import Intent
from intake.talk.heard import Heard
from intake.talk.hearing import Hearing

YES, NO = "danger:yes", "danger:no"  # the buttons of the question


def raises_doubt(facts: Facts, heard: Heard) -> bool:
    """Whether the message may tell of a danger, and the customer hasn't said yet that it doesn't.

    Who said that there is none is asked again only about what is likely one, and after that about what words name.
    """
    said = heard.said
    if said is None or heard.text in facts.harmless:
        return False
    denied = len(facts.harmless)
    return said.alarm_in_doubt and (said.alarm_named or denied == 0 or (said.alarm_likely and denied == 1))


def affirms(facts: Facts, heard: Heard) -> bool:
    """A yes to the question; so is another message in doubt: who is asked and tells of smoke means it."""
    told = raises_doubt(facts, heard) and heard.text not in facts.doubtful
    return heard.action == YES or (facts.alarm_in_doubt and (heard.confirms or told))


def denies(heard: Heard) -> bool:
    """A no; one that goes on to tell of a danger is none."""
    danger = heard.said is not None and heard.said.alarm
    return not danger and (heard.action == NO or heard.intends(Intent.DENY) or Cue.SAFE in heard.cues)


def hear_danger(facts: Facts, heard: Heard) -> Facts:
    """Opens the doubt and closes it; what is said while it is open is kept with it."""
    if affirms(facts, heard):
        return replace(settled(facts), alarm=True)
    if facts.alarm_in_doubt and denies(heard):
        return replace(settled(facts), harmless=(*facts.harmless, facts.doubtful[0]))
    if heard.text and (facts.alarm_in_doubt or raises_doubt(facts, heard)):
        return replace(facts, doubtful=(*facts.doubtful, heard.text))
    return facts


def settled(facts: Facts) -> Facts:
    """Without the doubt: a later one is asked about anew."""
    attempts = tuple((what, times) for what, times in facts.attempts if what != Missing.DANGER)
    return replace(facts, doubtful=(), attempts=attempts)


def unanswered(facts: Facts, times: int) -> Facts:
    """As if it had been asked so many times: where nobody is there to answer."""
    return replace(facts, attempts=(*settled(facts).attempts, (Missing.DANGER.value, times)))


class Danger:
    def __init__(self, hearing: Hearing, rules: Callable[[], Rules]) -> None:
        self._hearing, self._rules = hearing, rules

    def asked_enough(self, facts: Facts) -> bool:
        """Whether the doubt was asked about as often as the rules allow."""
        return Case(facts, self._rules()).asked_enough(Missing.DANGER)

    def put_off(self, talk: Conversation, heard: Heard) -> Heard:
        """What was said while the question was open, as one message in which no danger lies.

        `talk` is still in doubt, `heard` the no that settles it; it may say more than that. Photos that came with it
        are new to the case; a claim has them already.
        """
        text = "\n".join(filter(None, [*talk.facts.doubtful, heard.text]))
        said, cues = self._hearing.of(text, talk.language)
        calm = said and replace(said, alarm=False, alarm_in_doubt=False)
        photos = () if talk.claim else _photos_in_doubt(talk)
        asked = _asked_before(talk)
        return replace(heard, text=text, said=calm, cues=cues, action=None, photos=photos, pending=asked)


def _photos_in_doubt(talk: Conversation) -> tuple[str, ...]:
    sent = (message for message in talk.messages if message.text in talk.facts.doubtful)
    return tuple(photo for message in sent for photo in message.photos if photo in talk.photos)


def _asked_before(talk: Conversation) -> Asked | None:
    asked = (message.asks for message in reversed(talk.messages) if message.author is not Author.CUSTOMER)
    return next((what for what in asked if what is not Asked.DANGER), None)
