"""Makes a large database out of a small one: copies of all claims, in SQL, with numbers and times of their own."""

import sqlite3
from pathlib import Path

from intake.claims.tables import claims, conversations, events, messages, queue, traits

# What differs from copy to copy, as SQL; :k is the copy's number, :n how many claims there were.
NUMBER = "{} || printf('%04d', :k)"
LATER = "strftime('%Y-%m-%d %H:%M:%f000', {0}, :k || ' minutes')"
DIFFERENT = {
    conversations: {"id": "id || ':' || :k", "claim": NUMBER.format("claim")},
    messages: {"id": "NULL", "conversation": "conversation || ':' || :k"},
    claims: {
        "id": "id + :k * :n",
        "number": NUMBER.format("number"),
        "key": "key || ':' || :k",
        "conversation": "conversation || ':' || :k",
        "order_number": "order_number || '-' || :k",
        "search_text": "replace(replace(search_text, lower(number), lower(number) || printf('%04d', :k)), "
        "lower(order_number), lower(order_number) || '-' || :k)",
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
WORDS = """INSERT INTO claim_words (rowid, words)
    SELECT id, search_text FROM claims WHERE id > :n * :k AND id <= :n * (:k + 1)"""


def multiply(file: Path, times: int) -> None:
    """Turns the claims of an SQLite database, whose ids run from 1 on, into `times` as many."""
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA synchronous = OFF")
    [last] = connection.execute("SELECT max(id) FROM events").fetchone()
    [count] = connection.execute("SELECT count(*) FROM claims").fetchone()
    [said] = connection.execute("SELECT max(id) FROM messages").fetchone()
    first = {
        claims: "id <= :n",
        queue: "claim <= :n",
        events: f"id <= {last}",
        messages: f"id <= {said}",
        conversations: "instr(id, ':') = 0",
        traits: "length(claim) = 10",
    }
    for k in range(1, times):
        for table, changed in DIFFERENT.items():
            names = [f'"{column.name}"' for column in table.columns]
            values = [changed.get(column.name, f'"{column.name}"') for column in table.columns]
            copy = f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {', '.join(values)} FROM {table.name}"
            connection.execute(f"{copy} WHERE {first[table]}", {"k": k, "n": count})
        connection.execute(WORDS, {"k": k, "n": count})
    connection.commit()
    connection.close()
