"""Commands for staff accounts: `accounts list`, `add`, `role`, `name`, `password`, `disable`, `enable`."""

from typing import Annotated

import typer

from intake.bootstrap import build
from intake.claims.access.passwords import Account
from intake.claims.access.roles import COMMAND_LINE, Role
from intake.commands.output import Json, Row, print_rows

app = typer.Typer()
group = typer.Typer(help="Who of staff may log in, and what they may do.", no_args_is_help=True)
app.add_typer(group, name="accounts")

Login = Annotated[str, typer.Argument(help="User name.")]
# A password as an argument would stand in the shell's history and in the list of processes.
Ask = Annotated[bool, typer.Option("--ask", help="Ask for the password instead of making one.")]


@group.command("list")
def list_accounts(as_json: Json = False) -> None:
    """All accounts by user name, also those that are disabled."""
    accounts = build().accounts.all(COMMAND_LINE)
    print_rows((_row(account) for account in accounts), as_json, _words)
    if not accounts and not as_json:
        typer.echo("There are none; the first start of the app makes one.")


@group.command()
def add(
    login: Login,
    role: Annotated[Role, typer.Option(help="What the account may do.")] = Role.AGENT,
    name: Annotated[str, typer.Option(help="The name that customers read.")] = "",
    ask: Ask = False,
) -> None:
    """Makes an account; its password is shown once."""
    password = build().accounts.add(COMMAND_LINE, login, name, role, _asked() if ask else "")
    _show(login, password, ask)


@group.command()
def password(login: Login, ask: Ask = False) -> None:
    """Gives an account another password, shown once; whoever is logged in with it has to log in again."""
    _show(login, build().accounts.set_password(COMMAND_LINE, login, _asked() if ask else ""), ask)


@group.command()
def role(login: Login, role: Annotated[Role, typer.Argument(help="The new role.")]) -> None:
    """Changes what an account may do, at once."""
    build().accounts.set_role(COMMAND_LINE, login, role)


@group.command()
def name(login: Login, name: Annotated[str, typer.Argument(help="May be empty.")]) -> None:
    """Changes the name that customers read."""
    build().accounts.set_name(COMMAND_LINE, login, name)


@group.command()
def disable(login: Login) -> None:
    """Ends the account's sessions and lets nobody in with it; what it did stays under its name."""
    build().accounts.set_active(COMMAND_LINE, login, False)


@group.command()
def enable(login: Login) -> None:
    """Lets a disabled account in again, with its old password."""
    build().accounts.set_active(COMMAND_LINE, login, True)


def _asked() -> str:
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))


def _show(login: str, password: str, asked: bool) -> None:
    typer.echo("The password is set." if asked else f"Password of {login}, shown this once: {password}")


def _row(account: Account) -> Row:
    return {"login": account.login, "role": account.role.value, "name": account.name, "active": account.active}


def _words(row: Row) -> str:
    return f"{row['login']:20} {row['role']:6} {'' if row['active'] else 'disabled':9} {row['name']}".rstrip()
