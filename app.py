"""Entry: `python app.py [--host ADDRESS] [--port PORT] [--share]` serves customers and staff."""

import argparse
import gc
import os
import secrets
from threading import Thread

from intake.errors import IntakeError
from intake.settings import Settings


def main() -> None:
    settings = read_settings()
    print("Loading the model, the catalogue and the policies ...", flush=True)
    gc.disable()  # a start makes a million objects that stay: looking for garbage among them is a seventh of it
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    import uvicorn  # these take seconds: not before the line above is read

    from intake import bootstrap
    from intake.ui import web

    try:
        intake = bootstrap.build(settings)
        intake.rules()  # mistakes in them are named now, not to the first customer
        app = web.build(intake.desk, intake.staff, settings)
        first_login = intake.first_login
        senders = intake.senders
        intake.eyes.load()
    except IntakeError as error:
        raise SystemExit(f"Intake can't start: {error}") from error
    name = "127.0.0.1" if settings.host == "0.0.0.0" else settings.host
    address = f"http://{name}:{settings.port}"
    print(f"Customers: {address}/\nStaff:     {address}/staff/", flush=True)
    if first_login:
        login, password = first_login
        print(f"First staff login, shown this once: {login} / {password}", flush=True)
    if settings.share:
        Thread(target=share, args=(settings.port,), daemon=True).start()
    gc.freeze()  # what stays is left out of every later search as well
    gc.enable()
    with senders:
        uvicorn.run(app, host=settings.host, port=settings.port, log_level="warning", server_header=False)


def read_settings() -> Settings:
    """Settings of the environment; what the command line says goes before them."""
    parser = argparse.ArgumentParser(description="A claims desk. Every other setting: variables INTAKE_...")
    parser.add_argument("--host", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, help="port to listen on (7860)")
    parser.add_argument("--share", action="store_true", default=None, help="open a public Gradio share link")
    given = {name: value for name, value in vars(parser.parse_args()).items() if value is not None}
    return Settings(**given)


def share(port: int) -> None:
    """Open the tunnel of a share link and print its address; without one the local pages stay as they are."""
    from gradio.networking import setup_tunnel

    try:
        link = setup_tunnel("127.0.0.1", port, secrets.token_urlsafe(32), None, None)
    # Download, checksum, certificate, network and tunnel program each fail in their own way; none is fatal.
    except Exception as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        print(f"No share link could be had ({reason}); the addresses above work on this machine.", flush=True)
        return
    print(f"Share link: {link}/ (staff: {link}/staff/)", flush=True)


if __name__ == "__main__":
    main()
