"""The database session of a request or a command."""

from inspect import iscoroutinefunction

from flask.sansio.app import App
from flask_sqlalchemy_lite import SQLAlchemy

from app.db import base as _base  # noqa: F401  # the naming convention comes first
from app.db import scope as _scope  # noqa: F401  # every session obeys the territory scope


class Database(SQLAlchemy):
    """Flask-SQLAlchemy-Lite without its asynchronous side."""

    def init_app(self, app: App) -> None:
        """Register with ``app``, less the closing of asynchronous sessions.

        We have none, and closing none starts a thread with an event loop at the end of every request.
        """
        super().init_app(app)
        app.teardown_appcontext_funcs[:] = [
            function for function in app.teardown_appcontext_funcs if not iscoroutinefunction(function)
        ]


db = Database(session_options={"expire_on_commit": False})
