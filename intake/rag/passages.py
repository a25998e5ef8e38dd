"""A passage: the piece of a policy that is looked up and quoted."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from intake.rag.documents import Document
from intake.rag.types import Citation

PASSAGE_LENGTH = 600  # characters; longer sections are cut, at paragraphs and sentences where possible
HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)(?:[ \t]+\{#([\w-]+)\})?[ \t#]*$", re.MULTILINE)
SEPARATORS = ["\n\n", "\n", ". ", "! ", "? ", "; ", " ", ""]


@dataclass(frozen=True)
class Section:
    """`heading` is the path of headings above the text, "" where there is none. Twins share anchors."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True)
class Passage:
    """A section, or where it is long the `piece`th part of it."""

    document: Document
    section: Section
    text: str
    piece: int = 0

    @property
    def searched(self) -> str:
        """What is embedded and counted: a passage is often about what only its headings name."""
        return f"{self.document.title}: {self.section.heading or self.document.title}\n{self.text}"

    def cite(self, score: float) -> Citation:
        return Citation(
            document=self.document.id,
            title=self.document.title,
            section=self.section.heading,
            version=self.document.version,
            language=self.document.language,
            passage=self.text,
            score=min(1.0, max(0.0, score)),
            track=self.document.track,
            anchor=self.section.anchor,
            link=self._link(),
        )

    def _link(self) -> str:
        """Where a reader finds it: the path inside the folder of policies, opened at the section or its page."""
        source, anchor = self.document.source, self.section.anchor
        if PurePosixPath(source).suffix == ".pdf":
            return f"{source}#page={self.document.pages.get(anchor, 1)}"
        return f"{source}#{anchor}"


def sections(document: Document) -> tuple[Section, ...]:
    """The parts of `document` between headings. Without an anchor of its own a section is named by its place."""
    found: list[Section] = []
    path: dict[int, str] = {}
    for level, heading, stated, text in _parts(document.text):
        path = {above: name for above, name in path.items() if above < level} | ({level: heading} if heading else {})
        if text and _letters(text) != _letters(document.title):
            shown = " › ".join(name for name in path.values() if name != document.title)
            found.append(Section(stated or f"section-{len(found) + 1}", shown, text))
    return tuple(_with_distinct_anchors(found))


def cut(document: Document) -> list[Passage]:
    """The sections of `document` as passages of at most `PASSAGE_LENGTH` characters."""
    return [
        Passage(document, section, text, piece)
        for section in sections(document)
        for piece, text in enumerate(_pieces(section.text))
    ]


def _parts(markdown: str) -> Iterator[tuple[int, str, str, str]]:
    """Level, heading, stated anchor ("") and text of each part; level 0 before the first heading."""
    headings = list(HEADING.finditer(markdown))
    ends = [match.start() for match in headings[1:]] + [len(markdown)]
    yield 0, "", "", markdown[: headings[0].start() if headings else len(markdown)].strip()
    for match, end in zip(headings, ends, strict=False):
        yield len(match[1]), match[2], match[3] or "", markdown[match.end() : end].strip()


def _pieces(text: str) -> list[str]:
    if len(text) <= PASSAGE_LENGTH:
        return [text]
    # Takes a second to import, and most policies have short sections.
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        separators=SEPARATORS, keep_separator="end", chunk_size=PASSAGE_LENGTH, chunk_overlap=0
    )
    return [piece.strip() for piece in splitter.split_text(text)]


def _with_distinct_anchors(found: list[Section]) -> Iterator[Section]:
    seen: Counter[str] = Counter()
    for section in found:
        seen[section.anchor] += 1
        count = seen[section.anchor]
        yield section if count == 1 else Section(f"{section.anchor}-{count}", section.heading, section.text)


def _letters(text: str) -> str:
    return "".join(text.split())
