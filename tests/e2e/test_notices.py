"""`python -m intake notices`: sends by the settings of the environment, and stops when it is told to."""

import base64
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest

from intake.claims.status_link import status_link
from intake.claims.store import Store
from intake.claims.telling.announce import WEBHOOK_TYPES, Channels
from intake.claims.telling.outbox import NoticeState
from tests.fakes.hook_server import hook_server
from tests.fakes.mail_server import Mailbox, mail_server
from tests.fakes.notices import open_claim

SECRET = "whsec_" + base64.b64encode(bytes(32)).decode()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(f"sqlite:///{tmp_path / 'intake.db'}", channels=Channels(True, {"erp": WEBHOOK_TYPES}))


def command(folder: Path, *words: str, mail: int = 0, hook: str = "") -> subprocess.Popen[str]:
    settings = {"INTAKE_DATA": str(folder)}
    if mail:
        settings |= {
            "INTAKE_SMTP_HOST": "127.0.0.1",
            "INTAKE_SMTP_PORT": str(mail),
            "INTAKE_SMTP_SECURITY": "none",
            "INTAKE_MAIL_FROM": "service@shop.example",
            "INTAKE_ADDRESS": "https://claims.example",
        }
    if hook:
        file = folder / "webhooks.yaml"
        file.write_text(json.dumps([{"name": "erp", "url": hook, "secret": SECRET}]))
        settings["INTAKE_WEBHOOKS"] = str(file)
    return subprocess.Popen(
        [sys.executable, "-m", "intake", "notices", *words],
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_what_is_due_is_sent_over_every_way(store: Store, tmp_path: Path) -> None:
    claim, mailbox = open_claim(store), Mailbox()
    with mail_server(mailbox) as port, hook_server() as hooks:
        process = command(tmp_path, "send", "--once", mail=port, hook=hooks.url)
        out, errors = process.communicate(timeout=120)
    assert (process.returncode, out, errors) == (0, "2 sent, 0 not sent\n", "")
    body = mailbox.messages[0].get_body(("plain",))
    assert body
    assert status_link(claim, "https://claims.example") in body.get_content()
    assert "Becher" in body.get_content()  # the product by its name in the catalogue
    assert len(hooks.received) == 1
    store.close()


def test_what_could_not_be_sent_is_an_exit_code(store: Store, tmp_path: Path) -> None:
    open_claim(store)
    with hook_server(500) as hooks:
        process = command(tmp_path, "send", "--once", hook=hooks.url)
        out, _ = process.communicate(timeout=120)
    assert (process.returncode, out) == (1, "0 sent, 1 not sent\n")
    listed, _ = command(tmp_path, "list", "--state", "waiting", "--json").communicate(timeout=120)
    rows = [json.loads(line) for line in listed.splitlines()]
    assert [row["last_error"] for row in rows] == ["The endpoint answered 500.", None]
    store.close()


def test_the_sender_finishes_what_it_began_and_ends(store: Store, tmp_path: Path) -> None:
    open_claim(store)
    with hook_server(sleeping=Event()) as hooks:
        process = command(tmp_path, "send", hook=hooks.url)
        assert hooks.arrived.wait(120)
        process.send_signal(signal.SIGTERM)
        assert hooks.sleeping
        hooks.sleeping.set()
        _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")
    assert [notice.recipient for notice in store.outbox.all(NoticeState.SENT)] == ["erp"]
    store.close()


def test_a_wrong_setting_is_told(tmp_path: Path) -> None:
    process = command(tmp_path, "send", "--once", hook="not an address")
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 1
    assert errors.startswith("intake: The webhooks in")
    assert SECRET not in errors
