"""Makes a large database out of a small one: copies of all claims, in SQL, with numbers and times of their own."""

import sqlite3
from pathlib import Path

from intake.claims.tables import claims, conversations, events, messages, queue, traits

# What differs from copy to copy, as SQL; :k is the copy's number, :n how many claims there were.
NUMBER = "{} || printf('%04d', :k)"
LATER = "strftime('%Y-%m-%d %H:%M:%f000', {0}, :k || ' minutes')"
TEXT = "search_text"
for _old, _new in (("number", "printf('%04d', :k)"), ("order_number", "'-' || :k")):
    TEXT = f"replace({TEXT}, lower({_old}), lower({_old}) || {_new})"
    _joined = f"lower(replace({_old}, '-', ''))"
    TEXT = f"replace({TEXT}, {_joined}, {_joined} || {_new.replace('-', '')})"
DIFFERENT = {
    conversations: {"id": "id || ':' || :k", "claim": NUMBER.format("claim")},
    messages: {"id": "NULL", "conversation": "conversation || ':' || :k"},
    claims: {
        "id": "id + :k * :n",
        "number": NUMBER.format("number"),
        "key": "key || ':' || :k",
        "conversation": "conversation || ':' || :k",
        "order_number": "order_number || '-' || :k",
        "search_text": TEXT,
        "created": LATER.format("created"),
        "due": LATER.format("due"),
    },
    queue: {
        "claim": "claim + :k * :n",
        "number": NUMBER.format("number"),
        "created": LATER.format("created"),
        "due": LATER.format("due"),
        "until": f"CASE WHEN due IS NULL THEN until ELSE {LATER.format('due')} END",
        "worth": "CASE WHEN rank > 0 THEN worth - :k * :n ELSE worth END",
    },
    events: {"id": "NULL", "claim": NUMBER.format("claim")},
    traits: {"claim": NUMBER.format("claim"), "created": LATER.format("created")},
}
WORDS = "INSERT INTO claim_words (rowid, words) SELECT id, search_text FROM claims WHERE id > :n"


def multiply(file: Path, times: int) -> None:
    """Turns the claims of an SQLite database, whose ids run from 1 on, into `times` as many."""
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    [count] = connection.execute("SELECT count(*) FROM claims").fetchone()
    for table in DIFFERENT:
        connection.execute(f"CREATE TEMP TABLE first_{table.name} AS SELECT * FROM {table.name}")
    for k in range(1, times):
        for table, changed in DIFFERENT.items():
            names = [f'"{column.name}"' for column in table.columns]
            values = [changed.get(column.name, f'"{column.name}"') for column in table.columns]
            copy = f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {', '.join(values)} FROM first_{table.name}"
            connection.execute(copy, {"k": k, "n": count})
    connection.execute(WORDS, {"n": count})
    connection.commit()
    connection.close()
