"""Notes that move, for programs: handed out, taken back, counted, brought elsewhere, destroyed, lost."""

from typing import Any
from uuid import UUID

from app.plugin_api import Account, Refusal, Subnetwork, _
from app.plugin_web import May, Scope, db, key_of_request, refuse_body, the_member
from plugins.local_currency import api_notes_shapes as shapes
from plugins.local_currency import notes, notes_counter, notes_queries, owners, services
from plugins.local_currency.api_group import bp
from plugins.local_currency.api_notes import operation_shown, place_shown
from plugins.local_currency.notes_guards import place_or_404
from plugins.local_currency.notes_models import NoteMove, NoteOperation
from plugins.local_currency.notes_recording import lock

PLACE = "/<slug>/notes/places/<uuid:note_place_id>"


@bp.operation(
    f"{PLACE}/issue",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.COORDINATE,
    body=shapes.NotesIssueSchema,
    gives=shapes.NoteOperationSchema,
    status=201,
)
def notes_issue(body: dict[str, Any], slug: str, note_place_id: UUID) -> dict[str, Any]:
    """Hand out notes; as many units leave the account, which euros at an open desk may bring there first."""
    subnetwork, place = place_or_404(slug, note_place_id, NoteMove.ISSUED)
    quantities = _quantities(subnetwork, body)
    lock(db.session, place.id)  # before any account, which may be opened for them
    made = notes_counter.hand_out(
        db.session,
        subnetwork,
        quantities,
        place=place,
        account=_account(subnetwork, body["to"]),
        means=body["means"],
        memo=body["memo"].strip(),
        key=key_of_request(),
        by=the_member(),
    )
    return operation_shown(subnetwork, made)


@bp.operation(
    f"{PLACE}/return",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.COORDINATE,
    body=shapes.NotesReturnSchema,
    gives=shapes.NoteOperationSchema,
    status=201,
)
def notes_return(body: dict[str, Any], slug: str, note_place_id: UUID) -> dict[str, Any]:
    """Take notes back; as many units come onto the account."""
    subnetwork, place = place_or_404(slug, note_place_id, NoteMove.RETURNED)
    quantities = _quantities(subnetwork, body)
    lock(db.session, place.id)
    made = notes.take_back(
        db.session,
        subnetwork,
        services.ledger(db.session, subnetwork),
        quantities,
        place=place,
        account=_account(subnetwork, body["to"]),
        key=key_of_request(),
        by=the_member(),
    )
    return operation_shown(subnetwork, made)


@bp.operation(
    f"{PLACE}/count",
    method="POST",
    may=May.TAKE_PART,
    scope=Scope.COORDINATE,
    body=shapes.NotesCountSchema,
    gives=shapes.NotePlaceSchema,
)
def notes_count(body: dict[str, Any], slug: str, note_place_id: UUID) -> dict[str, Any]:
    """Enter what a count of some series found; a difference needs a word. Gives the stock after it."""
    subnetwork, place = place_or_404(slug, note_place_id, NoteMove.COUNTED)
    notes.count(
        db.session,
        subnetwork,
        _quantities(subnetwork, body),
        place=place,
        seen={one["series_id"]: one["seen"] for one in body["notes"]},
        memo=body["memo"].strip(),
        key=key_of_request(),
        by=the_member(),
    )
    return place_shown(place, is_mine=True)


@bp.operation(
    f"{PLACE}/move",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=shapes.NotesElsewhereSchema,
    gives=shapes.NoteOperationSchema,
    status=201,
)
def notes_move(body: dict[str, Any], slug: str, note_place_id: UUID) -> dict[str, Any]:
    """Bring notes of one place to another."""
    subnetwork, place = place_or_404(slug, note_place_id, NoteMove.MOVED)
    target = notes_queries.place(db.session, subnetwork.id, body["to_place_id"])
    if target is None or target.id == place.id:
        raise Refusal(_("Choose two different places."), field="to_place_id")
    made = notes.move(
        db.session,
        subnetwork,
        _quantities(subnetwork, body),
        from_place=place,
        to_place=target,
        key=key_of_request(),
        by=the_member(),
        memo=body["memo"].strip(),
    )
    return operation_shown(subnetwork, made)


@bp.operation(
    f"{PLACE}/destroy",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=shapes.NotesGoneSchema,
    gives=shapes.NoteOperationSchema,
    status=201,
)
def notes_destroy(body: dict[str, Any], slug: str, note_place_id: UUID) -> dict[str, Any]:
    """Enter that notes of a stock were destroyed: torn or withdrawn, not out."""
    return _gone(body, slug, note_place_id, NoteMove.DESTROYED)


@bp.operation(
    f"{PLACE}/lose",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=shapes.NotesGoneSchema,
    gives=shapes.NoteOperationSchema,
    status=201,
)
def notes_lose(body: dict[str, Any], slug: str, note_place_id: UUID) -> dict[str, Any]:
    """Enter that notes of a stock cannot be found; found again, count them."""
    return _gone(body, slug, note_place_id, NoteMove.LOST)


def _gone(body: dict[str, Any], slug: str, note_place_id: UUID, kind: NoteMove) -> dict[str, Any]:
    subnetwork, place = place_or_404(slug, note_place_id, kind)
    made: NoteOperation = notes.take_out(
        db.session,
        subnetwork,
        kind,
        _quantities(subnetwork, body),
        place=place,
        memo=body["memo"].strip(),
        key=key_of_request(),
        by=the_member(),
    )
    return operation_shown(subnetwork, made)


def _quantities(subnetwork: Subnetwork, body: dict[str, Any]) -> dict[UUID, int]:
    """Return how many notes of each series were named; each series stands once and is of this currency."""
    known = notes_queries.values_of(db.session, subnetwork.id)
    found: dict[UUID, int] = {}
    for number, one in enumerate(body["notes"]):
        if one["series_id"] not in known:
            _refuse(number, _("There is no such series here."))
        if one["series_id"] in found:
            _refuse(number, _("Name each series once."))
        found[one["series_id"]] = one["quantity"]
    return found


def _refuse(number: int, sentence: str) -> None:
    refuse_body({"notes": {number: {"series_id": [sentence]}}})


def _account(subnetwork: Subnetwork, key: str) -> Account:
    account = owners.account(db.session, subnetwork, key)
    if account is None:
        raise Refusal(
            _("Nobody is called so here. Only members and approved organisations get units."), field="to"
        )
    return account
