"""Paper cheques for programs: books of them, given or set apart, and whether one is good."""

from typing import Any
from uuid import UUID

from flask import abort

from app.plugin_api import Refusal, _
from app.plugin_web import May, Scope, db, here, id_of_request, in_unit, the_member
from plugins.time_bank import api_cheque_shapes as shapes
from plugins.time_bank import cheque_queries, cheques
from plugins.time_bank.api_group import bp
from plugins.time_bank.cheque_numbers import is_sound, read_number
from plugins.time_bank.cheque_queries import BookRow
from plugins.time_bank.desks import Desk, desk, here_or_404, ledger_of, parties
from plugins.time_bank.models import ChequeBook, ChequeState


@bp.operation("/<slug>/cheques/<cheque_number>", may=May.TAKE_PART, gives=shapes.ChequeSchema)
def cheque(slug: str, cheque_number: str) -> dict[str, Any]:
    """Say whether a paper cheque is good; what it moved, to whom it was given and to coordinators."""
    subnetwork = here_or_404(slug)
    ledger = ledger_of(subnetwork) or abort(404)
    read = read_number(cheque_number)
    found = cheque_queries.cheque(db.session, ledger.id, read) if read and is_sound(read) else None
    if found is None:
        abort(404)
    moved = [] if found.transfer_id is None else [found.transfer_id]
    holder = found.book.member
    may_know = subnetwork.id in here.coordinates or found.book.member_id == the_member().id
    use = cheque_queries.use_of(db.session, found) if may_know else None
    return {
        "number": found.number,
        "state": found.state,
        "undone": bool(cheque_queries.taken_back(db.session, moved)),
        "given_to": holder.first_name if may_know and holder is not None else None,
        "used": use and {**vars(use), "amount": in_unit(use.amount, ledger)},
    }


@bp.operation(
    "/<slug>/cheque-books",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=shapes.ChequeBookSchema(many=True),
)
def cheque_books(slug: str) -> list[dict[str, Any]]:
    """List the books of cheques, the newest first, with how many of each are in which state."""
    at = desk(slug)
    return [_book_line(row) for row in cheque_queries.books_of(db.session, at.ledger.id)]


@bp.operation(
    "/<slug>/cheque-books",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=shapes.ChequeBookNewSchema,
    gives=shapes.ChequeBookSchema,
    status=201,
)
def cheque_book_new(body: dict[str, Any], slug: str) -> dict[str, Any]:
    """Number a new book of cheques, for a member or for the stock."""
    at, member_id = desk(slug), body["member_id"]
    made = cheques.print_book(
        db.session,
        ledger=at.ledger,
        book_id=id_of_request(f"cheque book:{at.ledger.id}"),
        cheques=body["cheques"],
        member_id=_member(member_id) if member_id is not None else None,
        made_by_id=the_member().id,
    )
    return _book_shown(at, made.id)


@bp.operation(
    "/<slug>/cheque-books/<uuid:book_id>",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    gives=shapes.ChequeBookDetailSchema,
)
def cheque_book(slug: str, book_id: UUID) -> dict[str, Any]:
    """Show a book with the state of each of its cheques."""
    at = desk(slug)
    found = _book(at, book_id)
    return _book_shown(at, book_id) | {"given_at": found.given_at, "cheques": found.cheques}


@bp.operation(
    "/<slug>/cheque-books/<uuid:book_id>/give",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=shapes.ChequeBookGivenSchema,
    gives=shapes.ChequeBookSchema,
)
def cheque_book_give(body: dict[str, Any], slug: str, book_id: UUID) -> dict[str, Any]:
    """Give a book of the stock to a member, who pays with its cheques from now on."""
    at = desk(slug)
    cheques.give_book(db.session, _book(at, book_id), member_id=_member(body["member_id"]))
    return _book_shown(at, book_id)


@bp.operation(
    "/<slug>/cheque-books/<uuid:book_id>/state",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=shapes.ChequesSetApartSchema,
    gives=shapes.ChequeBookSchema,
)
def cheque_book_state(body: dict[str, Any], slug: str, book_id: UUID) -> dict[str, Any]:
    """Cancel all cheques of a book that are still out, or record that they are lost."""
    at = desk(slug)
    cheques.set_apart_book(db.session, _book(at, book_id), ChequeState(body["state"]))
    return _book_shown(at, book_id)


@bp.operation(
    "/<slug>/cheques/<cheque_number>/state",
    method="POST",
    may=May.COORDINATE,
    scope=Scope.COORDINATE,
    body=shapes.ChequesSetApartSchema,
    gives=shapes.ChequeSchema,
)
def cheque_state(body: dict[str, Any], slug: str, cheque_number: str) -> dict[str, Any]:
    """Cancel a cheque, record that it is lost, or make it good again; one that was used stays used."""
    at = desk(slug)
    found = cheque_queries.cheque(db.session, at.ledger.id, cheque_number) or abort(404)
    cheques.set_apart(db.session, found, ChequeState(body["state"]))
    return cheque(slug, cheque_number)


def _member(member_id: UUID) -> UUID:
    if parties().of(member_id) is None:
        raise Refusal(_("Choose somebody who is a member here."), field="member_id")
    return member_id


def _book(at: Desk, book_id: UUID) -> ChequeBook:
    return cheque_queries.book(db.session, at.ledger.id, book_id) or abort(404)


def _book_shown(at: Desk, book_id: UUID) -> dict[str, Any]:
    rows = cheque_queries.books_of(db.session, at.ledger.id)
    return next(_book_line(row) for row in rows if row.book.id == book_id)


def _book_line(row: BookRow) -> dict[str, Any]:
    return {
        "id": row.book.id,
        "number": row.book.number,
        "first": row.first,
        "last": row.last,
        "given_to": None if row.book.member is None else row.book.member.first_name,
        **{state.value: row.counts.get(state, 0) for state in ChequeState},
    }
