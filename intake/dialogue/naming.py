"""Which of a few products a customer's words mean: those of an order, or those that a photo may show."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from intake import fast_yaml
from intake.dialogue.text import fold, words

FILE = Path(__file__).parent / "synonyms.yaml"
_LEAST = 4  # letters of a word that is compared by its beginning or end
_PASSING = frozenset({"with", "mit", "aus", "und", "and", "the", "von", "one", "for", "wegen"})


class Naming:
    """Compares words by kind, so that "dotty cup" means the "Becher „Punkte“"."""

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        self._kinds = {fold(word): number for number, group in enumerate(groups) for word in group}

    @classmethod
    def load(cls, file: Path = FILE) -> "Naming":
        return cls(fast_yaml.safe_load(file.read_text(encoding="utf-8")))

    def fitting(self, said: Iterable[str], names: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
        """The keys of `names` (their names in all languages) that most of the words said fit; none where none fits."""
        spoken = {fold(word) for text in said for word in words(text)}
        scores = {key: self._score(spoken, all_names) for key, all_names in names.items()}
        best = max(scores.values(), default=0)
        return tuple(key for key, score in scores.items() if score == best > 0)

    def _score(self, spoken: Iterable[str], names: Iterable[str]) -> int:
        named = {fold(word) for name in names for word in words(name)} - _PASSING
        kinds = {kind for word in named for kind in self._kinds_of(word)}
        return sum(self._meant(word, named, kinds) for word in spoken if word not in _PASSING)

    def _meant(self, word: str, named: Iterable[str], kinds: set[int]) -> int:
        """How much of the word is in the names: "Punktebecher" is two kinds, a literal word one."""
        shared = len(self._kinds_of(word) & kinds)
        return shared or int(any(_alike(word, other) for other in named))

    def _kinds_of(self, word: str) -> set[int]:
        longest: dict[int, str] = {}
        for known, kind in self._kinds.items():
            whole = word == known or (len(known) >= _LEAST and (word.startswith(known) or word.endswith(known)))
            if whole:
                longest[kind] = known
        # "wasserkocher" also ends in "kocher": one kind. "eiche" begins "eichenholz", which is wood as well.
        return set(longest)


def _alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= _LEAST and (long.startswith(short) or long.endswith(short)))
