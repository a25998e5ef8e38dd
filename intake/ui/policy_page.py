"""The policies as pages: a quotation's link opens its document at its section."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response
from markdown_it import MarkdownIt
from markupsafe import Markup

from intake.dialogue.written import day
from intake.errors import NotFound
from intake.rag.types import PolicyText
from intake.service import Desk
from intake.ui.customer_pages import CustomerPages, chosen_language
from intake.ui.messages import LANGUAGES, Wording

# What stands in a document is text: no HTML of its own, no picture from elsewhere.
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


@dataclass(frozen=True)
class Shown:
    anchor: str
    heading: str
    html: Markup


def policy_routes(desk: Desk) -> APIRouter:
    """Open to all: a shop's terms are no secret."""
    router = APIRouter()
    pages = CustomerPages(desk.wording)

    @router.get("/policies/{document:path}")
    def policy(request: Request, document: str, version: str = "") -> Response:
        language = chosen_language(request)
        try:
            found = desk.policy(document, language, version)
        except NotFound:
            return pages.not_found(request, "policy_gone.html")
        return pages.render(
            "policy.html",
            language,
            policy=found,
            sections=[Shown(one.anchor, _last(one.heading), _html(one.text)) for one in found.sections],
            facts=list(_facts(found, pages.wording(language), language)),
            other_language={
                one: _address(found, one) for one in LANGUAGES if one in found.languages and one != language
            },
        )

    return router


def _html(markdown: str) -> Markup:
    return Markup(MARKDOWN.render(markdown))


def _last(heading: str) -> str:
    return heading.rpartition(" › ")[2]


def _facts(policy: PolicyText, words: Wording, language: str) -> Iterator[str]:
    if policy.version:
        yield words["page.version"].format(version=policy.version)
    if policy.valid_from:
        yield words["policy_page.from"].format(day=day(policy.valid_from, language))
    if policy.valid_until:
        yield words["policy_page.until"].format(day=day(policy.valid_until, language))


def _address(policy: PolicyText, language: str) -> str:
    return f"/policies/{quote(policy.document)}?{urlencode({'lang': language, 'version': policy.version})}"
