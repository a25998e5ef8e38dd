"""A passage: the piece of a policy that is looked up and quoted."""

from dataclasses import dataclass

from intake.rag.documents import Document
from intake.rag.types import Citation


@dataclass(frozen=True)
class Passage:
    """`section` is the path of headings above the text, "" where there is none."""

    document: Document
    section: str
    text: str

    @property
    def searched(self) -> str:
        """What is embedded and counted: a passage is often about what only its heading names."""
        return f"{self.section or self.document.title}\n{self.text}"

    def cite(self, score: float) -> Citation:
        return Citation(
            document=self.document.id,
            title=self.document.title,
            section=self.section,
            version=self.document.version,
            language=self.document.language,
            passage=self.text,
            score=min(1.0, max(0.0, score)),
            track=self.document.track,
        )
