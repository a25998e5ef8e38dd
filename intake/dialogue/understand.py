"""What a customer's message says: rules over word lists for facts, and a classifier of meaning beside them."""

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from intake.dialogue import amounts, numbers
from intake.dialogue.bare import Bare
from intake.dialogue.dates import named_day
from intake.dialogue.frequencies import Spelling, WordFrequencies
from intake.dialogue.lexicon import Lexicon
from intake.dialogue.meaning import HEATED, Meaning, Reading
from intake.dialogue.products import Products
from intake.dialogue.rules import GENERIC, Found, Rules
from intake.dialogue.text import spoken_words, words
from intake.dialogue.types import ANSWERS, CASES, PASSING, WRONG_ITEM, Alarm, Intent, Mood, Understanding

log = logging.getLogger(__name__)

_SENTENCES = re.compile(r"[^.!?]+[.!?]*")
INTENT_LIMITS = {Intent.TALK_TO_PERSON: "person"}  # to miss this wish costs more than to hear one too many
LIKELY = 0.5  # probability of what is more likely than not


class Limit(Protocol):
    """From which probability something counts, and from which where the words say it as well."""

    def __call__(self, name: str, said: bool = False) -> float: ...


class Understander:
    """Reads German and English, mixed too. Loading takes about 1 s; threads may share it."""

    def __init__(
        self,
        meaning: Meaning | None = None,
        catalogue: Iterable[str] = (),
        lexicon: Lexicon | None = None,
        frequencies: WordFrequencies | None = None,
        default_language: str = "de",
    ) -> None:
        """`catalogue` holds the names of the shop's products, in all its languages.

        Without `meaning` the rules alone decide: fewer indirect wordings are understood.
        """
        self._meaning = meaning
        self._frequencies = frequencies or WordFrequencies()
        self._rules = Rules(lexicon or Lexicon.load(), self._frequencies)
        self._products = Products(catalogue, Spelling(self._frequencies, Products().vocabulary).correct)
        self._bare = Bare(self._products)
        self._default_language = default_language

    def understand(self, text: str, previous_language: str | None = None, today: date | None = None) -> Understanding:
        """Never raises. `previous_language` is kept when the text doesn't tell its own ("ok", "10432").

        `today` is what "yesterday" counts from.
        """
        found = self._rules.read(text)
        reading = self._read(text, found)
        language = self._language(text, previous_language)
        intents = _intents(found, reading, self._limit)
        asks = reading is not None and intents == (Intent.REFUND_QUESTION,) and "?" in text
        wishes = self._told("wish", found.wishes, reading.wishes if reading else None)
        in_passing = reading is not None and PASSING.issuperset(intents)
        products = self._products.named(text, guess=not CASES.isdisjoint(intents))
        money = amounts.sum_of_money(text)
        alarm = self._flag("alarm", found, reading.alarm if reading else None)
        damages = self._stated_beside(text) if in_passing else self._damages(found, reading, intents)
        return Understanding(
            language=language,
            intents=intents,
            probabilities=reading.intents if reading else dict.fromkeys(set(found.intents) - ANSWERS, 1.0),
            mood=_mood(found, reading, self._limit),
            surely_upset=_surely_upset(found, reading, self._limit),
            alarm=alarm,
            alarm_named="alarm" in found.moods,
            alarm_in_doubt=not alarm and reading is not None and self._alarm_in_doubt(found, reading),
            alarm_likely=reading is not None and (reading.alarm >= LIKELY or "alarm" in found.moods),
            alarm_kinds=_alarm_kinds(reading, self._limit),
            legal=self._flag("legal", found, reading.legal if reading else None),
            order_number=numbers.order_number(text),
            claim_number=numbers.claim_number(text),
            email=numbers.email(text),
            phone=amounts.phone_number(text, language),
            date=named_day(text, today or date.today()),
            amount=money[0] if money else None,
            currency=money[1] if money else None,
            quantity=amounts.pieces(text, products),
            damages=damages,
            guessed=tuple(damage for damage in damages if damage not in found.damages),
            wish=wishes[0] if len(wishes) == 1 and not in_passing and not asks else None,
            wishes=tuple(dict.fromkeys((*found.wishes, *wishes))),
            products=products,
            words=words(text),
        )

    def _limit(self, name: str, said: bool = False) -> float:
        """What the words say as well counts from a lower limit."""
        if self._meaning is None:
            return 1.0
        return self._meaning.limits[f"{name}_said" if said else name]

    def _told(self, kind: str, said: Sequence[str], chances: Mapping[str, float] | None) -> tuple[str, ...]:
        """Values of a fact: first those that the words say, in their order, then what only the meaning tells."""
        if chances is None:
            return tuple(value for value in said if value != GENERIC)
        values = sorted(chances, key=lambda value: (said.index(value) if value in said else len(said), -chances[value]))
        return tuple(value for value in values if chances[value] >= self._limit(kind, value in said))

    def _damages(self, found: Found, reading: Reading | None, intents: Sequence[Intent]) -> tuple[str, ...]:
        """A wrong item that the words don't name is told by the intent as well, or it is none."""
        told = self._told("damage", found.damages, reading.damages if reading else None)
        wrong = WRONG_ITEM in found.damages or Intent.WRONG_OR_MISSING in intents
        return tuple(damage for damage in told if damage != WRONG_ITEM or wrong)

    def _stated_beside(self, text: str) -> tuple[str, ...]:
        """The damages that sentences beside a question name: "Does it cover cases? A wheel is missing"."""
        sentences = _SENTENCES.findall(text)
        told = [sentence for sentence in sentences if not sentence.endswith("?")]
        if len(told) == len(sentences):
            return ()
        return tuple(damage for damage in self._rules.read(" ".join(told)).damages if damage != GENERIC)

    def _flag(self, name: str, found: Found, probability: float | None) -> bool:
        """Without a classifier the words decide."""
        said = name in found.moods
        return said if probability is None else probability >= self._limit(name, said)

    def _alarm_in_doubt(self, found: Found, reading: Reading) -> bool:
        return reading.alarm >= self._limit("alarm_in_doubt", "alarm" in found.moods)

    def _read(self, text: str, found: Found) -> Reading | None:
        if self._meaning is None or not text.strip():
            return None
        try:
            reading = self._meaning.read(text)
        except Exception:  # the rules still understand most of it
            log.exception("the classifier of meaning failed")
            return None
        return reading if found.moods or not self._bare.holds(found.lines) else reading.calm()

    def _language(self, text: str, previous: str | None) -> str:
        return self._frequencies.language(spoken_words(text), previous) or previous or self._default_language


def _intents(found: Found, reading: Reading | None, limit: Limit) -> tuple[Intent, ...]:
    """The likeliest first; the answers that the rules found stay."""
    if reading is None:
        return found.intents
    ranked = sorted(reading.intents, key=reading.intents.__getitem__, reverse=True)
    likely = [
        intent
        for intent in ranked[1:]
        if reading.intents[intent] >= limit(INTENT_LIMITS.get(intent, "intent"), intent in found.intents)
    ]
    answers = [intent for intent in found.intents if intent in ANSWERS]
    return (ranked[0], *likely, *answers)


def _mood(found: Found, reading: Reading | None, limit: Limit) -> Mood:
    if reading is None:
        return Mood.UPSET if found.moods & {"upset", "shouts"} else Mood.CALM
    said = {Mood.UPSET} if found.moods & {"upset", "shouts"} else set()
    hottest = (mood for mood in reversed(HEATED) if reading.moods[mood] >= limit(mood, mood in said))
    return next(hottest, Mood.CALM)


def _surely_upset(found: Found, reading: Reading | None, limit: Limit) -> bool:
    if found.moods & {"upset", "shouts"}:
        return True
    return reading is not None and reading.moods[Mood.UPSET] >= limit("surely_upset")


def _alarm_kinds(reading: Reading | None, limit: Limit) -> tuple[Alarm, ...]:
    if reading is None:
        return ()
    return tuple(kind for kind, probability in reading.alarms.items() if probability >= limit("alarm_kind"))
