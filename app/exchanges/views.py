"""Pages of exchanges: mine, one, asking, proposing, moving, and those that a coordinator settles."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import cast
from uuid import UUID

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    url_for,
)
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from app import text
from app.config import Settings
from app.conversations import queries as conversation_queries
from app.conversations import services as conversation_services
from app.conversations.forms import MessageForm
from app.conversations.subjects import Subject, describe_with
from app.errors import Refusal
from app.exchanges import calendar, page, queries, services
from app.exchanges.asking import asked_for, first_wish
from app.exchanges.forms import AskForm, MoveForm, ProposalForm, SettleForm
from app.exchanges.models import Exchange, State
from app.exchanges.standing import LOOKS, state_label
from app.exchanges.words import when_in_words
from app.listings.models import Listing
from app.members import addresses
from app.members.models import Member
from app.subnetworks.panels import panels_of_kind
from app.text import _
from app.web.access import May, Role, allow
from app.web.asked import asked_number
from app.web.context import here, the_member, the_plugins, the_territory
from app.web.database import db


@dataclass(frozen=True, kw_only=True)
class Row:
    """An exchange in a list, as ``macros/cards.html`` shows it."""

    url: str
    title: str
    first_name: str
    state: str
    state_label: str
    next_step: str | None
    when: str
    unread: int | None = None


bp = Blueprint("exchanges", __name__, url_prefix="/t/<territory>")


@bp.get("/exchanges")
@allow(May.TAKE_PART)
def index() -> ResponseReturnValue:
    """Show my exchanges: those that wait for me, then the open ones, then the past."""
    number = asked_number("page")
    found = queries.page_of(db.session, the_member().id, page=number)
    return render_template(
        "exchanges/index.html",
        groups=_groups(found.exchanges),
        waiting=found.waiting,
        page=number,
        pages=max(1, ceil(found.total / queries.PAGE)),
    )


def _groups(exchanges: Sequence[Exchange]) -> list[tuple[str, list[Row]]]:
    groups: dict[str, list[Row]] = {}
    for exchange, row in zip(exchanges, exchange_rows(exchanges), strict=True):
        waits = exchange.awaits_id == the_member().id
        title = _("Waits for you") if waits else _("Under way") if exchange.is_open else _("Over")
        groups.setdefault(title, []).append(row)
    return list(groups.items())


def exchange_rows(exchanges: Sequence[Exchange]) -> list[Row]:
    """Return the lines of a list of my exchanges, as ``macros/cards.html`` shows them."""
    return [_row(exchange) for exchange in exchanges]


def _row(exchange: Exchange) -> Row:
    questions = {State.DONE: _("Is it done?")}
    waits = exchange.awaits_id == the_member().id
    return Row(
        url=url_for("exchanges.show", exchange_id=exchange.id),
        title=exchange.listing.title,
        first_name=_other(exchange).first_name,
        state=LOOKS[State(exchange.state)],
        state_label=state_label(exchange),
        next_step=questions.get(State(exchange.state), _("Do you agree?")) if waits else None,
        when=when_in_words(exchange.proposal, the_territory().time_zone),
    )


@bp.get("/exchanges/<uuid:exchange_id>")
@allow(May.TAKE_PART)
def show(exchange_id: UUID) -> ResponseReturnValue:
    """Show an exchange: where it stands, what happens next, what was proposed and written."""
    return _page(_mine(exchange_id))


def _page(exchange: Exchange, *, message: MessageForm | None = None, move: MoveForm | None = None) -> str:
    shown = asked_number("messages", least=conversation_queries.THREAD)
    gathered = page.page_for(
        db.session, the_plugins(), exchange, the_member(), zone=the_territory().time_zone, messages=shown
    )
    return render_template(
        "exchanges/show.html",
        page=gathered,
        exchange=exchange,
        form=message or MessageForm(),
        move=move,
        shown=shown,
        address=_address_of(gathered.other) if gathered.they_show else None,
        panels=panels_of_kind(
            db.session,
            the_plugins(),
            "exchange",
            kind=exchange.kind,
            subnetwork_id=exchange.subnetwork_id,
            subject=lambda: exchange,
            reader=the_member(),
        ),
    )


def _address_of(member: Member) -> str:
    return addresses.open_of(member, addresses.cipher(_settings().data_dir))


@bp.post("/exchanges/<uuid:exchange_id>/write")
@allow(May.TAKE_PART)
def write(exchange_id: UUID) -> ResponseReturnValue:
    """Write to the other side."""
    exchange = _mine(exchange_id)
    form = MessageForm()
    if not form.validate_on_submit():
        return _page(exchange, message=form), 422
    conversation_services.write(
        db.session,
        exchange.conversation,
        author=the_member(),
        text=form.text.data or "",
        language=text.language(),
    )
    db.session.commit()
    return redirect(url_for(".show", exchange_id=exchange_id, _anchor="write"))


@bp.post("/exchanges/<uuid:exchange_id>/move")
@allow(May.TAKE_PART)
def move(exchange_id: UUID) -> ResponseReturnValue:
    """Press one of the buttons: agree, say no, cancel, done, confirm, a problem."""
    exchange = _mine(exchange_id, lock=True)
    form = MoveForm()
    if not form.validate_on_submit():
        if form.do.errors:
            abort(400)
        return _page(exchange, move=form), 422
    try:
        sentence = MOVES[form.do.data or ""](exchange, form)
        db.session.commit()
    except Refusal as refusal:
        db.session.rollback()
        if refusal.field == "note":
            form.note.errors = list(refusal.reasons)
            return _page(_mine(exchange_id), move=form), 422
        for reason in refusal.reasons:
            flash(reason, "error")
        return redirect(url_for(".show", exchange_id=exchange_id))
    if sentence:
        flash(sentence, "success")
    return redirect(url_for(".show", exchange_id=exchange_id))


def _accept(exchange: Exchange, form: MoveForm) -> str:
    services.accept(db.session, the_plugins(), exchange, by=the_member(), number=form.number.data)
    return _("You have agreed.")


def _keep(exchange: Exchange, form: MoveForm) -> str:
    services.keep(db.session, exchange, by=the_member(), seen=form.seen.data)
    return _("It stays as you had agreed.")


def _decline(exchange: Exchange, form: MoveForm) -> str:
    note, seen = form.note.data or "", form.seen.data
    services.decline(db.session, the_plugins(), exchange, by=the_member(), note=note, seen=seen)
    return ""


def _cancel(exchange: Exchange, form: MoveForm) -> str:
    note, seen = form.note.data or "", form.seen.data
    services.cancel(db.session, the_plugins(), exchange, by=the_member(), note=note, seen=seen)
    return ""


def _done(exchange: Exchange, form: MoveForm) -> str:
    services.mark_done(db.session, the_plugins(), exchange, by=the_member())
    return ""


def _confirm(exchange: Exchange, form: MoveForm) -> str:
    services.confirm(db.session, the_plugins(), exchange, by=the_member())
    return ""


def _dispute(exchange: Exchange, form: MoveForm) -> str:
    services.dispute(db.session, the_plugins(), exchange, by=the_member(), note=form.note.data or "")
    return _("The coordinator can read it now.")


def _show_address(exchange: Exchange, form: MoveForm) -> str:
    services.show_address(db.session, exchange, by=the_member())
    return _("%(name)s can see your address now.", name=_other(exchange).first_name)


def _hide_address(exchange: Exchange, form: MoveForm) -> str:
    services.hide_address(db.session, exchange, by=the_member())
    return _("Your address is hidden again.")


MOVES: dict[str, Callable[[Exchange, MoveForm], str]] = {
    "accept": _accept,
    "keep": _keep,
    "decline": _decline,
    "cancel": _cancel,
    "done": _done,
    "confirm": _confirm,
    "dispute": _dispute,
    "show": _show_address,
    "hide": _hide_address,
}


@bp.get("/exchanges/<uuid:exchange_id>/propose")
@allow(May.TAKE_PART)
def propose(exchange_id: UUID) -> ResponseReturnValue:
    """Show the form of a proposal, filled in with what stands."""
    exchange = _mine(exchange_id)
    form = _proposal_form(exchange)
    form.fill(exchange.pending or exchange.proposal)
    form.seen.data = str(exchange.version)
    return _proposing(exchange, form)


@bp.post("/exchanges/<uuid:exchange_id>/propose")
@allow(May.TAKE_PART)
def send_proposal(exchange_id: UUID) -> ResponseReturnValue:
    """Propose something else."""
    exchange = _mine(exchange_id, lock=True)
    form = _proposal_form(exchange)
    if not form.validate_on_submit():
        return _proposing(exchange, form), 422
    seen = form.seen_version()
    try:
        services.propose(db.session, the_plugins(), exchange, by=the_member(), wish=form.wish(), seen=seen)
        db.session.commit()
    except Refusal as refusal:
        db.session.rollback()
        form.blame(refusal.field, refusal.reasons)
        return _proposing(_mine(exchange_id), form), 422
    flash(_("Your proposal is on its way to %(name)s.", name=_other(exchange).first_name), "success")
    return redirect(url_for(".show", exchange_id=exchange_id))


def _proposal_form(exchange: Exchange) -> ProposalForm:
    asked = asked_for(db.session, the_plugins(), exchange.listing, zone=the_territory().time_zone)
    return ProposalForm(asked)


def _proposing(exchange: Exchange, form: ProposalForm) -> str:
    return render_template(
        "exchanges/propose.html", exchange=exchange, other=_other(exchange), form=form, state=State
    )


@bp.get("/listings/<uuid:listing_id>/ask")
@allow(May.TAKE_PART)
def ask(listing_id: UUID) -> ResponseReturnValue:
    """Show the form by which a listing is answered."""
    listing = _askable(listing_id)
    if asked := queries.open_between(db.session, listing_id=listing.id, asker_id=the_member().id):
        return redirect(url_for(".show", exchange_id=asked.id))
    form = _ask_form(listing)
    first_wish(db.session, the_plugins(), listing, form)
    return _asking(listing, form)


@bp.post("/listings/<uuid:listing_id>/ask")
@allow(May.TAKE_PART)
def send_ask(listing_id: UUID) -> ResponseReturnValue:
    """Answer a listing."""
    listing = _askable(listing_id)
    form = _ask_form(listing)
    if not form.validate_on_submit():
        return _asking(listing, form), 422
    try:
        exchange = services.ask(
            db.session,
            the_plugins(),
            listing=listing,
            asker=the_member(),
            text=form.text.data or "",
            wish=form.wish(),
        )
        db.session.commit()
    except Refusal as refusal:
        db.session.rollback()
        form.blame(refusal.field, refusal.reasons)
        return _asking(_askable(listing_id), form), 422
    flash(_("Your message is on its way to %(name)s.", name=exchange.owner.first_name), "success")
    return redirect(url_for(".show", exchange_id=exchange.id))


def _askable(listing_id: UUID) -> Listing:
    listing = queries.listing_to_ask(db.session, listing_id)
    if listing is None or listing.status not in queries.ANSWERABLE:
        abort(404)
    return listing


def _ask_form(listing: Listing) -> AskForm:
    return AskForm(asked_for(db.session, the_plugins(), listing, zone=the_territory().time_zone))


def _asking(listing: Listing, form: AskForm) -> str:
    kind = the_plugins().kinds.get(listing.kind)
    return render_template(
        "exchanges/ask.html", listing=listing, form=form, icon_name=kind.icon if kind else "box"
    )


@bp.get("/exchanges/<uuid:exchange_id>/calendar.ics")
@allow(May.TAKE_PART)
def calendar_entry(exchange_id: UUID) -> ResponseReturnValue:
    """Give the agreed exchange as a calendar entry."""
    return in_calendar(_mine(exchange_id))


def in_calendar(exchange: Exchange) -> Response:
    """Return an agreed exchange as a calendar entry; one without a day, or that is over, has none."""
    agreed = exchange.agreed
    if agreed is None or agreed.starts_at is None or exchange.state not in (State.AGREED, State.DONE):
        abort(404)
    settings = _settings()
    body = calendar.entry(
        exchange,
        agreed,
        url=settings.base_url + url_for("exchanges.show", exchange_id=exchange.id),
        host=settings.host,
        zone=the_territory().time_zone,
        name=_other(exchange).first_name,
    )
    headers = {"Content-Disposition": f'attachment; filename="together-{exchange.id}.ics"'}
    return Response(body, mimetype="text/calendar", headers=headers)


@bp.get("/exchanges/disputes")
@allow(May.COORDINATE)
def disputes() -> ResponseReturnValue:
    """Show the disagreements that wait for me as a coordinator."""
    found = queries.disputes(db.session, the_member(), _coordinates())
    return render_template("exchanges/disputes.html", exchanges=found)


@bp.get("/exchanges/disputes/<uuid:exchange_id>")
@allow(May.COORDINATE)
def settle(exchange_id: UUID) -> ResponseReturnValue:
    """Show a disagreement, what both sides say, and the form that settles it."""
    return _settling(_disputed(exchange_id))


@bp.post("/exchanges/disputes/<uuid:exchange_id>")
@allow(May.COORDINATE)
def send_settlement(exchange_id: UUID) -> ResponseReturnValue:
    """Settle a disagreement."""
    exchange = _disputed(exchange_id, lock=True)
    form = _settle_form(exchange)
    if not form.validate_on_submit():
        return _settling(exchange, form), 422
    try:
        services.settle_dispute(
            db.session,
            the_plugins(),
            exchange,
            by=the_member(),
            to=State(form.to.data),
            note=form.note.data or "",
            amount=form.chosen_amount(),
        )
        db.session.commit()
    except Refusal as refusal:
        db.session.rollback()
        form.form_errors.extend(refusal.reasons)
        return _settling(_disputed(exchange_id), form), 422
    flash(_("It is settled, and both of them have been told."), "success")
    return redirect(url_for(".disputes"))


def _disputed(exchange_id: UUID, *, lock: bool = False) -> Exchange:
    found = queries.dispute_for(db.session, the_member(), _coordinates(), exchange_id, lock=lock)
    return found or abort(404)


def _settle_form(exchange: Exchange) -> SettleForm:
    return SettleForm(page.dispute_page(db.session, the_plugins(), exchange, zone="UTC").money)


def _settling(exchange: Exchange, form: SettleForm | None = None) -> str:
    gathered = page.dispute_page(db.session, the_plugins(), exchange, zone=the_territory().time_zone)
    return render_template(
        "exchanges/settle.html", page=gathered, exchange=exchange, form=form or SettleForm(gathered.money)
    )


def _coordinates() -> Sequence[UUID] | None:
    """Return the sub-networks whose disagreements I may settle; ``None``: those of the whole territory."""
    return None if Role.ADMINISTRATOR in here.roles else sorted(here.coordinates)


def _mine(exchange_id: UUID, *, lock: bool = False) -> Exchange:
    return queries.exchange_for(db.session, the_member().id, exchange_id, lock=lock) or abort(404)


def _other(exchange: Exchange) -> Member:
    return exchange.owner if the_member().id == exchange.asker_id else exchange.asker


def _settings() -> Settings:
    settings: Settings = current_app.extensions["together_settings"]
    return settings


def _subjects(conversation_ids: Sequence[UUID], reader: Member) -> dict[UUID, Subject]:
    """Say of conversations which exchange they are about."""
    return {
        conversation_id: Subject(
            url=url_for("exchanges.show", exchange_id=exchange.id),
            label=state_label(exchange),
            look=LOOKS[State(exchange.state)],
            waits=exchange.awaits_id == reader.id,
        )
        for conversation_id, exchange in queries.of_conversations(db.session, conversation_ids).items()
    }


@bp.record_once
def _describe_conversations(state: BlueprintSetupState) -> None:
    describe_with(cast(Flask, state.app), _subjects)
