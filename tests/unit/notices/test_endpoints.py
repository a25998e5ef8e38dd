"""The file of webhook endpoints, and what is said about a wrong one."""

import base64
from pathlib import Path

import pytest

from intake.claims.telling.announce import WEBHOOK_TYPES
from intake.errors import SettingsInvalid
from intake.notices.endpoints import read_endpoints
from intake.notices.ways import Ways
from intake.settings import Settings

SECRET = "whsec_" + base64.b64encode(b"x" * 24).decode()
GOOD = f"- name: erp\n  url: https://erp.example/hook\n  secret: {SECRET}\n"


def write(folder: Path, text: str) -> Path:
    file = folder / "webhooks.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_an_endpoint_is_told_of_everything_or_of_what_it_names(tmp_path: Path) -> None:
    text = GOOD + GOOD.replace("erp", "chat") + "  events: [claim.accepted]\n"
    erp, chat = read_endpoints(write(tmp_path, text))
    assert erp.events == WEBHOOK_TYPES
    assert chat.events == {"claim.accepted"}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (GOOD.replace("https://erp.example/hook", "erp"), "url"),
        (GOOD.replace(SECRET, "topsecret"), "24 to 64 random bytes"),
        (GOOD + "  events: [claim.refused]\n", "no such event: claim.refused"),
        (GOOD + "  event: [claim.accepted]\n", "event"),
        (GOOD + GOOD, "name twice: erp"),
        ("- [", "webhooks.yaml"),
    ],
)
def test_a_mistake_is_named_without_the_secret(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(SettingsInvalid) as refused:
        read_endpoints(write(tmp_path, text))
    assert named in str(refused.value)
    assert "topsecret" not in str(refused.value)
    assert SECRET not in str(refused.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match=r"nowhere\.yaml"):
        read_endpoints(tmp_path / "nowhere.yaml")


def test_nothing_is_told_where_nothing_is_set_up() -> None:
    ways = Ways(Settings())
    assert not ways.channels.email
    assert not ways.channels.endpoints


def test_a_mail_server_needs_a_sender_and_links_an_address() -> None:
    with pytest.raises(SettingsInvalid, match="INTAKE_MAIL_FROM"):
        Ways(Settings(smtp_host="mail.example", address="https://claims.example"))
    with pytest.raises(SettingsInvalid, match="INTAKE_ADDRESS"):
        Ways(Settings(smtp_host="mail.example", mail_from="service@shop.example"))
    ways = Ways(Settings(smtp_host="mail.example", mail_from="service@shop.example", address="https://claims.example"))
    assert ways.channels.email
    assert ways.reply_to.addr_spec == "service@shop.example"
