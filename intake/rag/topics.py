"""Topics: what one section says, in every language that it is written in, and the texts by which it is found."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from intake.rag.documents import start
from intake.rag.passages import Passage

Questions = Mapping[tuple[str, str], Mapping[str, Sequence[str]]]  # (document, anchor) -> language -> questions
ASKED = "asked"  # kind of the entries that are questions; those that are passages have their language


@dataclass(frozen=True)
class Topic:
    """Passages that are translations of each other, of one version, and questions that they answer."""

    passages: tuple[Passage, ...]
    questions: Mapping[str, Sequence[str]]  # by language

    def passage(self, language: str) -> Passage:
        """The passage in `language` where there is one."""
        return next((p for p in self.passages if p.document.language == language), self.passages[0])

    def words(self, language: str) -> str:
        """The text that is counted for askers of `language`: the passage that they would be quoted, and questions, in
        their language too where the passage isn't.
        """
        said = self.passage(language)
        asked = dict.fromkeys((said.document.language, language))
        return "\n".join([said.searched, *(question for each in asked for question in self.questions.get(each, ()))])


@dataclass(frozen=True)
class Entry:
    """One text that is embedded, and the topics that it stands for: several where versions say it alike."""

    text: str
    kind: str  # language of a passage, or ASKED
    topics: tuple[int, ...]


def make_topics(passages: Sequence[Passage], questions: Questions) -> list[Topic]:
    """Twins with the same anchors are linked; where they differ each language has topics of its own."""
    anchors: dict[tuple[str, date], dict[str, list[tuple[str, int]]]] = {}
    for passage in passages:
        of_version = anchors.setdefault(_version(passage), {})
        of_version.setdefault(passage.document.language, []).append((passage.section.anchor, passage.piece))
    linked = {version for version, found in anchors.items() if len({tuple(sorted(a)) for a in found.values()}) == 1}
    together: dict[object, list[Passage]] = {}
    for passage in passages:
        language = "" if _version(passage) in linked else passage.document.language
        key = (_version(passage), language, passage.section.anchor, passage.piece)
        together.setdefault(key, []).append(passage)
    return [Topic(tuple(found), questions.get(_section(found[0]), {})) for found in together.values()]


def entries(topics: Sequence[Topic]) -> Iterator[Entry]:
    """What is embedded: every passage, and every question once."""
    answering: dict[str, list[int]] = {}
    for number, topic in enumerate(topics):
        for passage in topic.passages:
            yield Entry(passage.searched, passage.document.language, (number,))
        for question in {q for asked in topic.questions.values() for q in asked}:
            answering.setdefault(question, []).append(number)
    for question in sorted(answering):
        yield Entry(question, ASKED, tuple(answering[question]))


def _version(passage: Passage) -> tuple[str, date]:
    return passage.document.id, start(passage.document)


def _section(passage: Passage) -> tuple[str, str]:
    return passage.document.id, passage.section.anchor
