"""Reads a YAML file of rules and names what is wrong with it by line."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from intake.claims.shop_rules.conditions import Conditions, Range
from intake.claims.shop_rules.rule import Opening, ShopRule
from intake.errors import RulesInvalid

M = TypeVar("M", bound=BaseModel)
Place = tuple[int | str, ...]
Say = Callable[..., str]  # key, language and values to a sentence

PARTS: dict[str, type[BaseModel]] = {"rules": ShopRule, "when": Conditions, "open": Opening}
MEMBER = re.compile(r"<[^:]*: ([^>]*)>")  # of an enumeration, as pydantic prints it
SHOWN = 40  # characters of a wrong value
KINDS = {  # what pydantic calls it, by how its name begins
    "extra_forbidden": "unknown_name",
    "missing": "missing_name",
    "enum": "not_one_of",
    "literal": "not_one_of",
    "bool": "not_yes_no",
    "float": "not_a_number",
    "int": "not_a_number",
    "finite": "not_a_number",
    "date": "not_a_date",
    "greater_than": "too_small",
    "string_type": "not_a_text",
    "string_pattern": "bad_name",
    "string_too_short": "empty",
    "too_short": "empty",
    "model": "not_a_mapping",
    "dict": "not_a_mapping",
    "list": "not_a_list",
    "tuple": "not_a_list",
    "frozen_set": "not_a_list",
    "not_one_outcome": "not_one_outcome",
    "no_bound": "no_bound",
}


@dataclass(frozen=True)
class Problem:
    """Something wrong with a file, from its `line` (from 1). `kind` and `values` word it: `rules.problem.{kind}`."""

    line: int
    kind: str
    values: dict[str, str] = field(default_factory=dict)

    def said(self, say: Say, language: str) -> str:
        """The whole sentence, with what to do."""
        return say(f"rules.problem.{self.kind}", language, **self.values)

    def __str__(self) -> str:
        return f"line {self.line}: {self.kind} {' '.join(self.values.values())}".rstrip()


@dataclass(frozen=True)
class Lines:
    """Where in the file a value stands."""

    root: yaml.Node

    def of(self, place: Place) -> int:
        """The line (from 1) of the value at `place`, or of what comes nearest to it."""
        node, line = self.root, self.root.start_mark.line
        for step in place:
            if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line
                continue
            pairs = node.value if isinstance(node, yaml.MappingNode) else []
            found = next(((key, value) for key, value in pairs if key.value == step), None)
            if found is None:
                break
            line, node = found[0].start_mark.line, found[1]
        return line + 1


def parse(text: str, model: type[M]) -> tuple[list[M], Lines]:
    """The models of a file that holds a list of them. Raises `RulesInvalid` with every `Problem`."""
    node, value = _yaml(text)
    lines = Lines(node)
    repeated = list(_repeated(node, set()))
    try:
        found = TypeAdapter(list[model]).validate_python(value)  # type: ignore[valid-type]
    except ValidationError as error:
        raise invalid(
            [*repeated, *(_problem(one, model, lines) for one in error.errors() if not _follows(one))]
        ) from error
    if repeated or not found:
        raise invalid(repeated or [Problem(1, "no_set")])
    return found, lines


def invalid(problems: Sequence[Problem]) -> RulesInvalid:
    ordered = sorted(problems, key=lambda problem: problem.line)
    said = "; ".join(map(str, ordered))
    return RulesInvalid(f"{said}. `python -m intake rules check` says what to do.", ordered)


def _yaml(text: str) -> tuple[yaml.Node, Any]:
    loader = yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            raise invalid([Problem(1, "no_set")])
        return node, loader.construct_document(node)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        detail = getattr(error, "problem", None) or str(error) or "nested too deeply"
        raise invalid([Problem(mark.line + 1 if mark else 1, "not_yaml", {"detail": detail})]) from error
    finally:
        loader.dispose()


def _repeated(node: yaml.Node, known: set[int]) -> Iterator[Problem]:
    """YAML takes the last of several equal names and says nothing. `known` are nodes that were looked at already."""
    if id(node) in known:  # an alias
        return
    known.add(id(node))
    parts = node.value if isinstance(node, yaml.SequenceNode) else []
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if str(key.value) in seen:
                yield Problem(key.start_mark.line + 1, "repeated_name", {"name": str(key.value)})
            seen.add(str(key.value))
            parts = [*parts, value]
    for part in parts:
        yield from _repeated(part, known)


def _follows(error: Any) -> bool:
    """Whether a list only counts as too short because its members are wrong."""
    return error["type"] == "too_short" and bool(error["input"])


def _problem(error: Any, model: type[BaseModel], lines: Lines) -> Problem:
    place: Place = error["loc"]
    kind = next((kind for start, kind in KINDS.items() if error["type"].startswith(start)), "wrong_value")
    kind = "empty" if error["input"] is None else kind
    name = next((str(step) for step in reversed(place) if isinstance(step, str)), "")
    context = error.get("ctx", {})
    values = {
        "name": str(place[-1]) if kind in ("unknown_name", "missing_name") else name,
        "given": "" if kind == "missing_name" else _shown(error["input"]),
        "known": _known(place, model)
        if kind == "unknown_name"
        else MEMBER.sub(r"\1", str(context.get("expected", ""))),
        "limit": str(context.get("ge", context.get("gt", ""))),
        "rule": str(context.get("rule", "")),
        "detail": error["msg"] if kind == "wrong_value" else "",
    }
    return Problem(lines.of(place), kind, {key: value for key, value in values.items() if value})


def _shown(value: object) -> str:
    """The beginning of a wrong value; of a nested one only its kind, because aliases make it as large as they like."""
    if isinstance(value, list | dict):
        return "[...]" if isinstance(value, list) else "{...}"
    return str(value)[:SHOWN]


def _known(place: Place, model: type[BaseModel]) -> str:
    """The names that are known in this place, the likeliest first where one is much like it."""
    parent = next((step for step in reversed(place[:-1]) if isinstance(step, str)), "")
    part = PARTS.get(parent, Range) if parent else model
    names = list(part.model_fields)
    near = get_close_matches(str(place[-1]), names, 1)
    return ", ".join([*near, *(name for name in names if name not in near)])
