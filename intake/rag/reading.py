"""A policy document as a whole, for whoever wants to read a quotation in its place."""

from collections.abc import Sequence
from datetime import date

from intake.errors import NotFound
from intake.rag.documents import Document, in_force
from intake.rag.passages import sections
from intake.rag.types import PolicySection, PolicyText


def policy_text(documents: Sequence[Document], id: str, language: str, version: str, today: date) -> PolicyText:
    """The document in a version and language; where there is none of these, the version in force, another language.

    Raises `NotFound` for an unknown id.
    """
    known = [document for document in documents if document.id == id]
    if not known:
        raise NotFound("There is no such policy.")
    fitting = [document for document in known if document.version == version] or in_force(known, today) or known
    chosen = next((document for document in fitting if document.language == language), fitting[0])
    return PolicyText(
        document=chosen.id,
        title=chosen.title,
        version=chosen.version,
        language=chosen.language,
        languages=tuple(sorted({document.language for document in fitting})),
        valid_from=chosen.valid_from,
        valid_until=chosen.valid_until,
        sections=tuple(PolicySection(one.anchor, one.heading, one.text) for one in sections(chosen)),
    )
