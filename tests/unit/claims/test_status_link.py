from dataclasses import replace

import pytest

from intake.claims.status_link import opens, status_key, status_link
from tests.fakes.desks import escalated_claim

CLAIM = escalated_claim()


def test_a_link_opens_its_claim() -> None:
    link = status_link(CLAIM, "https://claims.example/")
    address, _, key = link.partition("?key=")
    assert address == f"https://claims.example/status/{CLAIM.number}"
    assert len(key) == 22  # 128 bits
    assert opens(CLAIM, key)


@pytest.mark.parametrize("key", ["", "x", "ü", status_key("HB-00008", CLAIM.conversation)])
def test_other_keys_do_not(key: str) -> None:
    assert not opens(CLAIM, key)


def test_keys_of_other_talks_differ() -> None:
    assert not opens(replace(CLAIM, conversation="d" * 32), status_key(CLAIM.number, CLAIM.conversation))


def test_a_link_does_not_tell_the_conversation() -> None:
    assert CLAIM.conversation not in status_link(CLAIM, "")
