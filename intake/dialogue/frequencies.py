"""How often words occur in German and in English: enough to tell the language and a typing error by."""

import gzip
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files

from rapidfuzz.distance import OSA

from intake.dialogue.text import fold

LANGUAGES = ("de", "en")
_UNDECIDED = 1.5  # log-odds below which a text says nothing about its language
_SWITCHES = 4.5  # from which it is another language than the talk's: below, one in two of such messages was not
_SPOKEN = frozenset(
    {"is", "i", "a", "an", "na"}
)  # English words, and German ones as people say them ("is nix passiert")
_SPOKEN_MOST = 3.0  # log-odds that such a word counts at most
_UNSEEN = 5  # occurrences that a word unknown to one of the languages is taken to have there
_NEUTRAL = frozenset(
    {"ok", "okay", "k", "sorry", "email", "mail", "top", "super", "cool"}
)  # said in both languages alike
_SHORTEST_TYPO = 5  # letters; shorter words have too many neighbours
_LONG = 7  # letters from which on two errors are put right


class WordFrequencies:
    """Loads the word lists of pyspellchecker (70 MB). Safe to share between threads."""

    def __init__(self) -> None:
        self._counts = {language: _word_list(language) for language in LANGUAGES}
        self._totals = {language: sum(counts.values()) for language, counts in self._counts.items()}

    def language(self, words: Iterable[str], previous: str | None = None) -> str | None:
        """The likelier language of the words, or None when they don't tell. To leave `previous` takes more: clearer
        words, and most of them of a language at all ("do schaugts" is Bavarian).
        """
        each = [self._odds(word) for word in words if word not in _NEUTRAL]
        odds = sum(each)
        likelier = "de" if odds > 0 else "en"
        if previous not in (None, likelier) and 2 * sum(map(bool, each)) <= len(each):
            return None
        return likelier if abs(odds) >= (_UNDECIDED if previous in (None, likelier) else _SWITCHES) else None

    def knows(self, word: str) -> bool:
        """Whether either language has the word; "moechte" counts as "möchte"."""
        return any(self._count(language, word) for language in LANGUAGES)

    def _odds(self, word: str) -> float:
        """Log-odds of German against English; 0 for a word that neither knows."""
        german, english = (self._count(language, word) for language in LANGUAGES)
        if not german and not english:
            return 0.0
        odds = math.log((german + _UNSEEN) / self._totals["de"]) - math.log((english + _UNSEEN) / self._totals["en"])
        return max(odds, -_SPOKEN_MOST) if word in _SPOKEN else odds

    def _count(self, language: str, word: str) -> int:
        counts = self._counts[language]
        umlauts = word.replace("ae", "ä").replace("oe", "ö").replace("ue", "ü")
        return max(counts.get(word, 0), counts.get(umlauts, 0))


def _word_list(language: str) -> Mapping[str, int]:
    # Read here, because the package's own class folds every word once more, which takes longer than all the rest.
    packed = files("spellchecker").joinpath("resources", f"{language}.json.gz").read_bytes()
    counts: dict[str, int] = json.loads(gzip.decompress(packed))
    return counts


class Spelling:
    """Puts words that no dictionary knows right, if they are nearly a word of the lexicon."""

    def __init__(self, frequencies: WordFrequencies, vocabulary: Sequence[str]) -> None:
        self._frequencies = frequencies
        self._vocabulary = frozenset(fold(word) for word in vocabulary if len(word) >= _SHORTEST_TYPO)
        self._by_initial: dict[str, list[str]] = {}
        for word in sorted(self._vocabulary):
            self._by_initial.setdefault(word[0], []).append(word)

    def correct(self, word: str) -> str:
        """The folded word, or the word of the lexicon that it most likely stands for."""
        folded = fold(word)
        if len(word) < _SHORTEST_TYPO or folded in self._vocabulary or self._frequencies.knows(word):
            return folded
        allowed = 1 if len(word) < _LONG else 2
        neighbours = self._by_initial.get(folded[0], [])
        ranked = sorted((OSA.distance(folded, other, score_cutoff=allowed), -len(other), other) for other in neighbours)
        return ranked[0][2] if ranked and ranked[0][0] <= allowed else folded
