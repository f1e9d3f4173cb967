"""Paper notes for programs: what is out, where the others are, what moved; series, places, undoing."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import abort

from app.plugin_api import Refusal, Subnetwork, _, find_ledger
from app.plugin_web import May, Scope, db, key_of_request, the_member
from plugins.local_currency import api_notes_shapes as shapes
from plugins.local_currency import fund, notes, notes_places, notes_queries, owners, services
from plugins.local_currency.api_amounts import unit_of
from plugins.local_currency.api_desk_shapes import OwnersAskedSchema, UnitsOwnerSchema
from plugins.local_currency.api_group import bp
from plugins.local_currency.guards import coordinated_currency
from plugins.local_currency.notes_guards import keeper_currency, latest_seen
from plugins.local_currency.notes_models import NoteOperation, NotePlace

MOST_FOUND = 20


@bp.operation("/<slug>/notes", may=May.TAKE_PART, scope=Scope.COORDINATE, gives=shapes.PaperNotesSchema)
def paper_notes(slug: str) -> dict[str, Any]:
    """Show what is out on paper and where the other notes are, to who holds a desk and to coordinators."""
    subnetwork, mine = keeper_currency(slug)
    paper, unit = _paper(subnetwork), unit_of(subnetwork)
    stocks = notes_queries.stocks(db.session, subnetwork.id)
    sums = fund.sums(db.session, subnetwork.id)
    return {
        "issued": None if sums is None else {"amount": sums.issued, **unit},
        "by_notes": {"amount": paper.by_notes, **unit},
        "by_ledger": {"amount": paper.by_ledger, **unit},
        "is_right": paper.is_right,
        "series": [_series(line, unit) for line in paper.lines],
        "places": [
            _place(place, stocks.get(place.id, {}), is_mine=place in mine)
            for place in notes_queries.places_of(db.session, subnetwork.id)
        ],
    }


@bp.operation(
    "/<slug>/notes/operations",
    may=May.TAKE_PART,
    scope=Scope.COORDINATE,
    gives=shapes.NoteOperationSchema(many=True),
)
def note_operations(slug: str) -> list[dict[str, Any]]:
    """List the latest movements, at most 60: those of the desks that I hold, all to coordinators."""
    subnetwork, mine = keeper_currency(slug)
    return _operations(subnetwork, [one for one, _lines in latest_seen(subnetwork, mine)])


@bp.operation(
    "/<slug>/notes/owners",
    may=May.TAKE_PART,
    scope=Scope.COORDINATE,
    query=OwnersAskedSchema,
    gives=UnitsOwnerSchema(many=True),
)
def note_owners(query: dict[str, Any], slug: str) -> list[owners.Owner]:
    """Find for whom notes are handed out, by name or payment reference; at most 20."""
    subnetwork, _mine = keeper_currency(slug)
    return owners.search(db.session, subnetwork, query["q"])[:MOST_FOUND]


@bp.operation(
    "/<slug>/notes/series",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=shapes.NoteSeriesNewSchema,
    gives=shapes.NoteSeriesSchema,
    status=201,
)
def note_series_new(body: dict[str, Any], slug: str) -> dict[str, Any]:
    """Enter notes that came from the printer into a stock."""
    subnetwork = coordinated_currency(slug)
    place = notes_queries.place(db.session, subnetwork.id, body.pop("note_place_id"))
    if place is None:
        raise Refusal(_("First say where notes are kept."), field="note_place_id")
    body["name"] = body["name"].strip()
    if not body["name"]:
        raise Refusal(_("Give the series its name."), field="name")
    made = notes.add_series(
        db.session, subnetwork, **body, place=place, key=f"series-{key_of_request()}", by=the_member()
    )
    lines, unit = _paper(subnetwork).lines, unit_of(subnetwork)
    return next(_series(line, unit) for line in lines if line.series.id == made.id)


@bp.operation(
    "/<slug>/notes/places",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=shapes.NotePlaceNewSchema,
    gives=shapes.NotePlaceSchema,
    status=201,
)
def note_place_new(body: dict[str, Any], slug: str) -> dict[str, Any]:
    """Say where notes are kept: at a desk, or in another place."""
    subnetwork = coordinated_currency(slug)
    desk = notes_places.desk_to_equip(db.session, subnetwork, body["desk_id"])
    made = notes_places.add_place(db.session, subnetwork, name=body["name"].strip(), desk=desk)
    return place_shown(made, is_mine=True)


@bp.operation(
    "/<slug>/notes/operations/<uuid:note_operation_id>/undo",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=shapes.NotesUndoneSchema,
    gives=shapes.NoteOperationSchema,
    status=201,
)
def note_operation_undo(body: dict[str, Any], slug: str, note_operation_id: UUID) -> dict[str, Any]:
    """Undo a movement that was a mistake, once; gives its opposite, and both stay visible."""
    subnetwork = coordinated_currency(slug)
    found = notes_queries.operation(db.session, subnetwork.id, note_operation_id)
    if found is None:
        abort(404)
    why = body["why"].strip()
    if not why:
        raise Refusal(_("Say why, so that others understand."), field="why")
    return operation_shown(
        subnetwork,
        notes.undo(db.session, subnetwork, found, why=why, key=key_of_request(), by=the_member()),
    )


def operation_shown(subnetwork: Subnetwork, one: NoteOperation) -> dict[str, Any]:
    """Return a movement as programs see it."""
    return _operations(subnetwork, [one])[0]


def place_shown(place: NotePlace, *, is_mine: bool) -> dict[str, Any]:
    """Return a place as programs see it, with its stock."""
    return _place(place, notes_queries.stock_of(db.session, place.id), is_mine=is_mine)


def _place(place: NotePlace, stock: Mapping[UUID, int], *, is_mine: bool) -> dict[str, Any]:
    return {
        "id": place.id,
        "name": place.name,
        "is_mine": is_mine,
        "stock": [{"series_id": one, "quantity": stock[one]} for one in sorted(stock)],
    }


def _operations(subnetwork: Subnetwork, found: list[NoteOperation]) -> list[dict[str, Any]]:
    undone = notes_queries.undone(db.session, subnetwork.id)
    names = owners.names(db.session, {one.account_id for one in found if one.account_id is not None})
    own, unit = ("id", "kind", "from_id", "to_id", "memo", "created_at", "undoes_id"), unit_of(subnetwork)
    return [
        {name: getattr(one, name) for name in own}
        | {
            "amount": {"amount": one.amount, **unit},
            "holder": None if one.account_id is None else names.get(one.account_id, ""),
            "was_undone": one.id in undone,
        }
        for one in found
    ]


def _paper(subnetwork: Subnetwork) -> notes_queries.Paper:
    ledger = find_ledger(db.session, subnetwork.id, services.SLUG)
    return notes_queries.paper(db.session, subnetwork.id, ledger)


def _series(line: notes_queries.SeriesSum, unit: dict[str, Any]) -> dict[str, Any]:
    series = line.series
    return {
        **{name: getattr(series, name) for name in ("id", "name", "first_number", "last_number")},
        **{name: getattr(line, name) for name in ("printed", "out", "gone", "counted")},
        "value": {"amount": series.value, **unit},
    }
