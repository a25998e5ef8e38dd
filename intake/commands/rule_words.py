"""Rules, their problems and their trials as rows for scripts and as words for people."""

from pathlib import Path

from pydantic_core import to_jsonable_python

from intake.claims.shop_rules.shelf import Published
from intake.commands.output import Row
from intake.dialogue.wording import Wording
from intake.errors import RulesInvalid
from intake.staff.rule_desk import Trial


def trial_rows(trial: Trial) -> list[Row]:
    """The numbers first, then one row for each claim that comes out differently."""
    tally = [
        {"outcome": outcome, "about": about, "before": before, "after": after}
        for (outcome, about), (before, after) in trial.tally.items()
    ]
    numbers = {"version": trial.version, "claims": trial.cases, "changed": len(trial.changes), "tally": tally}
    return [numbers, *(to_jsonable_python(change) for change in trial.changes)]


def trial_words(row: Row) -> str:
    if "number" in row:
        return f"{row['number']}  {_came_to(row['before'])}  ->  {_came_to(row['after'])}"
    lines = [f"{row['changed']} of {row['claims']} claims come out differently with version {row['version']}."]
    for one in row["tally"]:
        lines.append(f"  {one['outcome']:9} {one['about']:26} {one['before']:6} -> {one['after']:6}")
    return "\n".join(lines)


def _came_to(decision: Row) -> str:
    about = decision["missing"] or decision["track"] or ", ".join(decision["reasons"])
    return f"{decision['outcome']} {about} (rule {decision['rule']})"


def published_row(published: Published) -> Row:
    row: Row = to_jsonable_python(published)
    return {name: value for name, value in row.items() if name != "text"}


def published_words(row: Row) -> str:
    back = f", taken back {row['withdrawn']} by {row['withdrawn_by']}" if row["withdrawn"] else ""
    return f"{row['id']:4d}  {row['published']}  {row['actor']}: {row['note']}{back}"


def problem_rows(error: RulesInvalid, path: Path, wording: Wording) -> list[Row]:
    return [
        {"file": str(path), "line": one.line, "kind": one.kind, "message": one.said(wording.say, "en")}
        for one in error.problems
    ]


def problem_words(row: Row) -> str:
    return f"{row['file']}:{row['line']}: {row['message']}"
