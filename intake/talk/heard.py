"""One message of a customer as the desk takes it: its words, what was understood, what else came with it."""

from dataclasses import dataclass, replace
from datetime import datetime

from intake.claims.conversation import Asked
from intake.dialogue.cues import Cue, named_language
from intake.dialogue.types import CASES, QUESTIONS, Intent, Understanding
from intake.vision.types import EVEN, Damage

SMALL = frozenset({Cue.HELLO, Cue.WAIT, Cue.LANGUAGE})  # small talk that may be taken for a wish for a person

FEWEST = 3  # words that may add something to a case
FEW = 5  # after a yes or no


def without_mistaken_wish(said: Understanding, cues: frozenset[Cue]) -> Understanding:
    """ "Is anyone there?", "let me check" and "auf Deutsch bitte" call for nobody, unless they name somebody.

    "Are you a person?" names one and asks for none; what hardly sounds like a wish for one has to name one, too.
    """
    asks_who = Cue.MACHINE in cues and Cue.WILLS not in cues
    hardly = said.probabilities.get(Intent.TALK_TO_PERSON, 1.0) < EVEN
    if not asks_who and (Cue.PERSON in cues or (SMALL.isdisjoint(cues) and not hardly)):
        return said
    others = tuple(intent for intent in said.intents if intent is not Intent.TALK_TO_PERSON)
    return replace(said, intents=others or (Intent.OTHER,))


@dataclass(frozen=True)
class Heard:
    """`said` is None where there were no words. `pending` is what the machine asked for just before."""

    text: str
    said: Understanding | None
    cues: frozenset[Cue]
    action: str | None
    photos: tuple[str, ...]  # new ones of the case
    pending: Asked | None
    at: datetime

    def intends(self, *intents: Intent) -> bool:
        return self.said is not None and not set(intents).isdisjoint(self.said.intents)

    @property
    def damages(self) -> tuple[Damage, ...]:
        return tuple(map(Damage, self.said.damages)) if self.said else ()

    @property
    def confirms(self) -> bool:
        return self.intends(Intent.CONFIRM)

    @property
    def thanks(self) -> bool:
        """Thanks or a goodbye; a message that is longer, or hardly like one, says so in words of its own."""
        if self.said is None or Intent.THANKS not in self.said.intents:
            return False
        alike = self.said.probabilities.get(Intent.THANKS, 1.0) >= EVEN
        return Cue.THANKS in self.cues or (alike and len(self.text.split()) < FEW)

    @property
    def corrects(self) -> bool:
        """Whether it takes back something about the case; a no to the question about danger doesn't."""
        answers = self.pending is Asked.DANGER
        return self.intends(Intent.CORRECTION) or (self.intends(Intent.DENY) and not answers)

    @property
    def asks(self) -> bool:
        """Whether it is a question that policies may answer; a yes or no to what was asked, or a demand, is none."""
        answers = self.pending is Asked.CONFIRM and self.intends(Intent.CONFIRM, Intent.DENY) and "?" not in self.text
        stated = self.said is not None and (self.said.wish or self.said.email)
        return self.intends(*QUESTIONS) and not answers and (not stated or self.sounds_asked)

    @property
    def asks_in_general(self) -> bool:
        """Whether it is a question that policies may answer before anything else, and names no claim."""
        said = self.said
        return said is not None and self.asks and self.sounds_asked and not said.claim_number

    @property
    def sounds_asked(self) -> bool:
        return "?" in self.text or Cue.QUESTION in self.cues

    @property
    def declares_withdrawal(self) -> bool:
        """A declaration takes effect by itself; a question about it doesn't."""
        if Cue.WITHDRAWAL not in self.cues or self.text.rstrip().endswith("?"):
            return False
        return not self.asks or (Cue.WILLS in self.cues and not self.sounds_asked)

    @property
    def tells(self) -> bool:
        """Whether it says something about a case: facts, a wish, a photo or a button."""
        silent = self.said is None and not (self.action or self.photos)
        return not silent and (self.states or self.intends(*CASES))

    @property
    def wonders(self) -> bool:
        """Whether it asks something, whatever it was taken for, and states nothing about a case."""
        names = self.said is not None and bool(self.said.products)
        return self.sounds_asked and not (names or self.states or self.intends(Intent.CLAIM_STATUS))

    @property
    def states(self) -> bool:
        """Whether it states facts of a case or calls for something, whatever it was taken for."""
        said = self.said
        if said is None or self.action or self.photos or self.declares_withdrawal:
            return True
        stated = (said.order_number, said.email, said.claim_number, said.damages, said.wish)
        return any(stated) or self.intends(Intent.TALK_TO_PERSON)

    @property
    def adds(self) -> bool:
        """Whether it tells something, rather than a word or two, a question, a refusal of a photo or a goodbye."""
        if self.said is None or self.photos or self.action or self.sounds_asked or self.puzzled:
            return False
        brief = self.intends(Intent.CONFIRM, Intent.DENY)  # a yes or no alone
        short = len(self.said.words) < (FEW if brief else FEWEST)
        return not (short or self.thanks or Cue.NO_PHOTO in self.cues or self.intends(Intent.TALK_TO_PERSON))

    @property
    def only_tells(self) -> bool:
        """Whether it says something in a sentence, or names a thing, and asks nothing.

        What is taken for a question is none where it may as well go on with what was asked for.
        """
        said = self.said
        if said is None or self.sounds_asked or self.thanks or not (self.adds or said.products):
            return False
        return self.pending is not None or not self.intends(*QUESTIONS)

    @property
    def off_topic(self) -> bool:
        return self.said is not None and self.said.intents == (Intent.OUT_OF_SCOPE,)

    @property
    def waits(self) -> bool:
        leaves = Cue.LATER in self.cues and not (self.states or self.sounds_asked)
        return leaves or (Cue.WAIT in self.cues and not self.tells)

    @property
    def switches(self) -> str | None:
        """The language that the customer wishes to go on in; somebody who speaks it is another wish."""
        return named_language(self.text) if Cue.LANGUAGE in self.cues and Cue.PERSON not in self.cues else None

    @property
    def puzzled(self) -> bool:
        return Cue.PUZZLED in self.cues and not self.tells
