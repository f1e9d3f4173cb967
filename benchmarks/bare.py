"""The yardstick: a bare Flask page with twenty cards in Jinja and one indexed query."""

import os
import sqlite3
from typing import Any

from flask import Flask, g

TEMPLATE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Cards</title></head><body><h1>Cards</h1>
<ul>{% for card in cards %}
<li><a href="/cards/{{ card.id }}"><h2>{{ card.title }}</h2></a>
<p>{{ card.direction }} · {{ card.kind }} · {{ card.place }}</p><p>{{ card.text }}</p>
<small>{{ card.published_at }}</small></li>
{% endfor %}</ul></body></html>"""


def application() -> Flask:
    """Build the bare application over the demonstration's SQLite file."""
    app = Flask("bare")
    path = os.environ["BARE_DATABASE"]
    template = app.jinja_env.from_string(TEMPLATE)  # compiled once, as from a file

    def connection() -> sqlite3.Connection:
        if "connection" not in g:
            g.connection = sqlite3.connect(path)
            g.connection.row_factory = sqlite3.Row
        return g.connection  # type: ignore[no-any-return]

    @app.teardown_appcontext
    def close(error: Any) -> None:
        if "connection" in g:
            g.connection.close()

    @app.get("/")
    def cards() -> str:
        rows = connection().execute(
            "SELECT id, title, direction, kind, place, text, published_at FROM listing "
            "WHERE territory_id = (SELECT id FROM territory WHERE slug = 'bordeaux') AND status = 'active' "
            "ORDER BY published_at DESC LIMIT 20"
        )
        return template.render(cards=rows.fetchall())

    return app
