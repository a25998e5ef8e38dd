from pathlib import Path

import pytest

from intake import errors
from intake.claims.access.audit import Action
from intake.claims.access.audit_book import Fault
from intake.claims.access.roles import Permission, Role
from intake.claims.model import Missing, Outcome, Reason, Resolution, Status, Track
from intake.dialogue.wording import Wording, placeholders
from intake.vision.types import Damage, QualityIssue

ENUM_KEYS = [
    *(f"damage.{damage}" for damage in Damage),
    *(f"{kind}.{reason}" for reason in Reason for kind in ("reason", "staff_reason")),
    *(f"{kind}.{track}" for track in Track for kind in ("track", "claim.next")),
    *(f"{kind}.{resolution}" for resolution in Resolution for kind in ("resolution", "choice.resolution")),
    *(f"{kind}.{status}" for status in Status for kind in ("status", "claim.status", "staff.status")),
    *(f"outcome.{outcome}" for outcome in Outcome),
    *(f"{kind}.{missing}" for missing in Missing for kind in ("missing", "ask")),
    *(f"{kind}.{issue}" for issue in QualityIssue for kind in ("quality", "ask.better_photo")),
    *(f"staff.role.{role}" for role in Role),
    *(f"staff.permission.{permission}" for permission in Permission),
    *(f"staff.audit.action.{action}" for action in Action),
    *(f"staff.audit.fault.{fault}" for fault in Fault),
    errors.BadInput.key,
    *(error.key for error in errors.BadInput.__subclasses__()),
]


@pytest.fixture(scope="module")
def wording() -> Wording:
    return Wording.load()


@pytest.mark.parametrize("key", ENUM_KEYS)
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_value_has_a_sentence(wording: Wording, key: str, language: str) -> None:
    assert wording.all(language)[key].strip()


def test_both_languages_are_complete(wording: Wording) -> None:
    german, english = wording.all("de"), wording.all("en")
    assert german.keys() == english.keys()
    assert {key: placeholders(text) for key, text in german.items()} == {
        key: placeholders(text) for key, text in english.items()
    }


def test_greeting_says_that_it_is_a_machine(wording: Wording) -> None:
    assert "Maschine" in wording.say("greeting", "de")
    assert "machine" in wording.say("greeting", "en")


@pytest.mark.parametrize("reason", [Reason.PHOTO_SEEN_BEFORE, Reason.CONTRADICTION, Reason.REPEATED_CLAIMS])
def test_suspicion_is_never_worded(wording: Wording, reason: Reason) -> None:
    said = wording.say(f"reason.{reason}", "de") + wording.say(f"reason.{reason}", "en")
    assert not [
        word for word in ("schon einmal", "before", "mehrere", "several", "widerspr", "contradict") if word in said
    ]


def test_values_are_filled_in(wording: Wording) -> None:
    assert "1042" in wording.say("ask.order_again", "de", order="1042")


def test_missing_key_and_value_are_named(wording: Wording) -> None:
    with pytest.raises(KeyError, match=r"no\.such\.key"):
        wording.say("no.such.key", "de")
    with pytest.raises(KeyError, match="order"):
        wording.say("ask.order_again", "en")


def test_parts_are_merged_over_the_base(tmp_path: Path) -> None:
    _write(
        tmp_path,
        {"de": "a: Hallo {name}", "en": "a: Hello {name}", "shop.de": "b: Laden", "shop.en": "b: Shop"},
    )
    loaded = Wording.load(tmp_path)
    assert loaded.say("a", "de", name="Ada") == "Hallo Ada"
    assert loaded.say("b", "en") == "Shop"


@pytest.mark.parametrize(
    ("files", "named"),
    [
        ({"de": "a: Hallo\nb: Ja", "en": "a: Hello"}, "b is missing in en"),
        ({"de": "a: Hallo {name}", "en": "a: Hello"}, "a has different placeholders"),
        ({"de": "- a", "en": "a: Hello"}, r"de\.yaml"),
    ],
)
def test_bad_files_are_refused_by_name(tmp_path: Path, files: dict[str, str], named: str) -> None:
    _write(tmp_path, files)
    with pytest.raises(ValueError, match=named):
        Wording.load(tmp_path)


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
