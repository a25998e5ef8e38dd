"""The customer's talk as HTML. No Gradio; the templates escape whatever somebody wrote."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment

from intake.claims.conversation import Card, Conversation, Message
from intake.talk.aftercare import Beside
from intake.templates import environment
from intake.ui.policy_link import policy_path

Wording = Mapping[str, str]
LANGUAGES = ("de", "en")
DATE_FORMATS = {"de": "%d.%m.%Y, %H:%M", "en": "%d %b %Y, %H:%M"}
SHORT_FORMATS = {"de": "%d.%m., %H:%M", "en": "%d %b, %H:%M"}
LANGUAGE_ACTION = "page.language:"
BARE = Beside({})


@dataclass(frozen=True)
class Waiting:
    """What the customer just sent and what is being done with it; `photos` is a count."""

    text: str
    photos: int
    progress: str


@cache
def templates() -> Environment:
    """The templates of both pages."""
    filters: dict[str, Callable[..., str]] = {
        "segment": lambda value: quote(str(value), safe=""),
        "moment": moment,
        "day_and_time": day_and_time,
        "percent": percent,
        "policy_path": policy_path,
    }
    return environment(Path(__file__).resolve().parent / "templates", filters)


def moment(at: datetime, language: str) -> str:
    """Date and time in the server's time zone, as the language writes them."""
    return at.astimezone().strftime(DATE_FORMATS[language])


def day_and_time(at: datetime, language: str) -> str:
    """Like `moment` without the year, for the messages of a talk."""
    return at.astimezone().strftime(SHORT_FORMATS[language])


def percent(share: float, language: str) -> str:
    """A probability, 0..1, as whole percent: "93 %" in German, "93%" in English."""
    space = "\N{NO-BREAK SPACE}" if language == "de" else ""
    return f"{share:.0%}".replace("%", f"{space}%")


def euros(amount: float, language: str) -> str:
    """ "1.234,50 €" in German, "€1,234.50" in English."""
    written = f"{amount:,.2f}"
    if language == "de":
        return written.translate(str.maketrans(",.", ".,")) + "\N{NO-BREAK SPACE}€"
    return f"€{written}"


def preferred_language(accept_language: str) -> str:
    """The first language of an Accept-Language header that Intake speaks; German where there is none."""
    wanted = (part.split(";")[0].strip()[:2].lower() for part in accept_language.split(","))
    return next((language for language in wanted if language in LANGUAGES), LANGUAGES[0])


def open_choices(message: Message, conversation: Conversation) -> dict[str, str]:
    """Action -> label of the buttons that this message still offers: those of the last message only."""
    if not conversation.messages or message is not conversation.messages[-1]:
        return {}
    return {choice.action: choice.label for choice in message.choices}


def card_action(card: Card, choices: Mapping[str, str]) -> str | None:
    """The choice that this product card stands for, else None."""
    action = f"product:{card.sku}"
    return action if action in choices else None


class TalkView:
    """Renders the parts of the customer's page in the language of the conversation."""

    def __init__(self, wording: Callable[[str], Wording]) -> None:
        self._wording = wording
        self._templates = templates()

    def header(self, conversation: Conversation) -> str:
        return self._render("header.html", conversation.language, conversation=conversation, languages=LANGUAGES)

    def talk(self, conversation: Conversation, beside: Beside = BARE) -> str:
        return self._render(
            "talk.html",
            conversation.language,
            conversation=conversation,
            beside=beside,
            links=beside.links,
            open_choices=open_choices,
            card_action=card_action,
        )

    def waiting(self, language: str, waiting: Waiting) -> str:
        return self._render("waiting.html", language, waiting=waiting)

    def notices(self, language: str, texts: Sequence[str]) -> str:
        """Sentences that are not part of the kept talk: what could not be used, or did not work."""
        return self._render("notices.html", language, texts=texts) if texts else ""

    def footer(self, language: str) -> str:
        return self._render("footer.html", language)

    def _render(self, template: str, language: str, **values: object) -> str:
        words = self._wording(language)
        return self._templates.get_template(template).render(t=words, language=language, **values)
