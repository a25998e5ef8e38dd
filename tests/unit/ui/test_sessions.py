"""Staff sessions."""

from intake.ui.sessions import LIFETIME, Sessions


def test_a_session_ends_by_time() -> None:
    now = [0.0]
    sessions = Sessions(lambda: now[0])
    token = sessions.start("kim", "de")
    now[0] = LIFETIME - 1
    session = sessions.get(token)
    assert session is not None
    assert session.login == "kim"
    now[0] = LIFETIME
    assert sessions.get(token) is None


def test_a_session_ends_by_logging_out() -> None:
    sessions = Sessions()
    token = sessions.start("kim", "de")
    sessions.end(token)
    assert sessions.get(token) is None


def test_no_token_is_no_session() -> None:
    sessions = Sessions()
    sessions.start("kim", "de")
    assert sessions.get(None) is None
    assert sessions.get("") is None
