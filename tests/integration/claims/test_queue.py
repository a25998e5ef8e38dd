"""The queue on a real SQLite file: its order, its pages, its filters and its search."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, update

from intake.claims import claim_rows
from intake.claims.claim_rows import add_event
from intake.claims.database import upgrade, writing
from intake.claims.model import ClaimDraft, Decision, Event, Facts, Outcome, Reason, Status, Track
from intake.claims.queue import listing as queue_module
from intake.claims.queue.filters import ME, NOBODY, Due, Filters, Standing
from intake.claims.queue.search import Term, contains, terms
from intake.claims.store import Store
from intake.claims.tables import claims, queue

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = "2026-01-01 00:00:00.000000"
OPENED = Decision(Outcome.OPEN, "warranty", "1", track=Track.WARRANTY)


def because(*reasons: Reason) -> Decision:
    return Decision(Outcome.ESCALATE, str(reasons[0]), "1", reasons)


class Desk:
    """A store, and short ways to fill it."""

    def __init__(self, url: str) -> None:
        self.store = Store.open(url, lambda: NOW)
        self.keys = 0

    def claim(
        self,
        text: str = "Der Henkel ist ab",
        decision: Decision = OPENED,
        status: Status = Status.WAITING_FOR_STAFF,
        language: str = "de",
        **facts: object,
    ) -> str:
        """Opens a claim and gives its number."""
        self.keys += 1
        talk = self.store.start_conversation(language).id
        about = replace(Facts(today=date(2026, 11, 20), product="MUG-DOTS"), **facts)  # type: ignore[arg-type]
        draft = ClaimDraft(status, language, talk, text, about, decision)
        return self.store.open_claim(draft, f"key {self.keys}").number

    def limit(self, number: str, due: datetime) -> None:
        """As the clock of time limits sets it: with an entry in the history."""
        with writing(self.store._engine) as connection:
            connection.execute(update(claims).where(claims.c.number == number).values(due=due))
            add_event(connection, number, Event(NOW, "intake", "limited"))

    def assign(self, number: str, login: str) -> None:
        self.store.life.assign(number, login, login, "", self.store.claim(number).version)

    def move(self, number: str, to: Status) -> None:
        self.store.life.move(number, to, "kim", "", self.store.claim(number).version)

    def numbers(self, filters: Filters = Filters(), login: str = "kim") -> list[str]:  # noqa: B008
        return [entry.number for entry in self.store.queue.page(filters, login).entries]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(f"sqlite:///{tmp_path / 'intake.db'}")
    yield desk
    desk.store.close()


def test_alarm_comes_first_then_mood_then_time_then_value_then_age(desk: Desk) -> None:
    old = desk.claim()
    young = desk.claim()
    dear = desk.claim(price=80.0)
    later, soon = desk.claim(), desk.claim()
    upset = desk.claim(decision=because(Reason.UPSET))
    alarm = desk.claim(decision=because(Reason.DAMAGE_UNSURE, Reason.SAFETY))
    desk.limit(later, NOW + timedelta(hours=2))
    desk.limit(soon, NOW + timedelta(hours=1))
    assert desk.numbers() == [alarm, upset, soon, later, dear, old, young]


def test_what_a_customer_says_later_makes_a_claim_urgent(desk: Desk) -> None:
    desk.claim(decision=because(Reason.UPSET))
    calm = desk.claim()
    desk.store.life.note(calm, "customer", Reason.SAFETY)
    assert desk.numbers()[0] == calm
    assert desk.store.claim(calm).urgency == 3
    desk.store.life.note(calm, "customer", Reason.UPSET)
    assert desk.store.claim(calm).urgency == 3


def test_staff_s_notes_make_nothing_urgent(desk: Desk) -> None:
    number = desk.claim()
    desk.store.life.note(number, "kim", Reason.SAFETY)
    assert desk.store.claim(number).urgency == 0


def test_ended_claims_are_left_out_and_otherwise_stand_behind_newest_first(desk: Desk) -> None:
    first, second, still_open = desk.claim(price=900.0), desk.claim(), desk.claim()
    for number in (first, second):
        desk.move(number, Status.CLOSED)
    assert desk.numbers() == [still_open]
    assert desk.numbers(Filters(Standing.ALL)) == [still_open, second, first]
    assert desk.numbers(Filters(Status.CLOSED)) == [second, first]
    desk.move(first, Status.WAITING_FOR_STAFF)
    assert desk.numbers() == [first, still_open]


def test_pages_follow_each_other_without_gap_or_repetition(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_module, "PAGE", 2)
    made = [desk.claim(price=price) for price in (19.9, 19.9, 0.1 + 0.2, 80.0, 19.9)]
    desk.limit(made[1], NOW)
    listed, place, more = [], "", True
    while more:
        page = desk.store.queue.page(Filters(), "kim", place)
        assert len(page.entries) <= 2
        listed += [entry.number for entry in page.entries]
        place, more = page.entries[-1].place, page.more
    assert listed == [made[1], made[3], made[0], made[4], made[2]]


@pytest.mark.parametrize("place", ["nonsense", "1 2 3 4", "0 2026-11-20 x 1", "' OR 1=1 --"])
def test_a_place_that_nobody_was_given_begins_at_the_top(desk: Desk, place: str) -> None:
    number = desk.claim()
    assert [entry.number for entry in desk.store.queue.page(Filters(), "kim", place).entries] == [number]


def test_filters(desk: Desk) -> None:
    plain = desk.claim()
    unsure = desk.claim(decision=because(Reason.PRODUCT_UNSURE, Reason.UPSET), language="en")
    plate = desk.claim(product="PLATE-RIM", status=Status.NEW)
    desk.assign(plain, "kim")
    desk.assign(plate, "sam")
    desk.move(plain, Status.WAITING_FOR_CUSTOMER)
    assert desk.numbers(Filters(reason=Reason.UPSET)) == [unsure]
    assert desk.numbers(Filters(reason=Reason.PRODUCT_UNSURE)) == [unsure]
    assert desk.numbers(Filters(track=Track.WARRANTY)) == [plain, plate]
    assert desk.numbers(Filters(sku="PLATE-RIM")) == [plate]
    assert desk.numbers(Filters(language="en")) == [unsure]
    assert desk.numbers(Filters(assignee=ME)) == [plain]
    assert desk.numbers(Filters(assignee=ME), "sam") == [plate]
    assert desk.numbers(Filters(assignee="sam")) == [plate]
    assert desk.numbers(Filters(assignee=NOBODY)) == [unsure]
    assert desk.numbers(Filters(Standing.OURS)) == [unsure, plate]
    assert desk.numbers(Filters(Status.WAITING_FOR_CUSTOMER)) == [plain]
    assert desk.numbers(Filters(assignee=ME, sku="PLATE-RIM")) == []


def test_what_is_due(desk: Desk) -> None:
    missed, today, tomorrow, _ = (desk.claim() for _ in range(4))
    desk.limit(missed, NOW - timedelta(minutes=1))
    desk.limit(today, NOW.astimezone().replace(hour=23, minute=59))
    desk.limit(tomorrow, NOW.astimezone().replace(hour=0, minute=1) + timedelta(days=1))
    assert desk.numbers(Filters(due=Due.OVERDUE)) == [missed]
    assert desk.numbers(Filters(due=Due.TODAY)) == [missed, today]


@pytest.mark.parametrize(
    "search",
    [
        "Gießkanne",
        "GIESSK",
        "giesskanne tropft",
        "tropft gieß",
        "HB-2026-77",
        "hb202677",
        "gru",
        "grün",
        "gruen",
        "GRÜN",
    ],
)
def test_a_search_finds_words_that_begin_like_it(desk: Desk, search: str) -> None:
    desk.claim("Der Becher ist hin")
    wanted = desk.claim("Die grüne Gießkanne tropft", order_number="HB-2026-77")
    assert desk.numbers(Filters(search=search)) == [wanted]


@pytest.mark.parametrize(
    "search", ["kanne", "Gießkanne Becher", '"', "Gießkanne OR Becher", "NEAR(tropft)", "a*b (", "-"]
)
def test_other_words_and_signs_find_nothing_and_break_nothing(desk: Desk, search: str) -> None:
    desk.claim("Die grüne Gießkanne tropft")
    found = desk.numbers(Filters(search=search))
    assert found == [] or not any(map(str.isalnum, search))


def test_claim_numbers_are_found_with_and_without_dashes_and_when_they_ended(desk: Desk) -> None:
    desk.claim()
    number = desk.claim()
    desk.move(number, Status.CLOSED)
    desk.claim("Bitte auch zu XY-12-345, danke")
    assert len(desk.numbers(Filters(search="xy-12"))) == len(desk.numbers(Filters(search="XY12345"))) == 1
    for search in (number, number.lower(), number.replace("-", ""), number.replace("-", " "), number[:6]):
        assert number in desk.numbers(Filters(search=search))
    assert desk.numbers(Filters(search=number)) == [number]


def test_without_full_text_search_words_are_found_as_well(desk: Desk) -> None:
    desk.claim("Der Becher ist hin")
    wanted = desk.claim("Die grüne Gießkanne tropft 100%", product="POT-STEEL")
    with desk.store._engine.connect() as connection:
        for search in ("giessk grün", "100%", wanted.replace("-", "")):
            found = connection.scalars(select(queue.c.number).where(contains(terms(search))))
            assert found.all() == [wanted]
        by_product = (Term("topf", ("POT-STEEL",)),)
        assert connection.scalars(select(queue.c.number).where(contains(by_product))).all() == [wanted]


def test_a_number_without_a_digit_is_found_as_well(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claim_rows, "new_number", lambda: "ABC-DEF-GH")
    number = desk.claim()
    for search in ("ABC-DEF-GH", "abcdefgh", "abc-d", "abcd"):
        assert desk.numbers(Filters(search=search)) == [number]


def test_a_word_may_stand_for_products(desk: Desk) -> None:
    plate = desk.claim("Der Rand ist ab", product="PLATE-RIM")
    mug = desk.claim("Ein Teller war dabei, der Becher ist hin")
    page = desk.store.queue.page(Filters(search="Teller"), "kim", skus={"Teller": ["PLATE-RIM"]})
    assert {entry.number for entry in page.entries} == {plate, mug}
    page = desk.store.queue.page(Filters(search="Teller Rand"), "kim", skus={"Teller": ["PLATE-RIM"]})
    assert [entry.number for entry in page.entries] == [plate]


def test_counts_stop_where_they_say_nothing_any_more(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_module, "COUNTED", 2)
    for _ in range(4):
        desk.claim()
    desk.assign(desk.claim(), "kim")
    assert desk.store.queue.counts([Filters(), Filters(assignee=ME), Filters(language="en")], "kim") == (3, 1, 0)
    assert desk.store.queue.counts([], "kim") == ()


def test_claims_of_earlier_versions_have_their_place(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    engine = create_engine(url)
    draft = '{"decision": {"track": "warranty", "reasons": ["upset", "damage_unsure"]}, "facts": {"alarm": true}}'
    with engine.begin() as connection:
        upgrade(connection, "0011")
        connection.exec_driver_sql(
            "INSERT INTO conversations (id, created, language, with_person, facts, photos)"
            f" VALUES ('t', '{DAY}', 'de', 0, '{{}}', '[]')"
        )
        for id, status, text in ((1, "closed", "{}"), (2, "new", "{}"), (3, "waiting_for_staff", draft)):
            connection.exec_driver_sql(
                "INSERT INTO claims (id, number, key, status, draft, created, fingerprint, language, conversation,"
                " search_text, version, order_number)"
                f" VALUES (?, ?, ?, ?, ?, '{DAY}', 'f', 'de', 't', 'giesskanne', 1, 'HB-7')",
                (id, f"N{id}", f"k{id}", status, text),
            )
    engine.dispose()
    store = Store.open(url)
    listed = store.queue.page(Filters(Standing.ALL), "kim").entries
    assert [(entry.number, entry.urgency) for entry in listed] == [("N3", 3), ("N2", 0), ("N1", 0)]
    assert listed[0].reasons == (Reason.UPSET, Reason.DAMAGE_UNSURE)
    assert listed[0].track is Track.WARRANTY
    assert len(store.queue.page(Filters(search="GIESSKANNE HB7"), "kim").entries) == 3
    store.close()
