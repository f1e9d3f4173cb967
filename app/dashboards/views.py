"""The home of a territory, my page, and the coordinator's desk."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app import clock
from app.dashboards import queries
from app.dashboards.board import board
from app.exchanges.queries import disputes, page_of, waiting_count
from app.exchanges.views import exchange_rows
from app.geo.point import Point
from app.impact.forms import PeriodForm
from app.impact.queries import Scope
from app.impact.queries import report as impact_report
from app.impact.views import chart_of
from app.listings.queries import of_member
from app.matching.queries import fitting
from app.subnetworks.panels import shown_panels
from app.subnetworks.queries import enabled_by_subnetwork
from app.subnetworks.themes import THEMES
from app.web.access import May, Role, allow
from app.web.context import here, the_member, the_plugins, the_territory
from app.web.database import db
from app.wellbeing.queries import current

bp = Blueprint("dashboards", __name__, url_prefix="/t/<territory>")


def _public_point() -> Point | None:
    member = here.member
    if member is None or member.public_lat is None or member.public_lon is None:
        return None
    return Point(member.public_lat, member.public_lon)


@bp.get("/")
@allow(May.LOOK)
def home() -> ResponseReturnValue:
    """Show what is new and needed, the sub-networks, and what pooling brings."""
    territory, plugins = the_territory(), the_plugins()
    mine = here.member.id if here.member is not None else None
    shown = board(db.session, plugins, territory, reader_id=mine, here=_public_point())
    since, until = PeriodForm().days(clock.today(territory.time_zone))
    report = impact_report(db.session, Scope(territory_id=territory.id, since=since, until=until))
    typology = current(db.session)
    return render_template(
        "dashboards/home.html",
        board=shown,
        waiting=waiting_count(db.session, mine) if mine else 0,
        report=report,
        chart=chart_of(report, typology),
        typology=typology,
        panels=shown_panels(db.session, plugins, "territory", territory, here.member, shown.enabled),
    )


@bp.get("/me")
@allow(May.TAKE_PART)
def me() -> ResponseReturnValue:
    """Show what waits for me, what I offer and need, my accounts, what I brought and received."""
    member, plugins = the_member(), the_plugins()
    enabled = frozenset().union(*enabled_by_subnetwork(db.session).values())
    exchanges = page_of(db.session, member.id).exchanges[:8]
    return render_template(
        "dashboards/me.html",
        rows=exchange_rows(exchanges),
        waiting=waiting_count(db.session, member.id),
        cards=of_member(db.session, plugins, member.id, slug=the_territory().slug or "", limit=6),
        fits=fitting(
            db.session,
            plugins,
            member,
            slug=the_territory().slug or "",
            zone=the_territory().time_zone,
        ),
        brought=queries.brought(db.session, member.id),
        measures=plugins.measures,
        panels=shown_panels(db.session, plugins, "member", member, member, enabled),
    )


@bp.get("/desk")
@allow(May.COORDINATE)
def desk() -> ResponseReturnValue:
    """Show a coordinator what there is to do."""
    territory, plugins = the_territory(), the_plugins()
    everything = Role.ADMINISTRATOR in here.roles
    networks = queries.looked_after(db.session, None if everything else list(here.coordinates))
    ids = [network.id for network in networks]
    return render_template(
        "dashboards/desk.html",
        networks=networks,
        counts=queries.open_counts(db.session, ids),
        disputes=disputes(db.session, the_member(), None if everything else ids),
        unanswered=queries.unanswered(
            db.session, plugins, ids, slug=territory.slug or "", zone=territory.time_zone
        ),
        never_received=queries.never_received(db.session, ids),
        pending=queries.pending_members(db.session) if everything else 0,
        themes=THEMES,
    )
