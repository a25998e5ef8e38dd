"""What staff answer with: suggestions, requests and text blocks as data, filled from a claim."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from intake.dialogue.voice import Voice
from intake.dialogue.wording import Wording, placeholders
from intake.errors import AnswersInvalid, PlaceholderUnfilled

FOLDER = Path(__file__).parent / "answers"
LABEL = ".label"
COMMON = frozenset({"number", "product", "order", "name", "link", "damage"})
POLICY = COMMON | {"title", "section", "version", "quote"}
SETTLED = COMMON | {"amount", "part"}
_BRACES = re.compile(r"\{(\w*)\}")


class Answers:
    """Texts by key and language; `values` are what the placeholders stand for in one claim."""

    def __init__(self, texts: Wording) -> None:
        self._texts = texts

    @classmethod
    def load(cls, folder: Path = FOLDER, voice: Voice | None = None) -> "Answers":
        """Raises AnswersInvalid naming the folder, and key and placeholder that are wrong."""
        try:
            texts = Wording.load(folder, voice)
            wrong = [mistake for language in ("de", "en") for mistake in _mistakes(texts.all(language))]
        except (OSError, UnicodeDecodeError, ValueError, KeyError) as error:
            raise AnswersInvalid(f"{folder}: the answers can't be used: {error}") from error
        if wrong:
            raise AnswersInvalid(f"{folder}: {'; '.join(sorted(set(wrong)))}")
        return cls(texts)

    def say(self, key: str, language: str, values: Mapping[str, str]) -> str:
        """The text with its values; a placeholder without one stays as it is, for staff to see and fill."""
        text = self._texts.all(language)[key]
        return _BRACES.sub(lambda found: values.get(found[1], found[0]), text)

    def has(self, key: str, language: str) -> bool:
        return key in self._texts.all(language)

    def labels(self, kind: str, language: str) -> dict[str, str]:
        """Key -> label of all texts of a kind ("block" or "request"), in the order of the file."""
        texts = self._texts.all(language)
        keys = (key for key in texts if key.startswith(f"{kind}.") and not key.endswith(LABEL))
        return {key: texts.get(key + LABEL, key) for key in keys}

    def stems(self, key: str, language: str) -> tuple[str, ...]:
        """A text that is a list: parts of words, separated by commas."""
        return tuple(filter(None, (stem.strip() for stem in self._texts.all(language)[key].casefold().split(","))))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text as it may be sent. Raises PlaceholderUnfilled for one that isn't known or has no value here."""
    unfilled = next((name for name in _BRACES.findall(text) if name not in values), None)
    if unfilled is not None:
        raise PlaceholderUnfilled(f"{{{unfilled}}} has no value in this claim.", placeholder=f"{{{unfilled}}}")
    return _BRACES.sub(lambda found: values[found[1]], text)


def _mistakes(texts: Mapping[str, str]) -> Iterator[str]:
    for key, text in texts.items():
        allowed = POLICY if key == "policy" else SETTLED if key.startswith("settled.") else COMMON
        for name in sorted(placeholders(text) - allowed):
            yield f"{key} has the unknown placeholder {{{name}}} (there are {', '.join(sorted(allowed))})"
