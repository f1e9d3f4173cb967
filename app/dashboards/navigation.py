"""What the frame of every page shows: where one can go, and how much is unread."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, url_for

from app.notifications.queries import unread_count
from app.subnetworks.queries import enabled_by_subnetwork
from app.text import _
from app.web.access import May, may
from app.web.context import here, the_plugins
from app.web.database import db


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the navigation."""

    label: str
    url: str
    icon: str
    active: bool


def init_app(app: Flask) -> None:
    """Give every page its navigation."""
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    if "together_frame" not in g:  # a page renders several templates; the frame is made once
        g.together_frame = {
            "navigation": list(_entries()) if here.territory is not None else [],
            "unread": unread_count(db.session, here.person.id) if here.person is not None else 0,
        }
    return dict(g.together_frame)


def _entries() -> Iterator[Entry]:
    yield _entry(_("Sub-networks"), "subnetworks.index", "users-group")
    yield _entry(_("Well-being"), "impact.report", "chart-donut")
    if may(May.COORDINATE):
        yield _entry(_("Desk"), "dashboards.desk", "notes")
    menus = {
        slug: plugin.manifest.menu for slug, plugin in the_plugins().installed.items() if plugin.manifest.menu
    }
    if not menus or here.member is None:
        return
    enabled = frozenset().union(*enabled_by_subnetwork(db.session).values())
    for slug in sorted(menus.keys() & enabled):
        for item in menus[slug]:
            yield _entry(str(item.label), item.endpoint, item.icon)


def _entry(label: str, endpoint: str, icon: str) -> Entry:
    blueprint = endpoint.split(".")[0]
    active = (request.blueprint == blueprint and blueprint != "dashboards") or request.endpoint == endpoint
    return Entry(label=label, url=url_for(endpoint), icon=icon, active=active)
