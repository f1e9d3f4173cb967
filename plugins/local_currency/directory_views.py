"""The public directory and map of those who take the currency."""

from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.plugin_api import Refusal, Subnetwork, _, as_csv, ngettext
from app.plugin_web import May, allow, db, map_words, places_of_map, the_territory
from plugins.local_currency import directory, services, words
from plugins.local_currency.blueprint import bp
from plugins.local_currency.directory import Entry
from plugins.local_currency.directory_forms import DAY_NAMES, FrontForm
from plugins.local_currency.guards import currency, organisation_or_404, say_no

PAGE = 40
NAMED_AT_ONE_POINT = 6
WEB_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def _looked_for(subnetwork: Subnetwork) -> tuple[list[Entry], list[Entry], dict[str, str]]:
    """Return everybody, those who are looked for, and what was asked."""
    everybody = directory.directory(db.session, subnetwork.id, zone=the_territory().time_zone)
    asked = {name: request.args.get(name, "").strip()[:100] for name in ("q", "kind", "open")}
    found = directory.found(everybody, words=asked["q"], kind=asked["kind"], open_now=bool(asked["open"]))
    return everybody, found, {name: value for name, value in asked.items() if value}


@bp.get("/<slug>/professionals")
@allow(May.LOOK)
def professionals(slug: str) -> ResponseReturnValue:
    """List who takes the currency, with a map."""
    subnetwork = currency(slug)
    everybody, found, asked = _looked_for(subnetwork)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)

    def address(number: int) -> str:
        return url_for(".professionals", slug=slug, page=number, _external=False, **asked)

    return render_template(
        "local_currency/professionals.html",
        subnetwork=subnetwork,
        entries=found[(page - 1) * PAGE : page * PAGE],
        number=len(found),
        total=len(everybody),
        asked=asked,
        kinds=directory.kinds(everybody),
        any_hours=any(one.standing is not None for one in everybody),
        any_point=any(one.organisation.public_lat is not None for one in found),
        page=page,
        pages=pages,
        previous_url=address(page - 1) if page > 1 else None,
        next_url=address(page + 1) if page < pages else None,
        words=map_words(),
    )


@bp.get("/<slug>/professionals/points")
@allow(May.LOOK)
def professional_points(slug: str) -> ResponseReturnValue:
    """Tell the map where those are who are looked for."""
    subnetwork = currency(slug)
    _everybody, found, _asked = _looked_for(subnetwork)
    placed = sorted((one for one in found if one.organisation.public_lat is not None), key=_point_of)
    points = [_point(slug, at, list(there)) for at, there in groupby(placed, key=_point_of)]
    return jsonify(
        points=points, places=places_of_map([(one["lat"], one["lon"]) for one in points]), circle=None
    )


def _point_of(one: Entry) -> tuple[float, float]:
    return one.organisation.public_lat or 0.0, one.organisation.public_lon or 0.0


def _point(slug: str, at: tuple[float, float], there: list[Entry]) -> dict[str, Any]:
    left = len(there) - NAMED_AT_ONE_POINT
    return {
        "lat": at[0],
        "lon": at[1],
        "count": len(there),
        "requests": 0,
        "place": there[0].organisation.place,
        "label": ngettext("%(num)s professional", "%(num)s professionals", len(there)),
        "more": ngettext("and %(num)s more", "and %(num)s more", left) if left > 0 else "",
        "listings": [
            {
                "title": one.organisation.name,
                "url": url_for(".professional", slug=slug, organisation_id=one.organisation.id),
                "direction": "offer",
                "said": one.organisation.activity,
            }
            for one in there[:NAMED_AT_ONE_POINT]
        ],
    }


@bp.get("/<slug>/professionals.csv")
@allow(May.LOOK)
def professionals_table(slug: str) -> ResponseReturnValue:
    """Give the directory, as it is looked for, as a table for spreadsheets."""
    subnetwork = currency(slug)
    _everybody, found, _asked = _looked_for(subnetwork)
    head = [
        _("Name"), _("Kind"), _("Activity"), _("Accepts (percent of a bill)"), _("Address"),
        _("Telephone"), _("Web site"), *(str(day) for day in DAY_NAMES), _("Opening hours"),
        _("Latitude"), _("Longitude"),
    ]  # fmt: skip
    return Response(
        as_csv([head, *(_row(one) for one in found)]),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{slug}-professionals.csv"'},
    )


def _row(one: Entry) -> list[object]:
    said = one.organisation
    point = [
        "" if value is None else Decimal(str(round(value, 5))) for value in (said.public_lat, said.public_lon)
    ]
    return [
        said.name, words.organisation_kind(said.kind), said.activity, Decimal(said.accepts), said.place,
        said.phone, said.website, *one.hours, said.opening_hours, *point,
    ]  # fmt: skip


@bp.get("/<slug>/professionals/<uuid:organisation_id>")
@allow(May.LOOK)
def professional(slug: str, organisation_id: UUID) -> ResponseReturnValue:
    """Show one who takes the currency."""
    subnetwork = currency(slug)
    one = directory.entry(db.session, subnetwork.id, organisation_id, zone=the_territory().time_zone)
    if one is None:
        abort(404)
    return render_template(
        "local_currency/professional.html",
        subnetwork=subnetwork,
        one=one,
        day_names=DAY_NAMES,
        currency_name=services.name(db.session, subnetwork),
        described=_described(subnetwork, one),
    )


def _described(subnetwork: Subnetwork, one: Entry) -> dict[str, Any]:
    """Describe it in the words of schema.org, for search engines and assistants."""
    said = one.organisation
    hours = [
        f"{WEB_DAYS[number]} {opens // 60:02}:{opens % 60:02}-{closes // 60:02}:{closes % 60:02}"
        for number, day in enumerate(one.week)
        for opens, closes in day
    ]
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LocalBusiness",
        "name": said.name,
        "description": said.description or said.activity,
        "address": said.place,
        "telephone": said.phone,
        "url": said.website,
        "openingHours": hours,
        "currenciesAccepted": services.name(db.session, subnetwork),
    }
    if said.public_lat is not None:
        described["geo"] = {
            "@type": "GeoCoordinates", "latitude": said.public_lat, "longitude": said.public_lon,
        }  # fmt: skip
    return {name: value for name, value in described.items() if value}


@bp.route("/<slug>/organisations/<uuid:organisation_id>/front", methods=["GET", "POST"])
@allow(May.TAKE_PART)
def front(slug: str, organisation_id: UUID) -> ResponseReturnValue:
    """Change the hours of each day and what one's organisation buys."""
    subnetwork, organisation = organisation_or_404(slug, organisation_id)
    one = directory.entry(db.session, subnetwork.id, organisation.id, zone=the_territory().time_zone)
    if one is None:
        abort(404)
    kept = {f"day_{number}": hours for number, hours in enumerate(one.hours)}
    form = FrontForm(buys=one.buys, **kept)
    if form.validate_on_submit():
        try:
            directory.set_front(db.session, organisation, days=form.days, buys=(form.buys.data or "").strip())
        except Refusal as refusal:
            say_no(form, refusal)
        else:
            db.session.commit()
            flash(_("Kept."), "success")
            return redirect(url_for(".professional", slug=slug, organisation_id=organisation.id))
    page = render_template(
        "local_currency/front.html", subnetwork=subnetwork, organisation=organisation, form=form
    )
    return page, 422 if form.errors or form.form_errors else 200
