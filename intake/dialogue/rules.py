"""What a message says word for word: phrases of the lexicon, typing errors put right, negations heeded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from intake.dialogue.frequencies import Spelling, WordFrequencies
from intake.dialogue.lexicon import Lexicon
from intake.dialogue.patterns import Hit, Phrases, line_of
from intake.dialogue.text import sentences
from intake.dialogue.types import Intent

GENERIC = "generic"  # the damage section's list of words that tell of damage without its type
_SHORT_ANSWER = 4  # words
_SHOUTED_LETTERS = 12


@dataclass(frozen=True)
class Found:
    """`damages`, `wishes` and `moods` are keys of the lexicon's sections; cues name all that was found.

    `lines` are the sentences as patterns see them.
    """

    damages: tuple[str, ...]
    wishes: tuple[str, ...]
    moods: frozenset[str]
    intents: tuple[Intent, ...]
    cues: frozenset[str]
    lines: tuple[str, ...]


@dataclass(frozen=True)
class _Sentence:
    """`line` is what patterns see: folded, corrected, idioms blanked."""

    line: str
    asks_policy: bool
    hypothetical: bool


class Rules:
    """The lexicon applied. Threads may share it."""

    def __init__(self, lexicon: Lexicon, frequencies: WordFrequencies) -> None:
        self._lexicon = lexicon
        self._spelling = Spelling(frequencies, lexicon.vocabulary())

    def read(self, text: str) -> Found:
        """Never raises."""
        read = [self._sentence(tokens, question) for tokens, question in sentences(text)]
        told = [sentence for sentence in read if not sentence.hypothetical]
        damages = self._kinds(self._lexicon.damages, (sentence.line for sentence in told))
        wishes = self._kinds(self._lexicon.wishes, (sentence.line for sentence in read if not sentence.asks_policy))
        moods = {mood for mood in self._lexicon.moods if self._mood(mood, read)}
        moods |= {"shouts"} if _shouts(text) else set()
        intents = self._intents(read, bool(damages))
        return Found(
            tuple(damages),
            tuple(wishes),
            frozenset(moods),
            intents,
            _cues(damages, wishes, moods, intents, text),
            tuple(sentence.line for sentence in read),
        )

    def _sentence(self, tokens: list[str], question: bool) -> _Sentence:
        line = self._lexicon.idioms.blank(line_of([self._spelling.correct(token) for token in tokens]))
        kinds = self._lexicon.questions
        asks = bool(kinds["policy"].find(line)) or (question and bool(kinds["topic"].find(line)))
        hypothetical = asks and bool(kinds["hypothetical"].find(line)) and not kinds["own"].find(line)
        return _Sentence(line, asks, hypothetical)

    def _mood(self, mood: str, read: list[_Sentence]) -> bool:
        """Alarms and legal threats count even beside a negation: to miss one costs more."""
        phrases = self._lexicon.moods[mood]
        hits = ((sentence.line, hit) for sentence in read for hit in phrases.find(sentence.line))
        return any(mood != "upset" or not self._negated(line, hit) for line, hit in hits)

    def _kinds(self, section: Mapping[str, Phrases], lines: Iterable[str]) -> list[str]:
        """The section's keys that are said and not negated; part of a longer hit doesn't count."""
        kinds: list[str] = []
        for line in lines:
            hits = [(kind, hit) for kind, phrases in section.items() for hit in phrases.find(line)]
            for kind, hit in hits:
                covered = any(longer.covers(hit) for _, longer in hits)
                if kind not in kinds and not covered and not self._negated(line, hit):
                    kinds.append(kind)
        return kinds

    def _negated(self, line: str, hit: Hit) -> bool:
        """Whether one of the three words before, or the phrase behind, takes the hit back."""
        negation = self._lexicon.negation
        if negation["words"].find(f" {line[hit.start : hit.end]}"):
            return False
        clause = line[: hit.start].split(" , ")[-1]
        before = line_of(negation["affirmed"].blank(f" {clause.strip()} ").split()[-3:])
        return bool(negation["words"].find(before)) or negation["behind"].starts(" " + line[hit.end :])

    def _intents(self, read: list[_Sentence], damaged: bool) -> tuple[Intent, ...]:
        found = [self._answer(read[0].line)] if read else []
        if damaged:
            found.append(Intent.REPORT_DAMAGE)
        if any(sentence.asks_policy for sentence in read):
            found.append(Intent.POLICY_QUESTION)
        for intent, phrases in self._lexicon.intents.items():
            if any(self._says(sentence, intent, phrases) for sentence in read):
                found.append(intent)
        intents = tuple(dict.fromkeys(intent for intent in found if intent is not None))
        return intents or (Intent.OTHER,)

    def _says(self, sentence: _Sentence, intent: Intent, phrases: Phrases) -> bool:
        """A question about the policy is no wish to return, unless it says so in words of its own."""
        if intent is Intent.RETURN and sentence.asks_policy:
            return False
        return any(not self._negated(sentence.line, hit) for hit in phrases.find(sentence.line))

    def _answer(self, line: str) -> Intent | None:
        """A yes or no at the beginning of the message. The end of the sentence counts as a comma."""
        answers = self._lexicon.answers
        closed = line + ", "
        short = len(line.split()) <= _SHORT_ANSWER
        for kind, intent in (("no", Intent.DENY), ("yes", Intent.CONFIRM)):
            if answers[kind].starts(closed) or (short and answers[f"short_{kind}"].starts(closed)):
                return intent
        return None


def _cues(
    damages: Iterable[str], wishes: Iterable[str], moods: Iterable[str], intents: Iterable[Intent], text: str
) -> frozenset[str]:
    named = {"damage": damages, "wish": wishes, "mood": moods, "intent": intents}
    cues = {f"{kind} {value}" for kind, values in named.items() for value in values}
    marks = {"?": "asks", "!!": "insists"}
    return frozenset(cues | {name for mark, name in marks.items() if mark in text})


def _shouts(text: str) -> bool:
    """Capitals throughout and several exclamation marks: either alone is only somebody's way of typing."""
    letters = [letter for letter in text if letter.isalpha()]
    return text.count("!") >= 3 and len(letters) >= _SHOUTED_LETTERS and all(map(str.isupper, letters))
