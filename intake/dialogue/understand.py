"""What a customer's message says: rules over word lists, without any model."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from intake.dialogue import numbers
from intake.dialogue.frequencies import Spelling, WordFrequencies
from intake.dialogue.lexicon import Lexicon
from intake.dialogue.patterns import Hit, Phrases, line_of
from intake.dialogue.text import sentences, spoken_words, words
from intake.dialogue.types import Intent, Understanding

_GENERIC = "generic"  # the damage section's list of words that tell of damage without its type
_SHORT_ANSWER = 4  # words
_SHOUTED_LETTERS = 12


@dataclass(frozen=True)
class _Sentence:
    """`line` is what patterns see: folded, corrected, idioms blanked."""

    line: str
    asks_policy: bool
    hypothetical: bool


class Understander:
    """Reads German and English, mixed too. Loading takes about 1 s; threads may share it."""

    def __init__(
        self,
        lexicon: Lexicon | None = None,
        frequencies: WordFrequencies | None = None,
        default_language: str = "de",
    ) -> None:
        self._lexicon = lexicon or Lexicon.load()
        self._frequencies = frequencies or WordFrequencies()
        self._spelling = Spelling(self._frequencies, self._lexicon.vocabulary())
        self._default_language = default_language

    def understand(self, text: str, previous_language: str | None = None) -> Understanding:
        """Never raises. `previous_language` is kept when the text doesn't tell its own ("ok", "10432")."""
        read = [self._sentence(tokens, question) for tokens, question in sentences(text)]
        told = [sentence for sentence in read if not sentence.hypothetical]
        damages = self._kinds(self._lexicon.damages, (sentence.line for sentence in told))
        wishes = self._kinds(self._lexicon.wishes, (sentence.line for sentence in read if not sentence.asks_policy))
        return Understanding(
            language=self._language(text, previous_language),
            intents=self._intents(read, bool(damages)),
            upset=self._mood("upset", read) or _shouts(text),
            alarm=self._mood("alarm", read),
            legal=self._mood("legal", read),
            order_number=numbers.order_number(text),
            claim_number=numbers.claim_number(text),
            email=numbers.email(text),
            damages=tuple(damage for damage in damages if damage != _GENERIC),
            wish=wishes[0] if len(wishes) == 1 else None,
            words=words(text),
        )

    def _language(self, text: str, previous: str | None) -> str:
        return self._frequencies.language(spoken_words(text)) or previous or self._default_language

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


def _shouts(text: str) -> bool:
    """Capitals throughout and several exclamation marks: either alone is only somebody's way of typing."""
    letters = [letter for letter in text if letter.isalpha()]
    return text.count("!") >= 3 and len(letters) >= _SHOUTED_LETTERS and all(map(str.isupper, letters))
