"""Books of paper cheques: printing, giving, cancelling; and what the code on a cheque leads to."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.plugin_api import Refusal, Subnetwork, _, new_id, ngettext
from app.plugin_web import May, allow, coordinated, db, enabled_or_404, pdf_response, qr_svg, the_member
from plugins.time_bank import batch_queries, cheque_queries, cheques, services
from plugins.time_bank.blueprint import bp
from plugins.time_bank.cheque_numbers import is_sound, read_number
from plugins.time_bank.desks import Desk, desk, here_or_404, key_as_id, ledger_of, parties
from plugins.time_bank.models import ChequeBook, ChequeState
from plugins.time_bank.paper_forms import BookForm, GiveForm
from plugins.time_bank.parties import Party
from plugins.time_bank.words import CHEQUE_LOOKS, CHEQUE_STATES

CHANGES = (ChequeState.PRINTED, ChequeState.CANCELLED, ChequeState.LOST)


@bp.get("/<slug>/cheques")
@allow(May.COORDINATE)
def paper(slug: str) -> ResponseReturnValue:
    """Show the books of cheques and the piles that were entered."""
    at = desk(slug)
    searched = request.args.get("number", "").strip()
    number = read_number(searched) if searched else None
    if number is not None and cheque_queries.cheque(db.session, at.ledger.id, number) is not None:
        return redirect(url_for(".cheque", slug=slug, cheque_number=number))
    return render_template(
        "time_bank/paper.html",
        subnetwork=at.subnetwork,
        ledger=at.ledger,
        books=cheque_queries.books_of(db.session, at.ledger.id),
        batches=batch_queries.newest(db.session, at.ledger.id),
        to_clear=len(batch_queries.to_clear(db.session, at.ledger.id)),
        states=CHEQUE_STATES,
        searched=searched,
    )


@bp.route("/<slug>/cheques/new", methods=["GET", "POST"])
@allow(May.COORDINATE)
def new_book(slug: str) -> ResponseReturnValue:
    """Number a new book of cheques, for a member or for the stock."""
    at, known = desk(slug), parties()
    form = BookForm(key=new_id().hex, member=request.args.get("for", ""))
    if form.validate_on_submit():
        try:
            holder = _member(form.member.data or "") if form.member.data else None
            book = cheques.print_book(
                db.session,
                ledger=at.ledger,
                book_id=key_as_id(form.key.data),
                cheques=form.cheques.data or 0,
                member_id=holder.member_id if holder is not None else None,
                made_by_id=the_member().id,
            )
            db.session.commit()
            return redirect(url_for(".book", slug=slug, book_id=book.id))
        except Refusal as refusal:
            db.session.rollback()
            form.member.errors = [*refusal.reasons]
    page = render_template("time_bank/new_book.html", subnetwork=at.subnetwork, form=form, parties=known)
    return page, 422 if form.errors else 200


def _member(typed: str) -> Party:
    found = [party for party in parties().find(typed) if party.member_id is not None]
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refusal(_("Nobody here is called %(name)s. Choose a name from the list.", name=typed))
    names = ", ".join(party.name for party in found[:4])
    raise Refusal(_("More than one person is called so: %(names)s. Choose one from the list.", names=names))


@bp.route("/<slug>/cheques/books/<uuid:book_id>", methods=["GET", "POST"])
@allow(May.COORDINATE)
def book(slug: str, book_id: UUID) -> ResponseReturnValue:
    """Show a book with the state of each cheque; give it to a member."""
    at, known = desk(slug), parties()
    found, form = _book(at, book_id), GiveForm()
    if form.validate_on_submit():
        try:
            holder = _member(form.member.data or "")
            assert holder.member_id is not None
            cheques.give_book(db.session, found, member_id=holder.member_id)
            db.session.commit()
            flash(_("The book is %(name)s's now.", name=holder.first_name), "success")
            return redirect(url_for(".book", slug=slug, book_id=book_id))
        except Refusal as refusal:
            db.session.rollback()
            found = _book(at, book_id)
            form.member.errors = [*refusal.reasons]
    page = render_template(
        "time_bank/book.html",
        subnetwork=at.subnetwork,
        book=found,
        form=form,
        parties=known,
        states=CHEQUE_STATES,
        looks=CHEQUE_LOOKS,
    )
    return page, 422 if form.errors else 200


@bp.get("/<slug>/cheques/books/<uuid:book_id>.pdf")
@allow(May.COORDINATE)
def book_pdf(slug: str, book_id: UUID) -> ResponseReturnValue:
    """Give a book to print: three cheques a page, each with a counterfoil and a code."""
    at = desk(slug)
    found = _book(at, book_id)
    return pdf_response(
        "time_bank/print/cheques.html",
        name=f"cheques-{found.number}",
        subnetwork=at.subnetwork,
        ledger=at.ledger,
        book=found,
        codes={one.number: _code(at.subnetwork, one.number) for one in found.cheques},
        printed=ChequeState.PRINTED,
    )


def _code(subnetwork: Subnetwork, number: str) -> str:
    return qr_svg(url_for(".cheque", slug=subnetwork.slug, cheque_number=number, _external=True))


@bp.post("/<slug>/cheques/books/<uuid:book_id>/cancel")
@allow(May.COORDINATE)
def cancel_book(slug: str, book_id: UUID) -> ResponseReturnValue:
    """Cancel all cheques of a book that nobody has used, or record that they are lost."""
    at = desk(slug)
    found, state = _book(at, book_id), _state()
    many = cheques.set_apart_book(db.session, found, state)
    db.session.commit()
    if state is ChequeState.LOST:
        said = ngettext("%(num)s cheque is recorded as lost.", "%(num)s cheques are recorded as lost.", many)
    else:
        said = ngettext("%(num)s cheque is cancelled.", "%(num)s cheques are cancelled.", many)
    flash(said, "success")
    return redirect(url_for(".book", slug=slug, book_id=book_id))


def _state() -> ChequeState:
    asked = request.form.get("state", "")
    return ChequeState(asked) if asked in CHANGES else abort(400)


def _book(at: Desk, book_id: UUID) -> ChequeBook:
    return cheque_queries.book(db.session, at.ledger.id, book_id) or abort(404)


@bp.get("/<slug>/cheque/<cheque_number>")
@allow(May.TAKE_PART)
def cheque(slug: str, cheque_number: str) -> ResponseReturnValue:
    """Say whether a paper cheque is good: what the code printed on it leads to."""
    subnetwork = here_or_404(slug)
    ledger = ledger_of(subnetwork) or abort(404)
    read = read_number(cheque_number)
    found = (
        cheque_queries.cheque(db.session, ledger.id, read) if read is not None and is_sound(read) else None
    )
    if found is None:
        abort(404)
    is_back = found.transfer_id in cheque_queries.taken_back(
        db.session, [found.transfer_id] if found.transfer_id else []
    )
    return render_template(
        "time_bank/cheque.html",
        subnetwork=subnetwork,
        ledger=ledger,
        cheque=found,
        is_back=is_back,
        use=cheque_queries.use_of(db.session, found),
        is_mine=found.book.member_id == the_member().id,
        states=CHEQUE_STATES,
        looks=CHEQUE_LOOKS,
    )


@bp.post("/<slug>/cheque/<cheque_number>/state")
@allow(May.COORDINATE)
def change_cheque(slug: str, cheque_number: str) -> ResponseReturnValue:
    """Cancel a cheque, record that it is lost, or make it good again."""
    subnetwork = coordinated(slug)
    enabled_or_404(subnetwork, services.SLUG)
    ledger = ledger_of(subnetwork)
    found = cheque_queries.cheque(db.session, ledger.id, cheque_number) if ledger is not None else None
    if found is None:
        abort(404)
    cheques.set_apart(db.session, found, _state())
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for(".cheque", slug=slug, cheque_number=cheque_number))
