"""Panels of plugins on pages of the core: one that fails says so and harms nothing else."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog
from flask import current_app, render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from app.kernel.registry import Plugins
from app.members.models import Member
from app.subnetworks.queries import enabled_plugins
from app.text import _

log = structlog.get_logger("together.panels")


@dataclass(frozen=True, kw_only=True)
class ShownPanel:
    """A panel as it stands on a page."""

    slug: str
    title: str
    html: Markup


def shown_panels(
    session: Session,
    plugins: Plugins,
    place: str,
    subject: Any,
    reader: Member | None,
    enabled: Iterable[str],
) -> list[ShownPanel]:
    """Render the panels of the plugins ``enabled`` for ``place``; under test a failure is raised."""
    shown = []
    for panel in plugins.of(plugins.panels, enabled).values():
        if panel.place != place:
            continue
        try:
            context = panel.context(session, subject, reader)
            if context is None:
                continue
            html = Markup(render_template(panel.template, **context))  # noqa: S704  # our own template engine
        except Exception:  # whatever a plugin does wrong, the page stands
            if current_app.testing:
                raise
            log.exception("panel failed", panel=panel.slug)
            html = Markup("<p>{}</p>").format(_("This part is unavailable just now."))
        shown.append(ShownPanel(slug=panel.slug, title=str(panel.title), html=html))
    return shown


def panels_of_kind(
    session: Session,
    plugins: Plugins,
    place: str,
    *,
    kind: str,
    subnetwork_id: UUID,
    subject: Callable[[], Any],
    reader: Member | None,
) -> list[ShownPanel]:
    """Render the panels that the plugin of ``kind`` adds to the page of one of its listings or exchanges.

    Args:
        subject: gives the listing or the exchange; asked only when there is a panel to show.
    """
    slug = kind.split(".")[0]
    if not any(panel.place == place for panel in plugins.of(plugins.panels, {slug}).values()):
        return []
    enabled = enabled_plugins(session, subnetwork_id) & {slug}
    return shown_panels(session, plugins, place, subject(), reader, enabled) if enabled else []
