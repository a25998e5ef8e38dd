"""What one message is taken for, by its words and the classifier's reading together."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from intake.claims.conversation import Asked
from intake.dialogue.cues import Cue, Cues
from intake.dialogue.types import Intent, Understanding
from intake.talk.heard import Heard
from intake.talk.hearing import without_mistaken_wish

CUES = Cues.load()


def heard(text: str, *intents: Intent, wish: str | None = None) -> Heard:
    said = replace(Understanding("en", intents), wish=wish)
    return Heard(text, said, CUES.of(text), None, (), None, datetime.now(UTC))


@pytest.mark.parametrize("text", ["is anyone there", "ist da jemand?", "hm let me check", "dann auf Deutsch bitte"])
def test_small_talk_calls_for_nobody(text: str) -> None:
    said = without_mistaken_wish(Understanding("en", (Intent.TALK_TO_PERSON,)), CUES.of(text))
    assert said.intents == (Intent.OTHER,)


@pytest.mark.parametrize(
    "text",
    ["hello, a human please", "can somebody who speaks English call me", "einen Moment, ich will einen Mitarbeiter"],
)
def test_who_names_a_person_wants_one(text: str) -> None:
    said = Understanding("en", (Intent.TALK_TO_PERSON,))
    assert without_mistaken_wish(said, CUES.of(text)) == said


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ich kann auch Deutsch, wenn das einfacher ist", "de"),
        ("ach Sie können Deutsch? dann auf Deutsch bitte", "de"),
        ("geht das auch auf Englisch", "en"),
        ("can i talk german? ist einfacher für mich", "de"),
        ("lieber deutsch reden", "de"),
        ("can we switch to English please", "en"),
        ("I need a person who speaks English", None),
        ("the manual is in German, I think", None),
        ("mein Becher ist kaputt", None),
    ],
)
def test_a_wish_for_a_language(text: str, language: str | None) -> None:
    assert heard(text, Intent.OTHER).switches == language


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("thats all i have", True),
        ("sorry its the best i can do", True),
        ("nothing better here sorry", True),
        ("besser gehts leider nicht", True),
        ("ein anderes Foto hab ich leider nicht", True),
        ("das ist alles was ich hab", True),
        ("that is all, the handle is chipped", False),
        ("mehr als die Hälfte ist zerkratzt", False),
    ],
)
def test_who_has_no_better_photo_says_so(text: str, refused: bool) -> None:
    assert (Cue.NO_PHOTO in CUES.of(text)) is refused


@pytest.mark.parametrize(
    ("text", "probability", "thanks"),
    [("perfekt, passt", 0.9, True), ("ersatzteil würd mir reichen", 0.2, False), ("vielen Dank", 0.2, True)],
)
def test_what_is_hardly_like_thanks_needs_the_word(text: str, probability: float, thanks: bool) -> None:
    said = replace(
        heard(text, Intent.THANKS),
        said=Understanding("de", (Intent.THANKS,), probabilities={Intent.THANKS: probability}),
    )
    assert said.thanks is thanks


def test_a_demand_is_no_question() -> None:
    assert not heard("ich will mein Geld zurück", Intent.REFUND_QUESTION, wish="refund").asks
    assert heard("wann bekomme ich mein Geld zurück", Intent.REFUND_QUESTION, wish="refund").asks


@pytest.mark.parametrize(
    ("text", "declared"),
    [
        ("i want to cancel the whole order pls and get my money back", True),
        ("Ich möchte bitte widerrufen", True),
        ("ich möchte wissen, wie ich widerrufe", False),
        ("can i cancel my order", False),
        ("widerruf wie lange", False),
    ],
)
def test_a_withdrawal_that_sounds_like_a_refund_question(text: str, declared: bool) -> None:
    assert heard(text, Intent.REFUND_QUESTION, Intent.RETURN).declares_withdrawal is declared


@pytest.mark.parametrize("text", ["gut, dann meld ich mich später nochmal, wenn ich es fotografiert hab", "gotta go"])
def test_who_comes_back_later_is_waited_for(text: str) -> None:
    assert heard(text, Intent.OTHER).waits
    assert not heard(text, Intent.OTHER, wish="refund").waits


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("nobody got cut, we stopped using it", True),
        ("I didn't cut myself on it", True),
        ("verletzt hat sich keiner, hab Handschuhe angehabt", True),
        ("no sparks, no smoke, it just doesn't heat any more", True),
        ("nix passiert, ich hab mich nicht verbrannt", True),
        ("nobody told me that my son got hurt", False),
        ("niemand antwortet mir, und ich hab mich geschnitten", False),
    ],
)
def test_that_nobody_is_in_danger_is_told_in_many_ways(text: str, safe: bool) -> None:
    assert (Cue.SAFE in CUES.of(text)) is safe


@pytest.mark.parametrize(
    ("text", "thanks"),
    [
        ("perfect", True),
        ("ok super, dankeschön", True),
        ("alright then, have a lovely weekend and take care of yourselves", True),
        ("It works perfectly, no leaks, nothing dangerous.", False),
        ("die Rolle einzeln reicht mir, Hauptsache schnell", False),
    ],
)
def test_a_sentence_without_a_word_of_thanks_is_none(text: str, thanks: bool) -> None:
    assert heard(text, Intent.THANKS).thanks is thanks


def test_praise_of_another_thing_with_thanks_goes_on_with_nothing() -> None:
    said = replace(Understanding("en", (Intent.THANKS,)), products=("carafe",), words=("carafe",))
    text = "carafe is a dream thank you"
    assert not Heard(text, said, CUES.of(text), None, (), Asked.PHOTO, datetime.now(UTC)).only_tells


def test_how_many_days_is_asked() -> None:
    assert heard("wie viele tage hab ich um etwas zurückzugeben", Intent.POLICY_QUESTION).sounds_asked
