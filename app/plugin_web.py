"""All that a plugin's views import besides ``app.plugin_api``."""

from app.web.access import May, allow, may
from app.web.context import the_member, the_person, the_plugins, the_territory
from app.web.database import db

__all__ = ["May", "allow", "db", "may", "the_member", "the_person", "the_plugins", "the_territory"]
