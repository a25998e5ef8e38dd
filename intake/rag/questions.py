"""Texts beside the policies: questions that sections answer, and texts by which it shows that none does."""

from pathlib import Path

import yaml

from intake import fast_yaml
from intake.errors import PoliciesInvalid
from intake.rag.topics import Questions

FILE = "questions.yaml"
BACKGROUND = Path(__file__).with_name("background.yaml")
UNCOVERED = Path(__file__).with_name("uncovered.yaml")


def read_questions(policies: Path) -> Questions:
    """The questions in `questions.yaml` of a folder of policies, none where it has no such file.

    They stand by document, anchor and language: `withdrawal: {period: {en: ["How long ...?"], de: [...]}}`.
    Raises `PoliciesInvalid` for another shape.
    """
    path = policies / FILE
    if not path.is_file():
        return {}
    try:
        stated = fast_yaml.safe_load(path.read_text(encoding="utf-8-sig")) or {}
        return {
            (str(document), str(anchor)): {str(language): [str(q) for q in asked] for language, asked in found.items()}
            for document, sections in stated.items()
            for anchor, found in sections.items()
        }
    except (yaml.YAMLError, UnicodeDecodeError, AttributeError, TypeError) as error:
        raise PoliciesInvalid(
            f"{path}: write questions by document, anchor and language, like "
            '`withdrawal: {period: {en: ["How long may I withdraw?"]}}`.'
        ) from error


def read_background() -> tuple[str, ...]:
    """Sentences that no policy is about."""
    return _sentences(BACKGROUND)


def read_uncovered() -> tuple[str, ...]:
    """Questions that customers ask and shops' policies seldom answer."""
    return _sentences(UNCOVERED)


def _sentences(path: Path) -> tuple[str, ...]:
    loaded: dict[str, list[str]] = fast_yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(sentence for sentences in loaded.values() for sentence in sentences)
