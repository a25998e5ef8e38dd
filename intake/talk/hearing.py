"""How a message's words are taken before anything acts on them: acting takes more than reading."""

from dataclasses import replace

from intake.claims.numbers import is_number
from intake.dialogue.cues import Cue, Cues
from intake.dialogue.types import Intent, Understanding
from intake.ports import Understander
from intake.vision.types import EVEN

SMALL = frozenset({Cue.HELLO, Cue.WAIT, Cue.LANGUAGE})  # small talk that may be taken for a wish for a person
WEIGHTY = (Intent.RETURN, Intent.CLAIM_STATUS, Intent.ORDER_QUESTION)
REPORTS = (Intent.REPORT_DAMAGE, Intent.WRONG_OR_MISSING)
LEAST_WEIGHT = 0.75  # probability


class Hearing:
    """Understands messages for the talk. Threads may share it."""

    def __init__(self, understander: Understander, cues: Cues) -> None:
        self._understander, self._cues = understander, cues

    def of(self, words: str, language: str) -> tuple[Understanding | None, frozenset[Cue]]:
        """What is understood, None where there are no words, and the cues; `language` is that of the talk."""
        cues = self._cues.of(words)
        said = self._understander.understand(words, language) if words else None
        if said:
            said = without_faint_intents(without_mistaken_wish(said, cues), cues)
            said = without_denied_threat(without_unnamed_danger(said), cues)
            said = with_foreign_number(said)
        return said, cues


def with_foreign_number(said: Understanding) -> Understanding:
    """ "Vorgang 1063": what is called a case's number and isn't written like one of the desk's may be an order's."""
    if said.claim_number is None or said.order_number or is_number(said.claim_number):
        return said
    return replace(said, order_number=said.claim_number, claim_number=None)


def without_mistaken_wish(said: Understanding, cues: frozenset[Cue]) -> Understanding:
    """ "Is anyone there?", "let me check" and "auf Deutsch bitte" call for nobody, unless they name somebody.

    "Are you a person?" names one and asks for none; what hardly sounds like a wish for one, as "I'll be back" does, has
    to name one, too, and so has "I'd like it mended".
    """
    asks_who = Cue.MACHINE in cues and Cue.WILLS not in cues
    least = LEAST_WEIGHT if Cue.LATER in cues else EVEN
    hardly = said.probabilities.get(Intent.TALK_TO_PERSON, 1.0) < least
    mends = said.wish == "repair"
    if not asks_who and (Cue.PERSON in cues or (SMALL.isdisjoint(cues) and not hardly and not mends)):
        return said
    return _without(said, Intent.TALK_TO_PERSON)


def without_faint_intents(said: Understanding, cues: frozenset[Cue]) -> Understanding:
    """What hardly sounds like sending something back, or like asking after a claim or order, starts nothing of it.

    Nor does what is unlikely a report and names nothing that is wrong.
    """
    declared = Cue.WITHDRAWAL in cues
    faint = [intent for intent in WEIGHTY if said.probabilities.get(intent, 1.0) < LEAST_WEIGHT]
    if not said.damages:
        faint += [intent for intent in REPORTS if said.probabilities.get(intent, 1.0) < EVEN]
    return _without(said, *(intent for intent in faint if not (declared and intent is Intent.RETURN)))


def _without(said: Understanding, *intents: Intent) -> Understanding:
    others = tuple(other for other in said.intents if other not in intents)
    return replace(said, intents=others or (Intent.OTHER,))


def without_unnamed_danger(said: Understanding) -> Understanding:
    """A danger that no word names is asked about, however sure the reading is: "I nearly fell off my chair" is none."""
    if not said.alarm or said.alarm_named:
        return said
    return replace(said, alarm=False, alarm_in_doubt=True, alarm_likely=True)


def without_denied_threat(said: Understanding, cues: frozenset[Cue]) -> Understanding:
    """ "Nobody is going to sue over a mug" is no threat; "I don't want to sue, but ..." may be one."""
    denied = Cue.NO_THREAT in cues and Cue.ON_CONDITION not in cues
    return replace(said, legal=said.legal and not denied)
