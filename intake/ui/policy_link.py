"""Where a quoted passage of a policy can be read in its place."""

from urllib.parse import quote, urlencode

from intake.rag.types import Citation


def policy_path(citation: Citation) -> str:
    """Path, query and section of the page of the quoted document, in the quoted language and version."""
    query = urlencode({"lang": citation.language, "version": citation.version})
    section = f"#{quote(citation.anchor)}" if citation.anchor else ""
    return f"/policies/{quote(citation.document)}?{query}{section}"
