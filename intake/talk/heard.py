"""One message of a customer as the desk takes it: its words, what was understood, what else came with it."""

import re
from dataclasses import dataclass
from datetime import datetime

from intake.claims.conversation import Asked
from intake.dialogue.cues import Cue, named_language
from intake.dialogue.parts import named_part
from intake.dialogue.types import CASES, QUESTIONS, Intent, Understanding
from intake.vision.types import EVEN, Damage

MAY_RETURN = 0.3  # probability
SURE_WISH = 0.9  # probability of a wish for a person that needs no word for one
ELSEWHERE = re.compile(  # "nothing else is broken", "no damage to the box": not about the thing itself, or not all
    r"\b(?:außer|except|jedoch|sonst|else|ander\w*|other\w*|rest|bisher|so far"
    r"|karton\w*|box|parcel|paket\w*|verpackung|packaging)\b",
    re.IGNORECASE,
)
SOME_PART = re.compile(r"\b(?:teil|part|bit|piece)s?\b", re.IGNORECASE)
FEWEST = 3  # words that may add something to a case
FEW = 5  # after a yes or no


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
    heated: bool = False  # whether an earlier message of the talk was read as upset
    offered: bool = False  # whether a person was offered because an earlier one may have called for one

    @property
    def furious(self) -> bool:
        """Whether somebody is beside themselves: surely, or likely for the second time."""
        said = self.said
        return said is not None and said.upset and (said.surely_upset or self.heated)

    @property
    def heats_up(self) -> bool:
        """Whether a message is likely an angry one, for the first time, and not surely."""
        return self.said is not None and self.said.upset and not self.furious

    @property
    def wants_person(self) -> bool:
        """Whether it calls for a person: by name, surely, or likely for the second time."""
        if not self.intends(Intent.TALK_TO_PERSON):
            return False
        sure = self.said is not None and self.said.probabilities.get(Intent.TALK_TO_PERSON, 1.0) >= SURE_WISH
        return sure or self.offered or Cue.PERSON in self.cues

    @property
    def may_want_person(self) -> bool:
        """Whether it is likely a call for a person, for the first time, and neither names one nor is sure."""
        return self.intends(Intent.TALK_TO_PERSON) and not self.wants_person

    def intends(self, *intents: Intent) -> bool:
        return self.said is not None and not set(intents).isdisjoint(self.said.intents)

    @property
    def damages(self) -> tuple[Damage, ...]:
        return tuple(map(Damage, self.said.damages)) if self.said else ()

    @property
    def confirms(self) -> bool:
        return self.intends(Intent.CONFIRM)

    @property
    def only_returns(self) -> bool:
        """Whether it says that something goes back, and neither that anything is wrong with it nor what to do."""
        if self.said is None or self.said.wish or self.sounds_asked:
            return False
        return self.intends(Intent.RETURN) and not self.intends(Intent.REPORT_DAMAGE, Intent.WRONG_OR_MISSING)

    @property
    def may_return(self) -> bool:
        """Whether a question may be about sending something back that the customer has."""
        return self.said is not None and self.said.probabilities.get(Intent.RETURN, 0.0) >= MAY_RETURN

    @property
    def tells_which(self) -> bool:
        """Whether it names an order or a thing and says nothing else of a case."""
        said = self.said
        if said is None or self.asks or self.photos or self.intends(*CASES):
            return False
        return bool(said.order_number or said.products) and not (said.damages or said.wish)

    @property
    def finds_nothing_broken(self) -> bool:
        """ "Nothing is broken, I just don't want it"; "it isn't broken, it's scratched" names a damage."""
        said = self.said
        if said is None or self.photos:
            return False
        denies = self.pending is Asked.DAMAGE and Cue.NOTHING in self.cues
        unharmed = (denies or Cue.UNHARMED in self.cues) and not (ELSEWHERE.search(self.text) or said.named_damages)
        other = self.intends(Intent.WRONG_OR_MISSING)  # "not broken, but I ordered the one with the fern"
        return Cue.FINE_AFTER_ALL in self.cues or (unharmed and not other)

    @property
    def misses_article(self) -> bool:
        """Whether a whole article didn't come; a part that is missing is a damage of the thing that did."""
        if self.said is None or Cue.ABSENT not in self.cues or self.asks:
            return False
        return named_part(self.text, self.said.language) is None and not SOME_PART.search(self.text)

    @property
    def only_regrets(self) -> bool:
        """Whether there is nothing to complain of: it isn't broken, or isn't wanted."""
        said = self.said
        regrets = said is not None and Cue.REGRETS in self.cues and not said.named_damages
        return self.finds_nothing_broken or regrets

    @property
    def is_unwanted(self) -> bool:
        """Whether it goes on about something whole that may go back; "false alarm, it came off" doesn't."""
        return self.only_regrets and Cue.FINE_AFTER_ALL not in self.cues

    @property
    def lacks_order_number(self) -> bool:
        """Whether the order's number isn't at hand; who wasn't asked for it yet and looks for it may find it."""
        later = self.pending is not Asked.ORDER and Cue.NOT_YET in self.cues
        return self.intends(Intent.NO_ORDER_NUMBER) and not later

    @property
    def only_wonders(self) -> bool:
        """ "Just a general question", "we haven't ordered yet": there is no case, whatever it was taken for."""
        return Cue.GENERAL in self.cues and not self._states(self.said.named_damages if self.said else ())

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
        back = self.intends(Intent.RETURN) and "?" in self.text  # "can it go back?"
        return (self.intends(*QUESTIONS) or back) and not answers and (not stated or self.sounds_asked)

    @property
    def asks_in_general(self) -> bool:
        """Whether it is a question that policies may answer before anything else, and names no claim."""
        said = self.said
        return said is not None and self.asks and self.sounds_asked and not said.claim_number

    @property
    def sounds_asked(self) -> bool:
        return "?" in self.text or not self.cues.isdisjoint((Cue.QUESTION, Cue.WHAT_NOW))

    @property
    def declares_withdrawal(self) -> bool:
        """A declaration takes effect by itself, with a question behind it too; a question about it doesn't."""
        if Cue.WITHDRAWAL not in self.cues:
            return False
        return not self.asks or "?" in self.text or (Cue.WILLS in self.cues and not self.sounds_asked)

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
        return self._states(self.said.damages if self.said else ())

    def _states(self, damages: tuple[str, ...]) -> bool:
        said = self.said
        if said is None or self.action or self.photos or self.declares_withdrawal:
            return True
        stated = (said.order_number, said.email, said.claim_number, damages, said.wish)
        return any(stated) or self.wants_person

    @property
    def adds(self) -> bool:
        """Whether it tells something, rather than a word or two, a question, a refusal of a photo or a goodbye."""
        if self.said is None or self.photos or self.action or self.sounds_asked or self.puzzled:
            return False
        brief = self.intends(Intent.CONFIRM, Intent.DENY)  # a yes or no alone
        short = len(self.said.words) < (FEW if brief else FEWEST)
        return not (short or self.thanks or Cue.NO_PHOTO in self.cues or self.wants_person)

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
