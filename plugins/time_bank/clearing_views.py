"""Cheques that were set aside when their pile was posted: entered again, or done with."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.plugin_api import Refusal, _, new_id
from app.plugin_web import May, allow, db, the_member
from plugins.time_bank import batch_queries, batches
from plugins.time_bank.blueprint import bp
from plugins.time_bank.desks import Desk, desk, key_as_id
from plugins.time_bank.models import BatchRow


@bp.get("/<slug>/piles/to-clear")
@allow(May.COORDINATE)
def to_clear(slug: str) -> ResponseReturnValue:
    """List what was set aside and still waits."""
    at = desk(slug)
    return render_template(
        "time_bank/to_clear.html",
        subnetwork=at.subnetwork,
        rows=batch_queries.to_clear(db.session, at.ledger.id),
        key=new_id().hex,
    )


@bp.post("/<slug>/piles/to-clear")
@allow(May.COORDINATE)
def clear(slug: str) -> ResponseReturnValue:
    """Begin a new pile with the chosen cheques, or note that they need nothing more."""
    at = desk(slug)
    rows, batch_id = _chosen(at), key_as_id(request.form.get("key"))
    if batch_queries.batch(db.session, at.ledger.id, batch_id) is not None:  # sent twice
        return redirect(url_for(".batch", slug=slug, batch_id=batch_id))
    if not rows:
        raise Refusal(_("Choose at least one cheque."))
    if "again" not in request.form:
        batches.clear(db.session, rows)
        db.session.commit()
        flash(_("Noted: nothing more to enter for them."), "success")
        return redirect(url_for(".to_clear", slug=slug))
    made = batches.enter_again(
        db.session, ledger=at.ledger, rows=rows, batch_id=batch_id, entered_by_id=the_member().id
    )
    db.session.commit()
    return redirect(url_for(".batch", slug=slug, batch_id=made.id))


def _chosen(at: Desk) -> list[BatchRow]:
    asked = set(request.form.getlist("row"))
    waiting = batch_queries.to_clear(db.session, at.ledger.id)
    return [row for row in waiting if place_of(row.batch_id, row.place) in asked]


def place_of(batch_id: UUID, place: int) -> str:
    """Name a row in a form."""
    return f"{batch_id.hex}-{place}"
