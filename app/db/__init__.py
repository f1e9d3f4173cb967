"""Tables, sessions and migrations, without the web."""

from app.db.base import Model, Scoped, Timestamped, UtcDateTime, new_id

__all__ = ["Model", "Scoped", "Timestamped", "UtcDateTime", "new_id"]
