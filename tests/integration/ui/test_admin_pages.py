"""Accounts, the own password and the audit log in the application, over a real database."""

import asyncio
import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from intake.claims.access.audit import Action, Entry
from intake.claims.access.audit_head import AuditHead
from intake.claims.access.passwords import Account, Accounts
from intake.claims.access.roles import Role
from intake.claims.store import Store
from intake.settings import Settings
from intake.staff.accounts import StaffAccounts
from intake.staff.audit import AuditDesk
from intake.ui import sessions, web
from intake.ui.audit_pages import told
from tests.fakes.desks import FakeDesk, FakeStaffDesk, page_wording
from tests.unit.claims.test_accounts import QUICK

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
LOCAL = "http://localhost:7860"
PASSWORD = "correct horse battery"
HASH = QUICK.hash(PASSWORD)


@pytest.fixture(scope="module")
def head(tmp_path_factory: pytest.TempPathFactory) -> AuditHead:
    return AuditHead(tmp_path_factory.mktemp("outside") / "audit.head")


@pytest.fixture(scope="module")
def store(head: AuditHead, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('accounts') / 'intake.db'}", audit_head=head)
    for login, role in (("kim", Role.ADMIN), ("lea", Role.LEAD), ("sam", Role.AGENT)):
        store.accounts.add(Account(login, HASH, role, login.capitalize()), "command line")
    yield store
    store.close()


@pytest.fixture(scope="module")
def app(store: Store, head: AuditHead, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    folder = tmp_path_factory.mktemp("shop")
    staff = FakeStaffDesk()
    staff.accounts = StaffAccounts(store.accounts, Accounts(store.accounts, QUICK), store.audit)
    staff.audit = AuditDesk(store.audit, head)

    async def in_a_loop() -> FastAPI:
        return web.build(FakeDesk(), staff, Settings(data=folder))

    return asyncio.run(in_a_loop())


def person(app: FastAPI, login: str, password: str = PASSWORD, language: str = "en") -> TestClient:
    client = TestClient(app, base_url=LOCAL, follow_redirects=False, headers={"accept-language": language})
    client.post("/staff/login", data={"login": login, "password": password})
    return client


def text(body: str) -> str:
    return html.unescape(body)


def shown_password(body: str) -> str:
    found = re.search(r'class="secret">([^<]+)<', body)
    assert found
    return html.unescape(found[1])


@pytest.mark.parametrize(("login", "seen"), [("sam", False), ("lea", False), ("kim", True)])
def test_sections_that_a_role_may_not_enter_are_not_shown(app: FastAPI, login: str, seen: bool) -> None:
    page = person(app, login).get("/staff/password").text
    assert ('href="/staff/accounts"' in page) is seen
    assert ('href="/staff/audit"' in page) is seen


def test_who_may_not_reads_a_sentence_and_changes_nothing(app: FastAPI, store: Store) -> None:
    lead = person(app, "lea", language="de")
    answer = lead.post("/staff/accounts/sam", data={"role": "admin", "name": "Sam"})
    assert answer.status_code == 403
    assert "Das darf Ihre Rolle nicht" in text(answer.text)
    sam = store.accounts.get("sam")
    assert sam is not None
    assert sam.role is Role.AGENT


def test_a_new_account_logs_in_with_the_password_that_was_shown(app: FastAPI) -> None:
    made = person(app, "kim").post("/staff/accounts", data={"login": "Noa", "name": "Noa", "role": "agent"})
    assert "no-store" in made.headers["cache-control"]
    assert person(app, "noa", shown_password(made.text)).get("/staff/password").status_code == 200
    assert "secret" not in person(app, "kim").get("/staff/accounts").text


@pytest.mark.parametrize(
    ("login", "language", "sentence"),
    [("sam", "en", "There is a user name “sam” already."), ("intake", "de", "Ein Anmeldename hat 2 bis 64 Zeichen")],
)
def test_what_can_not_be_added_is_told_in_the_language(app: FastAPI, login: str, language: str, sentence: str) -> None:
    admin = person(app, "kim", language=language)
    answer = admin.post("/staff/accounts", data={"login": login, "role": "agent"})
    assert answer.status_code == 400
    assert sentence in text(answer.text)


def test_a_demoted_and_a_disabled_account_are_out_at_once(app: FastAPI) -> None:
    admin = person(app, "kim")
    admin.post("/staff/accounts", data={"login": "ida", "role": "lead"})
    reset = admin.post("/staff/accounts/ida/password")
    ida = person(app, "ida", shown_password(reset.text))
    assert ida.get("/staff/password").status_code == 200
    assert admin.post("/staff/accounts/ida", data={"role": "agent"}).status_code == 303
    assert ida.get("/staff/password").status_code == 401
    ida = person(app, "ida", shown_password(reset.text))
    assert ida.get("/staff/password").status_code == 200
    assert admin.post("/staff/accounts/ida/active", data={"active": "false"}).status_code == 303
    assert ida.get("/staff/password").status_code == 401
    assert sessions.COOKIE not in person(app, "ida", shown_password(reset.text)).cookies


def test_the_last_admin_stays(app: FastAPI) -> None:
    answer = person(app, "kim").post("/staff/accounts/kim", data={"role": "agent", "name": "Kim"})
    assert answer.status_code == 400
    assert "Somebody has to stay admin" in answer.text
    assert person(app, "kim").get("/staff/accounts").status_code == 200


def test_an_account_that_is_not_there_is_told(app: FastAPI) -> None:
    assert person(app, "kim").post("/staff/accounts/nobody/password").status_code == 404


def test_everybody_changes_the_own_password(app: FastAPI, store: Store) -> None:
    store.accounts.add(Account("mia", HASH, Role.AGENT), "kim")
    mia, elsewhere = person(app, "mia"), person(app, "mia")
    new = "another horse battery"
    assert mia.post("/staff/password", data={"old": "wrong", "new": new, "again": new}).status_code == 400
    assert mia.post("/staff/password", data={"old": PASSWORD, "new": new, "again": "x"}).status_code == 400
    assert mia.post("/staff/password", data={"old": PASSWORD, "new": "short", "again": "short"}).status_code == 400
    changed = mia.post("/staff/password", data={"old": PASSWORD, "new": new, "again": new})
    assert changed.headers["location"] == "/staff/login"
    assert elsewhere.get("/staff/password").status_code == 401
    assert sessions.COOKIE not in person(app, "mia").cookies
    assert sessions.COOKIE in person(app, "mia", new).cookies


def test_a_name_is_text(app: FastAPI) -> None:
    admin = person(app, "kim")
    admin.post("/staff/accounts", data={"login": "eve", "name": "<script>", "role": "agent"})
    page = admin.get("/staff/accounts").text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_logging_in_and_out_is_logged_without_what_was_typed(app: FastAPI, store: Store) -> None:
    client = person(app, "lea")
    client.post("/staff/logout")
    person(app, "typed password")
    person(app, "lea", "wrong password")
    newest = [(entry.actor, entry.action, entry.subject, entry.detail) for entry in store.audit.entries(limit=4)]
    assert newest == [
        ("nobody", "login_failed", "lea", "{}"),
        ("nobody", "login_failed", "", "{}"),
        ("lea", "logged_out", "", "{}"),
        ("lea", "logged_in", "", "{}"),
    ]


def test_the_log_is_read_by_who_what_and_about_what(app: FastAPI) -> None:
    admin = person(app, "kim")
    admin.post("/staff/accounts", data={"login": "zoe", "role": "agent"})
    page = admin.get("/staff/audit", params={"by": "kim", "action": "account_added", "about": "Zoe"}).text
    assert page.count("<td>zoe</td>") == 1
    assert "<td>Agent</td>" in page
    assert "There is no such entry" in admin.get("/staff/audit", params={"by": "nobody", "about": "zoe"}).text


def test_the_log_is_turned_page_by_page(app: FastAPI, store: Store) -> None:
    for number in range(52):
        store.audit.write("turner", Action.EXPORTED, str(number))
    admin = person(app, "kim", language="de")
    path, seen = "/staff/audit?by=turner", []
    while path:
        page = admin.get(path).text
        seen += [int(number) for number in re.findall(r"<td>turner</td>\s*<td>[^<]*</td><td>(\d+)</td>", page)]
        older = re.search(r'href="([^"]*before=[^"]*)"', page)
        path = html.unescape(older[1]) if older else ""
    assert seen == list(range(51, -1, -1))


def test_an_entry_is_told_in_the_language() -> None:
    def entry(detail: str) -> Entry:
        return Entry(1, NOW, "kim", "claim", "K7M-4PQ-9X", detail, "", "")

    german, english = page_wording("de"), page_wording("en")
    approved = entry('{"about": "refund", "event": 4, "kind": "approved", "status": "accepted"}')
    assert told(approved, german) == "Lösung freigegeben · Angenommen · Erstattung"
    assert told(approved, english) == "resolution approved · Accepted · Refund"
    assert told(entry('{"active": false}'), german) == "gesperrt"
    assert told(entry('{"about": "sam", "event": 2, "kind": "assigned", "status": null}'), english) == "assigned · sam"
    assert told(entry('{"rows": 7}'), english) == "rows: 7"


def test_the_check_says_what_it_found(app: FastAPI) -> None:
    admin = person(app, "kim", language="de")
    assert "jeder ist wie geschrieben" in text(admin.post("/staff/audit/verify").text)
