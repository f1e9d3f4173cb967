"""``together serve``: the site on one machine, with the jobs in the same process."""

import signal
import sys
from types import FrameType

import click
import structlog
from flask import Flask, current_app
from flask.cli import with_appcontext

from app.config import Settings
from app.db import durability, migrations
from app.errors import Misconfiguration
from app.jobs import worker
from app.web.database import db

THREADS = 8
NOT_AGAIN = 3
"""How a worker tells gunicorn that another one would not start either."""
log = structlog.get_logger("together.serving")


def check_before_serving(app: Flask) -> None:
    """Look at the database before the first request.

    Raises:
        Misconfiguration: it would lose acknowledged writes, or lacks migrations.
    """
    with app.app_context():
        durability.check(db.engine)
        if warning := durability.warning(db.engine.dialect.name):
            log.warning(warning)
        with db.engine.connect() as connection:
            if not migrations.at_head(connection, app.extensions["together_plugins"].migrations):
                raise Misconfiguration("The database lacks migrations. Run 'together db upgrade' first.")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@with_appcontext
def serve(host: str, port: int) -> None:
    """Serve the site with waitress."""
    import waitress

    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    settings: Settings = app.extensions["together_settings"]
    check_before_serving(app)
    consumer = worker.start_embedded(app) if settings.embedded_jobs else None
    signal.signal(signal.SIGTERM, _leave)
    try:
        server = waitress.create_server(app, host=host, port=port, threads=THREADS, ident="together")
        click.echo(f"Together listens on http://{host}:{port}")
        server.run()
    except OSError as error:
        raise Misconfiguration(f"Port {port} of {host} cannot be used: {error.strerror}.") from error
    finally:
        if consumer is not None:
            consumer.stop()


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(0)


def application() -> Flask:
    """Build the application for gunicorn: ``gunicorn 'app.serving:application()'``.

    When it cannot start as it is set up, the server says why in one sentence and leaves.
    """
    from app.factory import create_app
    from app.web.logging import configure

    configure()
    try:
        app = create_app()
        check_before_serving(app)
    except Misconfiguration as refusal:
        sys.stderr.write(f"{refusal}\n")
        sys.exit(NOT_AGAIN)
    return app
