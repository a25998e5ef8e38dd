"""Commands for what is told by e-mail and webhook: `notices send` and `notices list`."""

import signal
import threading
from typing import Annotated

import typer
from pydantic_core import to_jsonable_python

from intake.bootstrap import build
from intake.claims.telling.outbox import NoticeState
from intake.commands.output import Json, Row, print_rows

app = typer.Typer()
group = typer.Typer(help="E-mails and webhooks about claims.", no_args_is_help=True)
app.add_typer(group, name="notices")


@group.command()
def send(
    once: Annotated[bool, typer.Option("--once", help="Send what is due now, and end.")] = False,
) -> None:
    """Sends what waits, until it is stopped. The app does so as well; any number may run at once.

    With --once it ends with exit code 1 where something could not be sent.
    """
    senders = build().senders
    if once:
        tally = senders.send_due()
        typer.echo(f"{tally.sent} sent, {tally.failed} not sent")
        raise typer.Exit(1 if tally.failed else 0)
    stop = threading.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: stop.set())
    with senders:
        stop.wait()


@group.command("list")
def list_notices(
    state: Annotated[NoticeState | None, typer.Option(help="Only those in this state.")] = None,
    as_json: Json = False,
) -> None:
    """The newest 200 notices: when, about which claim, to whom, and what came of it."""
    found = build().store.outbox.all(state)
    rows = ({**to_jsonable_python(notice), "state": notice.state.value} for notice in found)
    print_rows(rows, as_json, _words)
    if not found and not as_json:
        typer.echo("There are none.")


def _words(row: Row) -> str:
    error = f"  {row['last_error']}" if row["last_error"] else ""
    return f"{row['created'][:16]}  {row['claim']}  {row['state']:7}  {row['kind']} -> {row['recipient']}{error}"
