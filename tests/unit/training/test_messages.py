"""Templates become messages: the same ones each time, filled to the last slot."""

import json
from pathlib import Path
from random import Random

from training.messages import examples, fillings, framed, labelled, mistyped


def test_a_template_is_filled_with_one_of_each() -> None:
    texts = fillings("the {thing} {broke|cracked}", {"thing": ["mug"]})
    assert set(map(str.lower, texts)) <= {"the mug broke", "the mug cracked"} or len(texts) > 2  # with typing errors
    assert texts == fillings("the {thing} {broke|cracked}", {"thing": ["mug"]})


def test_alternatives_may_hold_slots() -> None:
    assert not any("{" in text or "|" in text for text in fillings("{in the {place}|away}", {"place": ["box", "bag"]}))


def test_typing_errors_are_few() -> None:
    text = "the mug arrived with a crack in it"
    typed = {mistyped(text, Random(seed)) for seed in range(40)}
    assert text in typed
    assert len(typed) > 5
    assert all(abs(len(other) - len(text)) <= 2 for other in typed)


def test_what_stands_around_a_message_is_the_same_each_time() -> None:
    framed_once = [framed(f"mug {number} broke", ["hello,"], [", order 1042"]) for number in range(60)]
    assert framed_once == [framed(f"mug {number} broke", ["hello,"], [", order 1042"]) for number in range(60)]
    assert any(text.startswith("hello, mug") for text in framed_once)
    assert any(text.endswith(", order 1042") for text in framed_once)


def test_what_nobody_read_or_all_may_argue_about_is_unknown(tmp_path: Path) -> None:
    row = {"text": "cracked", "language": "en", "intents": ["report_damage"], "mood": "calm", "alarm_kinds": []}
    facts = [{"damage": "crack"}, {"damage": ["crack", "chip"]}, {}]
    rows = [row | {"legal": False, "facts": stated} for stated in facts]
    rows[2]["facts_free"] = ["wish"]
    file = tmp_path / "messages.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)))
    one, two, none = labelled(file)
    assert (one.damages, two.damages, none.damages) == (("crack",), ("crack", "chip"), ())
    assert (one.wishes, none.wishes) == ((), None)


def test_what_is_said_goes_with_each_message() -> None:
    known = list(examples())
    assert any(example.held and example.alarms for example in known)
    assert all((example.intents or example.free) and "{" not in example.text for example in known)
