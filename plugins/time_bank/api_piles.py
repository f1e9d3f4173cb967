"""Piles of paper cheques for programs: checked, posted in one step, taken back row by row."""

from typing import Any
from uuid import UUID

from flask import abort, url_for

from app.plugin_api import Refusal, _, new_id
from app.plugin_web import May, Scope, db, id_of_request, in_unit, refuse_body, the_member
from plugins.time_bank import api_pile_shapes as shapes
from plugins.time_bank import batch_posting, batch_queries, batches
from plugins.time_bank.api_group import bp
from plugins.time_bank.batch_checks import Checked, check
from plugins.time_bank.batch_reading import as_typed
from plugins.time_bank.desks import Desk, desk, parties, today
from plugins.time_bank.models import Batch, BatchRow
from plugins.time_bank.parties import Parties

COMMUNITY = "community"


@bp.operation("/<slug>/piles", may=May.COORDINATE, scope=Scope.COORDINATE, gives=shapes.PileSchema(many=True))
def piles(slug: str) -> list[dict[str, Any]]:
    """List the newest piles, drafts of the page first; at most 50."""
    at = desk(slug)
    return [_shown(at, line.batch) for line in batch_queries.newest(db.session, at.ledger.id)]


@bp.operation(
    "/<slug>/piles/preview",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=shapes.PileNewSchema,
    gives=shapes.PileCheckedSchema,
)
def pile_preview(body: dict[str, Any], slug: str) -> dict[str, Any]:
    """Say how a pile is understood and what stands in its way; nothing is kept."""
    at, known = desk(slug), parties()
    batches.count(body["counted_cheques"], body["counted_amount"])
    pile = Batch(
        id=new_id(),
        territory_id=at.ledger.territory_id,
        ledger_id=at.ledger.id,
        counted_cheques=body["counted_cheques"],
        counted_amount=body["counted_amount"],
        rows=[],
    )
    batches.keep(db.session, pile, _typed(at, body["rows"], known))
    found = check(db.session, at.ledger, pile, known, today=today())
    return {
        "is_fine": found.is_fine,
        "totals": found.totals,
        "amount": in_unit(found.typed_amount, at.ledger),
        "rows": [
            {
                "place": one.row.place,
                "payer": one.payer and one.payer.name,
                "payee": one.payee and one.payee.name,
                "problems": {} if one.row.set_aside else one.problems,
            }
            for one in found.rows
        ],
    }


@bp.operation(
    "/<slug>/piles",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=shapes.PileNewSchema,
    gives=shapes.PileDetailSchema,
    status=201,
)
def pile_new(body: dict[str, Any], slug: str) -> Any:
    """Enter a pile and post it: every cheque that is not set aside, or none and what is wrong with each.

    The idempotency key names the pile for ever; each cheque counts once, under whichever key.
    """
    at, known = desk(slug), parties()
    pile_id = id_of_request(f"pile:{at.ledger.id}")
    found = batch_queries.batch(db.session, at.ledger.id, pile_id)
    if found is not None:
        if (found.counted_cheques, found.counted_amount) != (body["counted_cheques"], body["counted_amount"]):
            raise Refusal(_("Another pile was entered under this key."))
    else:
        found = batches.open_batch(
            db.session,
            ledger=at.ledger,
            batch_id=pile_id,
            entered_by_id=the_member().id,
            counted_cheques=body["counted_cheques"],
            counted_amount=body["counted_amount"],
        )
        batches.keep(db.session, found, _typed(at, body["rows"], known))
        try:
            batch_posting.post(
                db.session, ledger=at.ledger, batch=found, parties=known, by_id=the_member().id, today=today()
            )
        except batch_posting.NotPosted as refusal:
            refuse_body(_said(refusal.checked))
    location = url_for("api_time_bank.pile", slug=slug, batch_id=pile_id)
    return _detail(at, _pile(at, pile_id)), 201, {"Location": location}


@bp.operation(
    "/<slug>/piles/to-clear",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=shapes.PileRowWaitingSchema(many=True),
)
def piles_to_clear(slug: str) -> list[dict[str, Any]]:
    """List the cheques that were set aside and still wait, the oldest first; enter them in a new pile."""
    return [_row(row) | {"pile_id": row.batch_id} for row in _waiting(desk(slug))]


@bp.operation(
    "/<slug>/piles/clear",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=shapes.PileRowsClearedSchema,
    gives=shapes.PileRowWaitingSchema(many=True),
)
def piles_clear(body: dict[str, Any], slug: str) -> list[dict[str, Any]]:
    """Note that cheques that were set aside need nothing more; gives those that still wait."""
    at = desk(slug)
    named = {(one["pile_id"], one["place"]) for one in body["rows"]}
    rows = [row for row in _waiting(at) if (row.batch_id, row.place) in named]
    if len(rows) < len(named):
        raise Refusal(_("Not all of these wait to be cleared up."), field="rows")
    batches.clear(db.session, rows)
    return [_row(row) | {"pile_id": row.batch_id} for row in _waiting(at)]


@bp.operation(
    "/<slug>/piles/<uuid:batch_id>",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=shapes.PileDetailSchema,
)
def pile(slug: str, batch_id: UUID) -> dict[str, Any]:
    """Show a pile, and what each of its cheques moved."""
    at = desk(slug)
    return _detail(at, _pile(at, batch_id))


@bp.operation(
    "/<slug>/piles/<uuid:batch_id>/rows/<int:place>/take-back",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=shapes.PileRowBackSchema,
    gives=shapes.PileDetailSchema,
)
def pile_row_take_back(body: dict[str, Any], slug: str, batch_id: UUID, place: int) -> dict[str, Any]:
    """Undo what one cheque moved; both statements show both, and the cheque can be entered again."""
    at = desk(slug)
    if place > batches.MOST_CHEQUES:
        abort(404)
    found = _pile(at, batch_id)
    batches.take_back(db.session, batch=found, place=place, why=body["why"], by_id=the_member().id)
    return _detail(at, found)


def _pile(at: Desk, batch_id: UUID) -> Batch:
    return batch_queries.batch(db.session, at.ledger.id, batch_id) or abort(404)


def _waiting(at: Desk) -> list[BatchRow]:
    return batch_queries.to_clear(db.session, at.ledger.id)


def _typed(at: Desk, rows: list[dict[str, Any]], known: Parties) -> dict[int, dict[str, str]]:
    """Return rows as a person types them on the page, so that the very same checks hold."""
    return {
        place: {
            "number": row["number"],
            "payer": _name(row["payer"], known),
            "why_other_payer": row["why_other_payer"],
            "payee": _name(row["payee"], known),
            "amount": as_typed(row["amount"], at.ledger),
            "day": row["day"].isoformat() if row["day"] is not None else "",
            "what": row["what"],
            "set_aside": "yes" if row["set_aside"] else "",
        }
        for place, row in enumerate(rows, start=1)
    }


def _name(sent: str, known: Parties) -> str:
    if sent == COMMUNITY:
        return known.community.name
    try:
        party = known.of(UUID(sent))
    except ValueError:
        return sent
    return sent if party is None else party.name


def _said(checked: Checked) -> dict[str, Any]:
    rows = {
        str(one.row.place - 1): {name: [sentence] for name, sentence in one.problems.items()}
        for one in checked.to_post
        if one.problems
    }
    return {**({"_schema": checked.totals} if checked.totals else {}), **({"rows": rows} if rows else {})}


def _shown(at: Desk, found: Batch) -> dict[str, Any]:
    return {
        "id": found.id,
        "entered_by": batch_queries.name_of(db.session, found.entered_by_id),
        "counted_cheques": found.counted_cheques,
        "counted_amount": in_unit(found.counted_amount, at.ledger),
        "posted_at": found.posted_at,
    }


def _detail(at: Desk, found: Batch) -> dict[str, Any]:
    rows = batch_queries.posted_rows(db.session, found)
    return _shown(at, found) | {
        "posted": in_unit(batch_queries.amount_posted(db.session, found), at.ledger),
        "rows": [
            _row(one.row)
            | {
                "used": one.use
                and {
                    **vars(one.use),
                    "amount": in_unit(one.use.amount, at.ledger),
                    "transfer_id": one.row.transfer_id,
                    "undone": one.is_back,
                }
            }
            for one in rows
        ],
    }


def _row(row: BatchRow) -> dict[str, Any]:
    names = ("place", "number", "payer", "payee", "amount", "day", "what", "set_aside", "cleared_at")
    return {name: getattr(row, name) for name in names} | {"used": None}
