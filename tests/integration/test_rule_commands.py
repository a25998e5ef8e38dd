"""Rules and the record of claims on the command line, over a real database."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from intake.bootstrap import build
from intake.claims.model import Claim, ClaimDraft, Facts, Resolution, Status
from intake.claims.rules import decide
from intake.commands import claim_record, rules
from intake.errors import NotFound
from intake.settings import Settings
from tests.unit.claims.strategies import GOOD, RULES

TEXT = Settings().rules.read_text(encoding="utf-8")
RUNNER = CliRunner()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INTAKE_DATA", str(tmp_path / "data"))
    (tmp_path / "cheap.yaml").write_text(TEXT.replace("above: 250", "above: 10"), encoding="utf-8")
    (tmp_path / "wrong.yaml").write_text(TEXT.replace("attempts: 2", "attempts: 0"), encoding="utf-8")
    return tmp_path


def opened(facts: Facts = GOOD) -> Claim:
    store = build().store
    store.rules.keep(RULES)
    talk = store.start_conversation("de").id
    return store.open_claim(ClaimDraft(Status.NEW, "de", talk, "Riss", facts, decide(facts, RULES)), talk)


def run(*arguments: object) -> Result:
    app = claim_record.app if arguments[0] == "claims" else rules.app
    return RUNNER.invoke(app, [str(one) for one in arguments])


def rows(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_check_names_line_and_remedy_and_fails(folder: Path) -> None:
    assert run("rules", "check").exit_code == 0
    wrong = run("rules", "check", folder / "wrong.yaml", "--json")
    line = TEXT[: TEXT.index("attempts: 2")].count("\n") + 1
    assert wrong.exit_code == 1
    (row,) = rows(wrong)
    assert (row["line"], row["kind"]) == (line, "too_small")
    assert "at least 1" in str(row["message"])


def test_try_publish_and_take_back(folder: Path) -> None:
    claim = opened()
    numbers, change = rows(run("rules", "try", folder / "cheap.yaml", "--json"))
    assert (numbers["claims"], numbers["changed"]) == (1, 1)
    assert change["number"] == claim.number
    assert run("rules", "history", "--json").stdout == ""
    assert run("rules", "publish", folder / "cheap.yaml", "--note", "lower").exit_code == 0
    assert rows(run("rules", "history", "--json"))[0]["note"] == "lower"
    assert [row["changed"] for row in rows(run("rules", "try", folder / "cheap.yaml", "--json"))] == [0]
    assert "is taken back" in run("rules", "take-back").stdout
    assert isinstance(run("rules", "take-back").exception, NotFound)


@pytest.mark.parametrize("command", [("try",), ("publish", "--note", "x")])
def test_nothing_happens_with_a_file_that_can_not_be_used(folder: Path, command: tuple[str, ...]) -> None:
    name, *options = command
    result = run("rules", name, folder / "wrong.yaml", *options)
    assert result.exit_code == 1
    assert "wrong.yaml:" in result.stderr
    assert build().store.rules.history() == ()


def test_a_claim_is_explained_and_decided_again(folder: Path) -> None:
    assert folder
    claim = opened()
    german = run("claims", "explain", claim.number, "--language", "de").stdout
    assert "defect_presumed_original" in german
    assert "kommt dasselbe heraus" in german
    again = run("claims", "replay", "--json")
    assert again.exit_code == 0
    assert [(row["number"], row["same"]) for row in rows(again)] == [(claim.number, True)]
    assert "same decision: yes" in run("claims", "replay", claim.number).stdout


def test_a_decision_that_does_not_come_out_again_fails(folder: Path) -> None:
    assert folder
    store = build().store
    talk = store.start_conversation("de").id
    store.rules.keep(RULES)
    forged = replace(decide(GOOD, RULES), resolutions=(Resolution.STORE_CREDIT,))
    claim = store.open_claim(ClaimDraft(Status.NEW, "de", talk, "Riss", GOOD, forged), talk)
    result = run("claims", "replay", claim.number)
    assert result.exit_code == 1
    assert "same decision: no" in result.stdout
