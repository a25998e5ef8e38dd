"""What retrieval returns."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Citation:
    """A passage as it stands in a policy. `score` is the similarity to the question, 0..1; staff only."""

    document: str  # id, e.g. "transport-damage"
    title: str
    section: str  # heading path, e.g. "What to do on arrival"
    version: str  # "" where the document states none
    language: str
    passage: str
    score: float
    track: str = ""  # legal ground that the document is about, where it says so


@dataclass(frozen=True)
class Evidence:
    """What a question finds. `advantage` says how much nearer the question lies to the nearest passage of any
    language than to the nearest background sentence, in standard deviations of its similarities to the background.
    """

    citations: tuple[Citation, ...]  # best first
    advantage: float


@dataclass(frozen=True)
class Answer:
    """`covered` is False when no passage answers the question: then `text` is empty and a person should answer."""

    text: str
    covered: bool
    citations: tuple[Citation, ...]  # best first; also what was considered when not covered
