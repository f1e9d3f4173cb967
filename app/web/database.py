"""The database session of a request or a command."""

from flask_sqlalchemy_lite import SQLAlchemy

from app.db import base as _base  # noqa: F401  # the naming convention comes first
from app.db import scope as _scope  # noqa: F401  # every session obeys the territory scope

db = SQLAlchemy(session_options={"expire_on_commit": False})
