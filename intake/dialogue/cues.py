"""What a short turn is when it tells nothing: a request to wait, "what?", a greeting; and a declared withdrawal."""

import re
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from intake import fast_yaml
from intake.dialogue.patterns import Phrases, line_of
from intake.dialogue.text import fold, words

FILE = Path(__file__).parent / "cues.yaml"
_SHORT = 7  # words: in a longer message "moment" or "hello" is only in passing


class Cue(StrEnum):
    WAIT = "wait"
    PUZZLED = "puzzled"
    HELLO = "hello"
    NO_PHOTO = "no_photo"
    WITHDRAWAL = "withdrawal"
    GIVES_UP = "gives_up"
    QUESTION = "question"
    ANOTHER = "another"
    FOLLOWS = "follows"
    NEW_ONE = "new_one"
    SAFE = "safe"
    THANKS = "thanks"
    LANGUAGE = "language"
    PERSON = "person"
    WILLS = "wills"
    LATER = "later"
    RETURNS = "returns"
    OTHERS = "others"
    PICTURE = "picture"
    WRONG_PICTURE = "wrong_picture"
    MORE_PHOTOS = "more_photos"
    MACHINE = "machine"
    BOTH = "both"
    REGRETS = "regrets"
    UNHARMED = "unharmed"
    NOTHING = "nothing"
    WHAT_NOW = "what_now"
    ABSENT = "absent"
    GENERAL = "general"
    FINE_AFTER_ALL = "fine_after_all"
    NOT_YET = "not_yet"
    NO_THREAT = "no_threat"
    ON_CONDITION = "on_condition"
    REST_FINE = "rest_fine"
    CLAIMED = "claimed"


_AT_ANY_LENGTH = frozenset(
    {
        Cue.NO_PHOTO,
        Cue.WITHDRAWAL,
        Cue.GIVES_UP,
        Cue.QUESTION,
        Cue.ANOTHER,
        Cue.LANGUAGE,
        Cue.PERSON,
        Cue.WILLS,
        Cue.LATER,
        Cue.SAFE,
        Cue.THANKS,
        Cue.OTHERS,
        Cue.PICTURE,
        Cue.MORE_PHOTOS,
        Cue.WRONG_PICTURE,
        Cue.BOTH,
        Cue.REGRETS,
        Cue.UNHARMED,
        Cue.ABSENT,
        Cue.GENERAL,
        Cue.FINE_AFTER_ALL,
        Cue.NOT_YET,
        Cue.NO_THREAT,
        Cue.ON_CONDITION,
        Cue.REST_FINE,
        Cue.CLAIMED,
    }
)
_ASKED = re.compile(r"[^.!?\n]*\?")  # a sentence that declares nothing
_LANGUAGES = {"deutsch": "de", "german": "de", "englisch": "en", "english": "en"}
_POOR = re.compile(  # "sorry I write in English, German is worse"
    rf"\b(?:{'|'.join(_LANGUAGES)})\W+(?:is|ist)\W+(?:\w+\W+)?"
    r"(?:worse|bad|poor|weak|terrible|schlecht\w*|(?:not|nicht)\W+(?:\w+\W+)?(?:good|gut))\b",
    re.IGNORECASE,
)


class Cues:
    def __init__(self, phrases: dict[Cue, Phrases]) -> None:
        self._phrases = phrases

    @classmethod
    def load(cls, file: Path = FILE) -> "Cues":
        listed = fast_yaml.base_load(file.read_text(encoding="utf-8"))
        return cls({Cue(name): Phrases(patterns) for name, patterns in listed.items()})

    def of(self, text: str) -> frozenset[Cue]:
        """The cues of a message. Text without any word ("??", "...") is a puzzled one."""
        said = words(text)
        if not said:
            return frozenset({Cue.PUZZLED}) if text.strip() else frozenset()
        line = _folded(said)
        stated = _folded(words(_ASKED.sub(" ", text))) if "?" in text else line
        return frozenset(
            cue
            for cue, phrases in self._phrases.items()
            if (cue in _AT_ANY_LENGTH or len(said) <= _SHORT)
            and phrases.find(stated if cue is Cue.WITHDRAWAL else line)
        )


def _folded(said: Sequence[str]) -> str:
    return line_of([fold(word) for word in said])


def named_language(text: str) -> str | None:
    """The language that the words name last and don't call poor, "de" or "en"; None where they name none."""
    named = [_LANGUAGES[word] for word in map(fold, words(_POOR.sub(" ", text))) if word in _LANGUAGES]
    return named[-1] if named else None
