"""Several processes on one database, and processes that die."""

import subprocess
import sys
from pathlib import Path

from intake.claims.store import Store

OPENER = """
import os, signal, sys
from datetime import date
from intake.claims.model import ClaimDraft, Decision, Facts, Outcome, Status
from intake.claims.store import Store

url, conversation, key, die = sys.argv[1:]
store = Store.open(url)
decision = Decision(Outcome.ESCALATE, "rule", "1")
draft = ClaimDraft(Status.NEW, "de", conversation, "Riss", Facts(date(2026, 11, 20)), decision)
print(store.open_claim(draft, key).number, flush=True)
if die == "die":
    os.kill(os.getpid(), signal.SIGKILL)
"""

STARTER = "import sys; from intake.claims.store import Store; Store.open(sys.argv[1])"


def start(program: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", program, *arguments], stdout=subprocess.PIPE, text=True)


def test_a_number_that_was_told_survives_the_process(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'intake.db'}"
    store = Store.open(url)
    conversation = store.start_conversation("de").id
    process = start(OPENER, url, conversation, "key", "die")
    number = process.communicate()[0].strip()
    assert process.returncode == -9
    assert store.claim(number).conversation == conversation
    store.close()


def test_two_processes_with_one_key_open_one_claim(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'intake.db'}"
    store = Store.open(url)
    conversation = store.start_conversation("de").id
    processes = [start(OPENER, url, conversation, "key", "live") for _ in range(2)]
    numbers = {process.communicate()[0].strip() for process in processes}
    assert [process.returncode for process in processes] == [0, 0]
    assert numbers == {claim.number for claim in store.claims()}
    assert len(numbers) == 1
    store.close()


def test_two_processes_may_make_the_database_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'intake.db'}"
    processes = [start(STARTER, url) for _ in range(2)]
    for process in processes:
        process.communicate()
    assert [process.returncode for process in processes] == [0, 0]
