"""The messages that the classifier of meaning is fitted on: examples, filled templates, the tune half of the test set.

An example file is a list of groups: `intents`, and `mood`, `alarm`, `legal` where they are not calm, none and false;
`texts` holds one message a line. A file of templates has `slots` and `groups`: `{a|b}` in a line stands for one of its
alternatives and `{name}` for one of a slot's, so that a way of saying is learnt apart from what it is said of; `heads`
and `tails` are what customers say around anything, order numbers above all.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from zlib import crc32

import yaml

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "intake" / "dialogue" / "examples"
TUNE = ROOT / "tests" / "data" / "messages_tune.jsonl"
FILLINGS = 4  # of a template
HELD_BACK = 4  # one template in so many of a group chooses the limits
BARE = frozenset({"other", "out_of_scope", "thanks_or_goodbye", "correction"})  # said without heads and tails
_BRACES = re.compile(r"\{([^{}]*)\}")
_TYPOS = 3  # one message in so many gets typing errors


@dataclass(frozen=True)
class Example:
    """`held` messages are not fitted on."""

    text: str
    intents: tuple[str, ...]
    mood: str = "calm"
    alarms: tuple[str, ...] = ()
    legal: bool = False
    held: bool = False
    weight: float = 1.0
    topic: str = ""  # of the messages of the tune half: what belongs together


def examples(folder: Path = EXAMPLES) -> Iterator[Example]:
    """The written ones, then the filled templates."""
    for path in sorted(folder.glob("*.yaml")):
        for group in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield from (Example(line, *_said(group)) for line in _lines(group))
    for path in sorted((folder / "templates").glob("*.yaml")):
        file = yaml.safe_load(path.read_text(encoding="utf-8"))
        for group in file["groups"]:
            for number, template in enumerate(_lines(group)):
                held = number % HELD_BACK == HELD_BACK - 1
                plain = fillings(template, file["slots"])
                bare = BARE.intersection(group["intents"])
                texts = plain if bare else [framed(text, file["heads"], file["tails"]) for text in plain]
                yield from (Example(text, *_said(group), held, 1 / len(texts) ** 0.5) for text in texts)


def tuned(path: Path = TUNE) -> list[Example]:
    """Labelled messages as the benchmark has them."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Example(
            row["text"],
            tuple(row["intents"]),
            row["mood"],
            tuple(row["alarm_kinds"]),
            row["legal"],
            topic=row["topic"],
        )
        for row in rows
    ]


def fillings(template: str, slots: Mapping[str, Sequence[str]]) -> list[str]:
    """Up to `FILLINGS` different texts, the same ones each time; some of them with typing errors."""
    random = Random(crc32(template.encode()))
    return list(dict.fromkeys(mistyped(_filled(template, slots, random), random) for _ in range(FILLINGS)))


def framed(text: str, heads: Sequence[str], tails: Sequence[str]) -> str:
    """Every third text after one of `heads` and every third before one of `tails`, the same ones each time."""
    random = Random(crc32(text.encode()))
    head, tail = random.choice(heads), random.choice(tails)
    return f"{'' if random.randrange(3) else head + ' '}{text}{'' if random.randrange(3) else tail}"


def mistyped(text: str, random: Random) -> str:
    """The text as it is, or in small letters without full stops, or with a letter lost, doubled or swapped."""
    if random.randrange(_TYPOS):
        return text
    letters = list(text.lower().replace(".", ""))
    for _ in range(1 + len(letters) // 60):
        place = random.randrange(len(letters) - 1)
        change = random.choice(("", letters[place] * 2, letters[place + 1] + letters[place]))
        letters[place : place + (2 if len(change) == 2 and change[0] != change[1] else 1)] = change
    return "".join(letters)


def _filled(text: str, slots: Mapping[str, Sequence[str]], random: Random) -> str:
    while found := _BRACES.search(text):
        inside = found.group(1)
        choices = slots[inside] if inside in slots else inside.split("|")
        text = text[: found.start()] + str(random.choice(choices)) + text[found.end() :]
    return text


def _said(group: Mapping[str, Any]) -> tuple[tuple[str, ...], str, tuple[str, ...], bool]:
    mood, alarms = group.get("mood", "calm"), tuple(group.get("alarm", ()))
    return tuple(group["intents"]), mood, alarms, group.get("legal", False)


def _lines(group: Mapping[str, Any]) -> list[str]:
    return [line for line in map(str.strip, group["texts"].splitlines()) if line]
