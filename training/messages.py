"""The messages that the classifier of meaning is fitted on: examples, filled templates, the tune half of the test set.

Of examples there are those beside the product, by one hand, and more in `texts/messages.jsonl`, by others.

An example file is a list of groups: `intents`, and `mood`, `alarm`, `legal` where they are not calm, none and false;
`texts` holds one message a line. A file of templates has `slots` and `groups`: `{a|b}` in a line stands for one of its
alternatives and `{name}` for one of a slot's, so that a way of saying is learnt apart from what it is said of; `heads`
and `tails` are what customers say around anything, order numbers above all.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any
from zlib import crc32

import yaml

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "intake" / "dialogue" / "examples"
WRITTEN = ROOT / "training" / "texts" / "messages.jsonl"
TUNE = ROOT / "tests" / "data" / "messages_tune.jsonl"
FILLINGS = 4  # of a template
COPY = 0.7  # weight of a message that is there once already
HELD_BACK = 4  # one template in so many of a group chooses the limits
BLOCK, BLOCK_SIZE = "block", 300  # written messages that belong together: neighbours are by one hand
BARE = frozenset({"other", "out_of_scope", "thanks_or_goodbye", "correction"})  # said without heads and tails
_BRACES = re.compile(r"\{([^{}]*)\}")
_TYPOS = 3  # one message in so many gets typing errors


@dataclass(frozen=True)
class Example:
    """`held` messages are not fitted on; of `free` intents a reader could argue whether they hold."""

    text: str
    intents: tuple[str, ...]
    mood: str = "calm"
    alarms: tuple[str, ...] = ()
    legal: bool = False
    held: bool = False
    weight: float = 1.0
    damages: tuple[str, ...] | None = None  # None: nobody read the message for them, or it is arguable
    wishes: tuple[str, ...] | None = None
    language: str = ""  # where it is known
    free: tuple[str, ...] = ()
    topic: str = ""  # what belongs together: messages of the tune half with one meaning, written ones of one block


def examples(folder: Path = EXAMPLES) -> Iterator[Example]:
    """The written ones, half of them once more in what is said around anything, then the filled templates."""
    written = [replace(row, topic=f"{BLOCK} {n // BLOCK_SIZE}") for n, row in enumerate(labelled(WRITTEN))]
    yield from written
    templates = {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in sorted((folder / "templates").glob("*.yaml"))
    }
    yield from _framed_again(written, templates)
    for path in sorted(folder.glob("*.yaml")):
        for group in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield from (Example(line, *_said(group)) for line in _lines(group))
    for file in templates.values():
        for group in file["groups"]:
            for number, template in enumerate(_lines(group)):
                held = number % HELD_BACK == HELD_BACK - 1
                plain = fillings(template, file["slots"])
                bare = BARE.intersection(group["intents"])
                texts = plain if bare else [framed(text, file["heads"], file["tails"]) for text in plain]
                yield from (Example(text, *_said(group), held, 1 / len(texts) ** 0.5) for text in texts)


def labelled(path: Path) -> list[Example]:
    """Labelled messages, a JSON object a line."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Example(
            row["text"],
            tuple(row["intents"]),
            row["mood"],
            tuple(row["alarm_kinds"]),
            row["legal"],
            damages=_stated(row, "damage"),
            wishes=_stated(row, "wish"),
            language=row["language"],
            free=tuple(row.get("intents_free", ())),
            topic=row.get("topic", ""),
        )
        for row in rows
    ]


def tuned() -> list[Example]:
    """The tune half of the messages that measure."""
    return labelled(TUNE)


def fillings(template: str, slots: Mapping[str, Sequence[str]]) -> list[str]:
    """Up to `FILLINGS` different texts, the same ones each time; some of them with typing errors."""
    random = Random(crc32(template.encode()))
    return list(dict.fromkeys(mistyped(_filled(template, slots, random), random) for _ in range(FILLINGS)))


def framed(text: str, heads: Sequence[str], tails: Sequence[str]) -> str:
    """Every third text after one of `heads` and every third before one of `tails`, the same ones each time."""
    random = Random(crc32(text.encode()))
    head, tail = random.choice(heads), random.choice(tails)
    return f"{'' if random.randrange(3) else head + ' '}{text}{'' if random.randrange(3) else tail}"


def _framed_again(written: Sequence[Example], templates: Mapping[str, Any]) -> Iterator[Example]:
    """So that an order's number is learnt to say nothing about what a message is for; `templates` by language."""
    for example in written:
        file = templates[example.language]
        text = framed(example.text, file["heads"], file["tails"])
        if text != example.text and not BARE.intersection(example.intents) and crc32(text.encode()) % 2:
            yield replace(example, text=text, weight=COPY, damages=None, wishes=None)


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


def _stated(row: Mapping[str, Any], fact: str) -> tuple[str, ...] | None:
    """A fact's values, one or a list; none where it isn't stated."""
    if fact in row.get("facts_free", ()):
        return None
    values = row["facts"].get(fact, [])
    return tuple(values) if isinstance(values, list) else (values,)


def _said(group: Mapping[str, Any]) -> tuple[tuple[str, ...], str, tuple[str, ...], bool]:
    mood, alarms = group.get("mood", "calm"), tuple(group.get("alarm", ()))
    return tuple(group["intents"]), mood, alarms, group.get("legal", False)


def _lines(group: Mapping[str, Any]) -> list[str]:
    return [line for line in map(str.strip, group["texts"].splitlines()) if line]
