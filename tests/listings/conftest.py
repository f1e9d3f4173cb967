"""A small town with people, two sub-networks, and a browser without JavaScript."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.kernel.registry import Plugins
from app.listings import services, words
from app.listings.models import Direction, Listing
from app.members.models import Member
from app.subnetworks.models import Subnetwork
from app.territories.models import Territory
from app.testing import factories


@dataclass
class Town:
    """Where the stories of these tests happen."""

    app: Flask
    session: Session
    territory: Territory
    sharing: Subnetwork
    learning: Subnetwork
    ana: Member
    omar: Member
    chloe: Member

    @property
    def plugins(self) -> Plugins:
        found: Plugins = self.app.extensions["together_plugins"]
        return found

    def listing(self, title: str, member: Member | None = None, **values: Any) -> Listing:
        """Put a listing on the board, found by its words."""
        made = factories.listing(
            self.session,
            member or self.omar,
            values.pop("subnetwork", self.sharing),
            title,
            **({"kind": "goods.thing", "text": ""} | values),
        )
        words.index(self.session, made)
        return made

    def thing(self, title: str, *, mode: str = "lend", **values: Any) -> Listing:
        """Put a thing on the board, with the row of its kind."""
        made = self.listing(title, **values)
        detail: Any = self.plugins.kinds["goods.thing"].detail
        self.session.add(detail(listing_id=made.id, territory_id=made.territory_id, mode=mode))
        self.session.flush()
        return made

    def client(self, member: Member | None = None) -> FlaskClient:
        """Return an English browser, signed in as ``member``."""
        self.session.commit()
        client = self.app.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        if member is not None:
            factories.sign_in(client, member.person)
        return client

    def fresh(self, listing: Listing) -> Listing:
        """Read a listing again as it is stored."""
        self.session.rollback()
        found = self.session.get_one(Listing, listing.id, populate_existing=True)
        self.session.commit()  # the browser may write next
        return found


@pytest.fixture
def town(app: Flask, session: Session) -> Town:
    territory = factories.territory(session, "bordeaux")
    sharing = factories.subnetwork(session, territory, "sharing", plugins=("goods", "transport"))
    learning = factories.subnetwork(session, territory, "learning", plugins=("skills",))
    ana, omar, chloe = (
        factories.member(session, territory, first_name=name) for name in ("Ana", "Omar", "Chloe")
    )
    factories.takes_part(session, sharing, chloe, coordinates=True)
    session.commit()
    return Town(app, session, territory, sharing, learning, ana, omar, chloe)


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Collect the SQL statements of the block."""
    from app.web.database import db

    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")):
            found.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


class _Reader(HTMLParser):
    """Reads the form with a file field of a page as a browser would send it."""

    def __init__(self) -> None:
        super().__init__()
        self.values: MultiDict[str, str] = MultiDict()
        self.inside = False
        self.area: str | None = None
        self.select: str | None = None
        self.first: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name = found.get("name", "")
        if tag == "form":
            self.inside = found.get("enctype") == "multipart/form-data"
        if not self.inside or (not name and tag != "option"):
            return
        if tag == "input" and found.get("type") not in ("file", "submit"):
            if found.get("type") not in ("radio", "checkbox") or "checked" in found:
                self.values.add(name, found.get("value", "on"))
        elif tag == "textarea":
            self.area = name
            self.values[name] = ""
        elif tag == "select":
            self.select, self.first = name, None
        elif tag == "option" and self.select and (self.first is None or "selected" in found):
            self.first = found.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        if tag == "textarea":
            self.area = None
        if tag == "select" and self.select and self.first is not None:
            self.values[self.select] = self.first
            self.select = None

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area] += data.lstrip("\r\n") if not self.values[self.area] else data


def form_of(html: str) -> MultiDict[str, str]:
    """Return what a browser without JavaScript would send for the form of ``html``."""
    reader = _Reader()
    reader.feed(html)
    return reader.values


__all__ = ["Direction", "Town", "form_of", "services", "statements"]
