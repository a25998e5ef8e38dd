"""E-mails say the same as text and as HTML, in the shop's voice, and no more than the recipient may know."""

import json
import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from html.parser import HTMLParser
from typing import Literal

import pytest

from intake.claims.telling.announce import Channel
from intake.claims.telling.mails import Mail
from intake.claims.telling.outbox import Notice
from intake.dialogue.voice import Texts, Voice
from intake.dialogue.wording import Wording
from intake.errors import NotSent
from intake.notices.address import mail_address
from intake.notices.letters import Letters

NUMBER = "K7M-4PQ-9X"
LINK = "https://claims.example/status/K7M-4PQ-9X?key=a&b"
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
FORMAL = re.compile(r"\b(?:Sie|Ihnen|Ihre?[mnrs]?)\b")


def letters(address: Literal["Sie", "Du"] = "Sie") -> Letters:
    voice = Voice(shop="Lumen & Co", address=address, signature=Texts(de="Das Team von Lumen"))
    return Letters(
        Wording.load(voice=voice),
        mail_address("service@lumen.example"),
        mail_address("hilfe@lumen.example"),
        lambda _: LINK,
        lambda sku, language: f"Becher {sku}" if language == "de" else f"mug {sku}",
    )


def notice(kind: str, recipient: str = "kunde@example.com", **told: object) -> Notice:
    payload = {"language": "de", "at": AT.isoformat(), "proven": True, "with_person": False, **told}
    return Notice(1, NUMBER, kind, Channel.EMAIL, recipient, "k" * 32, json.dumps(payload), AT, AT, 1, None, None, None)


def parts(message: EmailMessage) -> tuple[str, str]:
    """Text and HTML as a mail program reads them."""
    read = message_from_bytes(message.as_bytes(), policy=SMTP)
    assert isinstance(read, EmailMessage)
    assert read.get_content_type() == "multipart/alternative"
    text, html = read.iter_parts()
    assert isinstance(text, EmailMessage)
    assert isinstance(html, EmailMessage)
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    return text.get_content(), html.get_content()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        self.said += [data]


def words_of(html: str) -> str:
    parser = _Words()
    parser.feed(html)
    return " ".join(parser.said)


@pytest.mark.parametrize("kind", list(Mail))
@pytest.mark.parametrize(("language", "address"), [("de", "Sie"), ("de", "Du"), ("en", "Sie")])
def test_text_and_html_say_the_same(kind: Mail, language: str, address: Literal["Sie", "Du"]) -> None:
    message = letters(address).write(notice(kind, language=language, track="warranty", product="MUG", question="Wo?"))
    text, html = parts(message)
    shown = re.sub(r"<title>.*</title>", "", html, flags=re.DOTALL)
    assert re.findall(r"\w+", text.replace(LINK, "")) == re.findall(
        r"\w+", words_of(shown).replace("Lumen & Co", "", 1)
    )
    assert NUMBER in text
    assert "Lumen & Co" in text
    assert f'href="{LINK.replace("&", "&amp;")}"' in html
    if language == "de":
        assert bool(FORMAL.search(text)) is (address == "Sie")
        assert "Das Team von Lumen" in text


def test_headers_are_those_of_an_automatic_message() -> None:
    message = letters().write(notice("opened", track="warranty"))
    assert message["From"] == "Lumen & Co <service@lumen.example>"
    assert message["To"] == "kunde@example.com"
    assert message["Reply-To"] == "hilfe@lumen.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == f"<{'k' * 32}@lumen.example>"
    assert message["Date"].datetime == AT


@pytest.mark.parametrize(
    "address",
    ["a@x.de\r\nBcc: b@y.de", "a@x.de\nSubject: hello", "a@x.de, b@y.de", "kunde", "", "a b@x.de", "ä@x.de"],
)
def test_an_address_can_carry_nothing_else(address: str) -> None:
    with pytest.raises(NotSent) as refused:
        letters().write(notice("opened", address))
    assert refused.value.final


def test_umlaut_domains_are_written_for_every_server() -> None:
    assert letters().write(notice("opened", "kunde@bücher.example"))["To"] == "kunde@xn--bcher-kva.example"


def test_a_question_is_shown_as_it_was_asked_and_is_no_markup() -> None:
    text, html = parts(letters().write(notice("question", question="Welche <b>Farbe</b>?\n& welches Muster?")))
    assert "> Welche <b>Farbe</b>?\n> & welches Muster?" in text.replace("\r\n", "\n")
    assert "<b>" not in html
    assert "Welche &lt;b&gt;Farbe" in html


def test_who_has_not_proved_to_be_the_buyer_gets_number_and_no_more() -> None:
    text, html = parts(letters().write(notice("question", proven=False)))
    assert "in dem Gespräch" in text
    assert LINK not in text
    assert "href" not in html
    assert "nichts gemeldet" in text


def test_a_withdrawal_is_confirmed_with_its_time() -> None:
    at = datetime(2026, 11, 19, 22, 30, tzinfo=UTC)
    text, _ = parts(letters().write(notice("withdrawal", withdrawn_at=at.isoformat(), track="withdrawal")))
    assert at.astimezone().strftime("%d.%m.%Y") in text
    assert at.astimezone().strftime("%H:%M") in text
    assert "Anleitung" in text


def test_a_withdrawal_that_a_person_looks_at_says_so() -> None:
    text, _ = parts(letters().write(notice("withdrawal", with_person=True)))
    assert "Anleitung" not in text
    assert "persönlich" in text


@pytest.mark.parametrize(("language", "shown"), [("de", "14,90\N{NO-BREAK SPACE}€"), ("en", "€14.90")])
def test_what_was_settled_is_told(language: str, shown: str) -> None:
    settled = notice("accepted", language=language, resolution="partial_refund", amount=14.9)
    text, _ = parts(letters().write(settled))
    assert shown in text
    assert "du behältst" in parts(letters("Du").write(settled))[0] or language == "en"
