"""The three things that a language model is asked for. Whatever it answers is checked here before anyone sees it."""

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from pydantic import BaseModel, TypeAdapter, ValidationError

from intake import fast_yaml
from intake.chat.masking import masked
from intake.chat.support import sentences, supported
from intake.vision.types import Damage

NOTHING = "NONE"
MOST_SENTENCES = 3  # of a wording
LONGEST_DIGEST = 800  # characters
SHORTEST_EVIDENCE = 3  # characters
PASSAGES = 3
LIST = re.compile(r"\[.*\]", re.DOTALL)


class Speaker(Protocol):
    def say(self, instruction: str, data: str) -> str | None: ...


class _Read(BaseModel):
    damage: Damage
    words: str


_READ = TypeAdapter(list[_Read])


class Assistant:
    def __init__(self, model: Speaker) -> None:
        self._model = model

    def phrase(self, question: str, passages: Sequence[str], language: str) -> str:
        """One to three sentences that answer the question with nothing but what the passages say; "" where the model
        gives none that are supported. `passages` are in `language`.
        """
        passages = passages[:PASSAGES]
        said = self._ask("phrase", language=language, question=masked(question), passages=list(passages))
        fits = said and NOTHING not in said and len(sentences(said)) <= MOST_SENTENCES
        return said if said and fits and supported(said, passages) else ""

    def suggest(self, text: str) -> tuple[Damage, ...]:
        """Damage types that the text may describe, each with words that stand in it; to be offered, never taken."""
        text = masked(text)
        said = self._ask("suggest", types=[damage.value for damage in Damage], message=text)
        found = LIST.search(said or "")
        try:
            read = _READ.validate_json(found.group()) if found else []
        except ValidationError:
            return ()
        plain = _plain(text)
        there = (one for one in read if len(one.words.strip()) >= SHORTEST_EVIDENCE and _plain(one.words) in plain)
        return tuple(dict.fromkeys(one.damage for one in there if one.damage is not Damage.INTACT))

    def digest(self, talk: Sequence[tuple[str, str]], language: str) -> str:
        """A talk of (author, text) in a few sentences of plain text, for staff; "" where the model gives none."""
        lines = [{"who": who, "text": masked(text)} for who, text in talk]
        said = self._ask("digest", language=language, talk=lines) or ""
        return said if len(said) <= LONGEST_DIGEST else ""

    def _ask(self, task: str, **data: Any) -> str | None:
        return self._model.say(_prompts()[task], json.dumps(data, ensure_ascii=False))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


@cache
def _prompts() -> dict[str, str]:
    found: dict[str, str] = fast_yaml.safe_load(Path(__file__).with_name("prompts.yaml").read_text(encoding="utf-8"))
    return found
