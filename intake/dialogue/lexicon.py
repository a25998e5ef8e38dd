"""The word lists of all languages, merged: customers mix languages, so every message meets both."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

from intake import fast_yaml
from intake.dialogue.patterns import Phrases
from intake.dialogue.types import Intent

FOLDER = Path(__file__).parent / "lexicon"

Section = dict[str, list[str]]


@dataclass(frozen=True)
class Lexicon:
    """Phrases by section of the files; keys of `damages`, `wishes` and `intents` are values of enums."""

    idioms: Phrases
    negation: Mapping[str, Phrases]
    moods: Mapping[str, Phrases]
    damages: Mapping[str, Phrases]
    wishes: Mapping[str, Phrases]
    intents: Mapping[Intent, Phrases]
    answers: Mapping[str, Phrases]
    questions: Mapping[str, Phrases]

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "Lexicon":
        """Read and merge every YAML file of `folder`. Raises `ValueError` for an unknown intent."""
        files = [fast_yaml.base_load(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.yaml"))]

        def section(name: str) -> dict[str, Phrases]:
            return _compiled(reduce(_merged, (file[name] for file in files), {}))

        return cls(
            idioms=Phrases(idiom for file in files for idiom in file["idioms"]),
            negation=section("negation"),
            moods=section("mood"),
            damages=section("damage"),
            wishes=section("wish"),
            intents={Intent(name): phrases for name, phrases in section("intent").items()},
            answers=section("answer"),
            questions=section("question"),
        )

    def vocabulary(self) -> list[str]:
        """Every whole word of every pattern, sorted."""
        sections = (
            self.negation,
            self.moods,
            self.damages,
            self.wishes,
            self.intents,
            self.answers,
            self.questions,
        )
        groups = [self.idioms, *(phrases for section in sections for phrases in section.values())]
        return sorted(set[str]().union(*(group.vocabulary() for group in groups)))


def _merged(one: Section, other: Section) -> Section:
    return {name: [*one.get(name, []), *other.get(name, [])] for name in {**one, **other}}


def _compiled(section: Section) -> dict[str, Phrases]:
    return {name: Phrases(patterns) for name, patterns in section.items()}
