"""Every German sentence that addresses the customer exists in both forms, and a shop's own voice is heard."""

import re
from pathlib import Path

import pytest
import yaml

from intake.dialogue.voice import Texts, Voice
from intake.dialogue.wording import FOLDER, Wording, placeholders
from intake.errors import VoiceInvalid

FORMAL = re.compile(r"\b(?:Sie|Ihnen|Ihr|Ihre[mnrs]?)\b")
FOR_STAFF = (
    "staff",
    "page.with_person",
    "rules.",
    "explain.",
    "figures.",
    "error.approval_needed",
    "error.last_admin",
    "error.placeholder",
)
FORMALLY = Wording.load(voice=Voice(shop="Laden"))
INFORMALLY = Wording.load(voice=Voice(shop="Laden", address="Du"))


def test_no_sentence_for_customers_is_formal_where_the_shop_says_du() -> None:
    formal = {key for key, text in INFORMALLY.all("de").items() if FORMAL.search(text)}
    assert {key for key in formal if not key.startswith(FOR_STAFF)} == set()


def test_both_forms_have_the_same_keys_and_placeholders() -> None:
    formal, informal = FORMALLY.all("de"), INFORMALLY.all("de")
    assert formal.keys() == informal.keys()
    assert all(placeholders(formal[key]) == placeholders(informal[key]) for key in formal)


def test_english_knows_one_form() -> None:
    assert FORMALLY.all("en") == INFORMALLY.all("en")


def test_name_first_words_and_signature_are_the_shops() -> None:
    voice = Voice(shop="Lumen & Co", greeting=Texts(de="Moin!"), signature=Texts(de="Ihr Team von Lumen"))
    german = Wording.load(voice=voice).all("de")
    assert german["greeting"].startswith("Moin! Ich bin der automatische Assistent von Lumen & Co")
    assert german["handed_over"].endswith("\n\nIhr Team von Lumen")
    assert german["shop.name"] == "Lumen & Co"
    assert not any("Hollerbusch" in text for text in german.values())


def test_a_voice_that_cant_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "voice.yaml").write_text("shop: A\naddress: thou\n")
    with pytest.raises(VoiceInvalid, match=r"voice\.yaml"):
        Voice.load(tmp_path / "voice.yaml")


def test_the_informal_file_holds_nothing_else() -> None:
    informal = yaml.safe_load((FOLDER / "du" / "de.yaml").read_text(encoding="utf-8"))
    assert informal.keys() <= FORMALLY.all("de").keys()
