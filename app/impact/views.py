"""What pooling brings to the territory, and what people felt."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app import clock, text
from app.db.kept import Kept
from app.exchanges.models import State
from app.exchanges.queries import exchange_for
from app.impact import queries, services
from app.impact.forms import PeriodForm, feeling_form, felt_from
from app.impact.queries import Report, Scope
from app.subnetworks.queries import subnetworks_of
from app.text import _
from app.web.access import May, allow
from app.web.context import the_member, the_plugins, the_territory
from app.web.database import db
from app.web.spiral_chart import Degrees, SpiralChart, spiral_chart
from app.web.templating import kept_part
from app.wellbeing.queries import TypologyView, current

_charts: Kept[SpiralChart] = Kept(128)
bp = Blueprint("impact", __name__, url_prefix="/t/<territory>")


def degrees_of(report: Report, typology: TypologyView) -> dict[str, Degrees]:
    """Return what the spiral shows: exchanges in each degree; a figure about too few is none."""
    shown = {}
    for letter in typology.dimensions:
        served = report.dimensions.get(letter)
        if served is None:
            shown[letter] = Degrees(meant=0, intended=0, felt=0)
            continue
        shown[letter] = Degrees(
            meant=served.meant.exchanges if served.meant.shown else None,
            intended=served.intended.exchanges if served.intended.shown else None,
            felt=served.felt.better - served.felt.worse if served.felt.shown else None,
        )
    return shown


def chart_of(report: Report, typology: TypologyView) -> SpiralChart:
    """Draw the spiral of a report; drawn once as long as it says the same."""
    key = (report.scope, report.stamp, tuple(typology.dimensions))
    return _charts.get(key, lambda: spiral_chart(degrees_of(report, typology)))


@bp.get("/impact")
@allow(May.LOOK)
def report() -> ResponseReturnValue:
    """Show what was exchanged and which dimensions of well-being it served."""
    territory = the_territory()
    form = PeriodForm(request.args)
    networks = subnetworks_of(db.session)
    form.network.choices = [("", _("All sub-networks")), *((item.slug, item.name) for item in networks)]
    today = clock.today(territory.time_zone)
    valid = form.validate()
    since, until = form.days(today) if valid else PeriodForm().days(today)
    if valid:
        form.since.data, form.until.data = since, until  # the days in use, also when none were chosen
    chosen = next((item for item in networks if item.slug == form.network.data), None)
    scope = Scope(
        territory_id=territory.id,
        since=since,
        until=until,
        subnetwork_id=chosen.id if chosen is not None else None,
    )
    found = queries.report(db.session, scope)
    typology = current(db.session)
    chosen_name = chosen.name if chosen is not None else ""

    def values() -> dict[str, Any]:
        return {
            "form": form,
            "report": found,
            "chosen": chosen_name,
            "typology": typology,
            "chart": chart_of(found, typology),
            "measures": the_plugins().measures,
            "sentences": queries.sentences(db.session, scope),
            "fewest": queries.FEWEST_PEOPLE,
        }

    if valid:
        key = (scope, found.stamp, territory.version, typology.version, typology.edits, today)
        part = kept_part((key, tuple(request.args.items())), "impact/_report.html", values)
    else:
        part = Markup(render_template("impact/_report.html", **values()))  # noqa: S704
    page = render_template("impact/report.html", part=part)
    return page, 200 if valid else 422


@bp.get("/impact/<letter>")
@allow(May.LOOK)
def dimension(letter: str) -> ResponseReturnValue:
    """Show one dimension, component by component."""
    territory = the_territory()
    typology = current(db.session)
    if letter not in typology.dimensions:
        abort(404)
    form = PeriodForm(request.args)
    form.network.choices = [("", _("All sub-networks"))]
    today = clock.today(territory.time_zone)
    since, until = (form if form.validate() else PeriodForm()).days(today)
    found = queries.report(db.session, Scope(territory_id=territory.id, since=since, until=until))
    return render_template(
        "impact/dimension.html",
        letter=letter,
        typology=typology,
        report=found,
        served={code: item for code, item in found.components.items() if code.startswith(letter)},
        fewest=queries.FEWEST_PEOPLE,
    )


@bp.route("/exchanges/<uuid:exchange_id>/feel", methods=["GET", "POST"])
@allow(May.TAKE_PART)
def feel(exchange_id: UUID) -> ResponseReturnValue:
    """Let a side say, in ten seconds, what an exchange touched and how."""
    exchange = exchange_for(db.session, the_member().id, exchange_id)
    if exchange is None or exchange.state != State.CONFIRMED:
        abort(404)
    typology = current(db.session)
    said, feedback = queries.felt_by(db.session, exchange.id, the_member().id)
    proposed_codes = queries.proposed(db.session, the_plugins(), exchange, said)
    proposed = [typology.components[code] for code in proposed_codes if code in typology.components]
    others = [term for code, term in typology.components.items() if code not in proposed_codes]
    form = feeling_form(
        proposed,
        others,
        said,
        sentence=feedback.text if feedback else "",
        public=feedback.public if feedback else False,
    )
    if form.validate_on_submit():
        services.feel(
            db.session,
            exchange,
            the_member(),
            felt=felt_from(form),
            sentence=form.sentence.data or "",
            language=text.language(),
            public=form.public.data,
        )
        db.session.commit()
        flash(_("Thank you. This is how the territory learns what helps."), "success")
        return redirect(url_for("exchanges.show", exchange_id=exchange.id))
    page = render_template(
        "impact/feel.html", form=form, exchange=exchange, typology=typology, proposed=proposed
    )
    return page, 422 if form.errors else 200
