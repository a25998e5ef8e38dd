"""The customer's talk as HTML."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from intake.claims.conversation import Author, Card, Choice, Conversation, Mark, Message
from intake.claims.model import Facts
from intake.ui.messages import TalkView, Waiting, percent, preferred_language
from tests.fakes.desks import CITATION, page_wording

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ATTACKS = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
]


@pytest.fixture
def view() -> TalkView:
    return TalkView(page_wording)


def talk(*messages: Message, language: str = "de") -> Conversation:
    return Conversation("c" * 32, language, Facts(date(2026, 11, 20)), messages=messages)


def question(*cards: Card) -> Message:
    choices = tuple(Choice(f"product:{card.sku}", card.title) for card in cards)
    return Message(Author.INTAKE, "Welches?", AT, cards=cards, choices=(*choices, Choice("none_of_these", "Keins")))


@pytest.mark.parametrize("attack", ATTACKS)
def test_text_of_a_customer_never_becomes_markup(view: TalkView, attack: str) -> None:
    said = Message(
        Author.CUSTOMER, attack, AT, photos=(attack,), claim=attack, citations=(replace(CITATION, passage=attack),)
    )
    asked = question(Card(attack, attack, "picture.jpg"))
    for html in (
        view.talk(talk(said, asked)),
        view.waiting("de", Waiting(attack, 1, attack)),
        view.notices("de", [attack]),
    ):
        assert attack not in html
        assert "<script" not in html
        assert "<svg" not in html


def test_markdown_and_template_signs_stay_text(view: TalkView) -> None:
    text = "[x](javascript:alert(1)) ![](http://evil.example/x.png) ${1+1} {{1+1}}"
    html = view.talk(talk(Message(Author.CUSTOMER, text, AT)))
    assert text in html
    assert "href" not in html.split('class="talk"')[1]


def test_only_the_last_message_offers_its_choices(view: TalkView) -> None:
    asked = question(Card("MUG", "Becher", ""))
    assert "data-action" in view.talk(talk(asked))
    assert "data-action" not in view.talk(talk(asked, Message(Author.CUSTOMER, "Der Becher", AT)))


def test_a_product_choice_is_its_card_and_no_second_button(view: TalkView) -> None:
    html = view.talk(talk(question(Card("MUG", "Becher", "mug.jpg"))))
    assert html.count('data-action="product:MUG"') == 1
    assert html.count('data-action="none_of_these"') == 1
    assert 'src="/catalogue/MUG.jpg"' in html


def test_a_quotation_names_document_section_and_version(view: TalkView) -> None:
    html = view.talk(talk(Message(Author.INTAKE, "So ist es geregelt.", AT, citations=(CITATION,))))
    for part in (CITATION.passage, CITATION.title, CITATION.section, CITATION.version):
        assert part in html
    assert "83" not in html, "customers see no similarity"


def test_the_claim_number_can_be_copied(view: TalkView) -> None:
    html = view.talk(talk(Message(Author.INTAKE, "Eröffnet.", AT, claim="HB-00001")))
    assert 'data-copy="HB-00001"' in html
    assert "<strong>HB-00001</strong>" in html


def test_photo_addresses_are_ours_and_quoted(view: TalkView) -> None:
    html = view.talk(talk(Message(Author.CUSTOMER, "", AT, photos=("../a b",))))
    assert 'src="/photos/..%2Fa%20b"' in html


@pytest.mark.parametrize(("language", "label"), [("de", "Mit einem Menschen sprechen"), ("en", "Talk to a person")])
def test_a_person_is_one_click_away_before_anything_was_said(view: TalkView, language: str, label: str) -> None:
    html = view.header(talk(language=language))
    assert 'data-action="person"' in html
    assert label in html


def test_the_log_is_announced(view: TalkView) -> None:
    html = view.talk(talk())
    assert 'role="log"' in html
    assert 'aria-live="polite"' in html


def test_percent_is_written_as_the_language_writes_it() -> None:
    assert percent(0.934, "en") == "93%"
    assert percent(0.934, "de") == "93\N{NO-BREAK SPACE}%"


@pytest.mark.parametrize(
    ("header", "language"),
    [("de-DE,de;q=0.9,en;q=0.8", "de"), ("fr,en-GB;q=0.8", "en"), ("", "de"), ("fr", "de"), ("EN", "en")],
)
def test_the_browser_s_language_is_taken(header: str, language: str) -> None:
    assert preferred_language(header) == language


def test_a_mark_is_drawn_on_the_photo_and_said_beside_it(view: TalkView) -> None:
    mark = Mark("photo1", (0.25, 0.5, 0.75, 0.875), "Markiert: ein Riss (unten) <b>")
    html = view.talk(talk(Message(Author.INTAKE, "Ich erkenne einen Riss.", AT, marks=(mark,))))
    assert 'src="/photos/photo1"' in html
    assert '<rect x="0.25" y="0.5" width="0.5" height="0.375"/>' in html
    assert html.count("Markiert: ein Riss (unten) &lt;b&gt;") == 2  # read out with the picture, and written under it
