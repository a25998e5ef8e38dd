"""Which thing a message names that is in no list of products: read off where it stands in the sentence.

German nouns show by their capital; English ones, and those of who writes all in lower case, by the words that end a
name. What remains is an article, unless it is one of the nouns that never are: people, days, money, the order itself.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from intake import fast_yaml
from intake.dialogue.text import fold, without_addresses

WORDS = Path(__file__).parent / "things.yaml"
_CLAUSE = re.compile(r"[.,;:!?()\n\"„“”«»]+|\s[-–—]\s|\bsondern\b|\bbut\b")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_OWNER = re.compile(r"['’]s$")
_INFLECTED = re.compile(r"(?:s|es|n|en|e|er|ern)$")
_LONGEST = 5  # words of a name, adjectives included
_SHORTEST = 3  # letters
_POINTED_AT, _PART, _BARE = 3, 2, 1  # how surely a place in the sentence names the subject


@dataclass(frozen=True)
class _Word:
    written: str
    folded: str

    @property
    def capital(self) -> bool:
        return self.written[0].isupper() and not (len(self.written) > 1 and self.written.isupper())


@dataclass(frozen=True)
class _Language:
    """`capitals` tell the nouns apart: a German message that has some."""

    german: bool
    capitals: bool


class Things:
    """Threads may share it."""

    def __init__(self) -> None:
        listed = fast_yaml.base_load(WORDS.read_text(encoding="utf-8"))
        words = {name: frozenset(fold(word) for word in entries) for name, entries in listed.items()}
        self._words = words
        self._stops = {True: words["stops_de"], False: words["stops_en"]}
        self._never = {True: words["never_de"], False: words["never_en"]}
        either = words["pronouns"] | words["not"] | words["of"] | words["determiners"]
        self._ends = {german: (stops | either) - words["fillers"] for german, stops in self._stops.items()}
        self._endings, self._heads, self._kept = (tuple(words[n]) for n in ("endings", "heads", "articles_after_all"))

    def named(self, text: str) -> str | None:
        """The likeliest subject, as written; None where nothing may be one. Never raises."""
        clauses = [_words(clause) for clause in _CLAUSE.split(without_addresses(text))]
        language = self._language(clauses)
        found = [place for clause in clauses for place in self._of_clause(clause, language)]
        return max(found, key=lambda place: place[0])[1] if found else None

    def _language(self, clauses: Sequence[Sequence[_Word]]) -> _Language:
        everything = [word.folded for clause in clauses for word in clause]
        counts = {german: sum(word in stops for word in everything) for german, stops in self._stops.items()}
        german = counts[True] > counts[False]
        return _Language(german, german and any(word.capital for clause in clauses for word in clause[1:]))

    def _of_clause(self, clause: Sequence[_Word], language: _Language) -> Iterator[tuple[int, str]]:
        """Each thing with how surely it is the subject."""
        for place, word in enumerate(clause):
            surely = self._surely(word, clause[place + 1 :], language)
            if surely and not (place and clause[place - 1].folded in self._words["not"]):
                phrase, behind = self._phrase(clause[place + 1 :], language)
                if phrase and not (word.folded in self._words["verbal"] and phrase[-1].folded.endswith("n")):
                    part = behind in self._words["of"]
                    yield (_PART if part else surely), _written(phrase)
        if clause and not self._surely(clause[0], clause[1:], language):
            phrase, behind = self._phrase(clause, language)
            if phrase and phrase[0] is clause[0] and behind in self._words["verbs"]:
                yield _BARE, _written(phrase)

    def _surely(self, word: _Word, behind: Sequence[_Word], language: _Language) -> int:
        your = word.folded == "ihr" and language.capitals and behind and behind[0].capital
        if your or word.folded in self._words["determiners"]:
            return _POINTED_AT
        return _BARE if word.folded in self._words["leads"] else 0

    def _phrase(self, words: Sequence[_Word], language: _Language) -> tuple[list[_Word], str]:
        """The name that the words begin with, adjectives left out where capitals tell nouns, and the word behind."""
        phrase: list[_Word] = []
        for word in words[:_LONGEST]:
            if self._ends_before(word, phrase, language):
                break
            if _OWNER.search(word.written):  # "the dryer's drum" is of the dryer, "my son's bike" of no son
                if self._article(word.folded[:-1], language):
                    return [*self._core(phrase, language), _Word(_OWNER.sub("", word.written), "")], ""
                phrase = []
                continue
            phrase.append(word)
        behind = words[len(phrase)].folded if len(phrase) < len(words) else ""
        return self._core(phrase, language), behind

    def _ends_before(self, word: _Word, phrase: Sequence[_Word], language: _Language) -> bool:
        if word.folded in self._ends[language.german] or word.folded[0].isdigit():
            return True
        if language.capitals:
            return bool(phrase) and phrase[-1].capital and not word.capital
        return (bool(phrase) and word.folded.endswith(("ed", "ing"))) or word.folded.endswith("ly")

    def _core(self, phrase: Sequence[_Word], language: _Language) -> list[_Word]:
        core = list(phrase)
        while core and (core[0].folded in self._words["fillers"] or (language.capitals and not core[0].capital)):
            core = core[1:]
        if language.german and not language.capitals and any(not self._article(word.folded, language) for word in core):
            return []
        while language.capitals and core and not self._article(core[-1].folded, language):
            core = core[:-1]
        return core if core and self._article(core[-1].folded, language) else []

    def _article(self, word: str, language: _Language) -> bool:
        last = word.rpartition("-")[2]
        if word.endswith(self._kept):
            return True
        if len(last) < _SHORTEST or {word, last, _INFLECTED.sub("", last)} & self._never[language.german]:
            return False
        return not last.endswith(self._endings) and not (language.german and last.endswith(self._heads))


def _words(clause: str) -> list[_Word]:
    return [_Word(word, fold(re.sub("['’]", "", word.lower()))) for word in _WORD.findall(clause)]


def _written(phrase: Sequence[_Word]) -> str:
    return " ".join(word.written for word in phrase)
