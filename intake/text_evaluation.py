"""Measures on texts that staff labelled how often what was understood is what they said."""

from dataclasses import dataclass
from pathlib import Path

from intake.errors import IntakeError
from intake.labels import json_rows
from intake.ports import Understander


@dataclass(frozen=True)
class TextReport:
    """`texts` with an intent that staff named; of `right` ones it was among those that were understood."""

    texts: int
    right: int

    def words(self) -> str:
        return f"{self.right} of {self.texts} texts were understood as staff say"


def measure_texts(file: Path, understander: Understander) -> TextReport | None:
    """None where there is no such file, or no intent in it. Raises IntakeError naming file and line."""
    if not file.exists():
        return None
    hits = []
    for number, row in json_rows(file):
        try:
            wanted = set(row.get("intents", ()))
            if wanted:
                hits.append(bool(wanted & set(understander.understand(row["text"], row["language"]).intents)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise IntakeError(f"{file}: line {number}: can't be used as a label: {error!r}.") from error
    return TextReport(len(hits), sum(hits)) if hits else None
