"""What a folder of policies holds, read: topics, and every text that is embedded for them."""

from dataclasses import dataclass
from pathlib import Path

from intake.errors import PoliciesInvalid
from intake.rag import documents
from intake.rag.passages import cut
from intake.rag.questions import read_background, read_questions, read_uncovered
from intake.rag.topics import ASKED, Entry, Topic, entries, make_topics
from intake.rag.vectors import as_question


@dataclass(frozen=True)
class Contents:
    """Topics, the texts by which they are found, and texts by which it shows that none answers."""

    topics: tuple[Topic, ...]
    entries: tuple[Entry, ...]
    background: tuple[str, ...]  # sentences that no policy is about
    uncovered: tuple[str, ...]  # questions that policies seldom answer

    @classmethod
    def read(cls, policies: Path, converted: Path | None = None) -> "Contents":
        """`converted` is as in `documents.load`. Raises `PoliciesInvalid`."""
        passages = [passage for document in documents.load(policies, converted) for passage in cut(document)]
        if not passages:
            raise PoliciesInvalid(f"{policies} holds headings only. Write some text below them.")
        topics = make_topics(passages, read_questions(policies))
        return cls(tuple(topics), tuple(entries(topics)), read_background(), read_uncovered())

    @property
    def texts(self) -> list[str]:
        """All that is embedded: entries, background as passages and as questions, uncovered questions."""
        entries = (as_question(entry.text) if entry.kind == ASKED else entry.text for entry in self.entries)
        asked = map(as_question, (*self.background, *self.uncovered))
        return [*entries, *self.background, *asked]
