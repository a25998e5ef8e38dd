"""Claims as HTML for the staff console. No Gradio; the templates escape whatever somebody wrote."""

from collections.abc import Callable, Mapping, Sequence

from intake.claims.conversation import Card, Message
from intake.claims.model import Claim
from intake.dialogue.written import money
from intake.staff.background import NOTHING_KNOWN, Background
from intake.staff.suggestions import Suggestion
from intake.talk.marks import place_of
from intake.ui.messages import LANGUAGES, Wording, templates
from intake.ui.sessions import Session
from intake.ui.staff_pages import navigation
from intake.vision.types import Damage


class CaseView:
    """Renders the parts of the staff console. `card` gives the catalogue card of a SKU in a language."""

    def __init__(self, wording: Callable[[str], Wording], card: Callable[[str, str], Card]) -> None:
        self._wording = wording
        self._card = card
        self._templates = templates()

    def header(self, session: Session) -> str:
        return self._render(
            "staff_header.html",
            session.language,
            login=session.login,
            languages=LANGUAGES,
            navigation=navigation(session.actor),
            here="/staff/",
        )

    def claim(
        self,
        claim: Claim,
        talk: Sequence[Message],
        language: str,
        background: Background = NOTHING_KNOWN,
        person: str = "",
    ) -> str:
        """`person` is who of staff is in the talk."""
        return self._render(
            "claim.html",
            language,
            claim=claim,
            talk=talk,
            place_of=place_of,
            background=background,
            person=person,
            money=lambda amount: money(amount, language),
        )

    def suggestions(self, suggestions: Sequence[Suggestion], written: str, language: str) -> str:
        """What an answer may begin from; `written` is the language that it is written in, the customer's."""
        offered = list(zip(suggestions, excerpts([one.text for one in suggestions]), strict=True))
        return self._render("suggestions.html", language, offered=offered, written=written)

    def pieces(self, requests: Mapping[str, str], blocks: Mapping[str, str], language: str) -> str:
        """Requests and text blocks: key -> label."""
        return self._render("pieces.html", language, requests=requests, blocks=blocks)

    def nothing_chosen(self, language: str) -> str:
        return self._render("nothing_chosen.html", language)

    def notices(self, language: str, texts: Sequence[str]) -> str:
        return self._render("notices.html", language, texts=texts) if texts else ""

    def _render(self, template: str, language: str, **values: object) -> str:
        def card(sku: str) -> Card:
            return self._card(sku, language)

        def no_action(_card: Card, _choices: object) -> None:
            """Product cards and buttons of the talk are for the customer; staff only see what was offered."""

        def names(damages: Sequence[Damage]) -> str:
            return ", ".join(words[f"staff.damage.{damage}"] for damage in damages)

        def titles(skus: Sequence[str]) -> str:
            return ", ".join(card(sku).title for sku in skus)

        words = self._wording(language)
        page = self._templates.get_template(template)
        return page.render(
            t=words,
            language=language,
            card=card,
            choices={},
            card_action=no_action,
            names=names,
            titles=titles,
            **values,
        )


def excerpts(texts: Sequence[str]) -> list[str]:
    """What each of several letters says that the others don't: greeting and first words are often the same."""
    paragraphs = [text.split("\n\n") for text in texts]
    shared = set(paragraphs[0]).intersection(*paragraphs) if paragraphs else set()
    return [" ".join(part for part in parts if part not in shared) or " ".join(parts) for parts in paragraphs]
