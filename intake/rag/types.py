"""What retrieval returns."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Citation:
    """A passage as it stands in a policy. `score` says how well it fits the question, 0..1; staff only.

    `document` and `anchor` name the section, the same in every language and version; `link` opens it: a path
    inside the folder of policies with the place in it, e.g. "en/withdrawal.md#period" or "de/safety.pdf#page=2".
    """

    document: str  # id, e.g. "transport-damage"
    title: str
    section: str  # heading path, e.g. "What to do on arrival"
    version: str  # "" where the document states none
    language: str
    passage: str
    score: float
    track: str = ""  # legal ground that the document is about, where it says so
    anchor: str = ""
    link: str = ""

    def same_place(self, other: "Citation") -> bool:
        return (self.document, self.anchor) == (other.document, other.anchor)


@dataclass(frozen=True)
class Evidence:
    """What a question finds. `coverage` is the probability, 0..1, that the first citation answers it."""

    citations: tuple[Citation, ...]  # best first
    coverage: float


@dataclass(frozen=True)
class Answer:
    """`covered` is False when no passage answers the question: then `text` is empty and a person should answer."""

    text: str
    covered: bool
    citations: tuple[Citation, ...]  # best first; empty where nothing was found
    considered: tuple[Citation, ...] = ()  # every passage that was weighed, best first; for staff


@dataclass(frozen=True)
class PolicySection:
    """`heading` is the path of headings, "" where there is none; `text` is Markdown."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True)
class PolicyText:
    """A whole document; `languages` are those that it exists in."""

    document: str  # id
    title: str
    version: str  # "" where the document states none
    language: str
    languages: tuple[str, ...]
    valid_from: date | None
    valid_until: date | None
    sections: tuple[PolicySection, ...]
