import pytest

from intake.dialogue.openings import without_opening


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("ok. und wer zahlt das porto", "und wer zahlt das porto"),
        ("Alles klar, danke! Wie lange dauert das?", "Wie lange dauert das?"),
        ("thanks - who pays?", "who pays?"),
        ("ok", "ok"),
        ("danke!", "danke!"),
        ("ja der mit den punkten", "ja der mit den punkten"),
        ("gutes Porto, was kostet das?", "gutes Porto, was kostet das?"),
    ],
)
def test_what_is_asked_behind_an_opening(text: str, rest: str) -> None:
    assert without_opening(text) == rest
