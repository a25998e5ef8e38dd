"""What the policies leave open, as staff see it: unanswered questions by meaning, the most frequent first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from intake.claims.unanswered import QuestionBook


class Grouping(Protocol):
    def alike(self, questions: Sequence[str]) -> list[list[int]]:
        """Places of questions that mean the same, the largest group and its most typical member first."""
        ...


@dataclass(frozen=True)
class OpenQuestion:
    """Several wordings of one question. `ids` are those of the question book, to settle them together."""

    text: str  # the most typical wording
    wordings: tuple[str, ...]
    languages: tuple[str, ...]
    count: int
    last: datetime
    ids: tuple[int, ...]


def open_questions(book: QuestionBook, grouping: Grouping) -> list[OpenQuestion]:
    """Everything that customers asked, no policy answered and nobody has dealt with."""
    kept = book.open()
    found = []
    for places in grouping.alike([question.text for question in kept]):
        members = [kept[place] for place in places]
        found.append(
            OpenQuestion(
                text=members[0].text,
                wordings=tuple(dict.fromkeys(member.text for member in members)),
                languages=tuple(sorted({member.language for member in members})),
                count=len(members),
                last=max(member.asked for member in members),
                ids=tuple(member.id for member in members),
            )
        )
    return found
