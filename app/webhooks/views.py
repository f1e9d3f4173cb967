"""Pages on which coordinators look after the webhooks of their sub-network."""

import json
from collections.abc import Callable
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.errors import Refusal
from app.subnetworks.models import Subnetwork
from app.subnetworks.views import coordinated
from app.text import _
from app.web.access import May, allow
from app.web.asked import asked_number
from app.web.context import here
from app.web.database import db
from app.webhooks import payload, queries, secret_views, services
from app.webhooks.blueprint import bp, found_hook, refuse, the_settings
from app.webhooks.forms import PressForm, WebhookForm
from app.webhooks.kinds import KINDS
from app.webhooks.models import Webhook, WebhookDelivery
from app.webhooks.words import DELIVERIES, PAUSES, TROUBLES, standing

__all__ = ["bp", "secret_views"]


@bp.get("/")
@allow(May.COORDINATE)
def index(slug: str) -> ResponseReturnValue:
    """List the webhooks of a sub-network."""
    subnetwork = coordinated(slug)
    hooks = queries.hooks_of(db.session, subnetwork.id)
    return render_template(
        "webhooks/index.html",
        subnetwork=subnetwork,
        hooks=hooks,
        standings=queries.standings(db.session, [hook.id for hook in hooks]),
        standing=standing,
        full=len(hooks) >= services.MOST,
    )


@bp.get("/<uuid:webhook_id>")
@allow(May.COORDINATE)
def show(slug: str, webhook_id: UUID) -> ResponseReturnValue:
    """Show a webhook and the log of what was sent to it."""
    subnetwork, hook = found_hook(slug, webhook_id)
    page = asked_number("page")
    deliveries, last = queries.page_of_deliveries(db.session, hook.id, page)
    return render_template(
        "webhooks/show.html",
        subnetwork=subnetwork,
        hook=hook,
        deliveries=deliveries,
        said={one.id: _said(one, subnetwork) for one in deliveries},
        page=page,
        is_last=last,
        now=queries.standings(db.session, [hook.id])[hook.id],
        standing=standing(hook),
        kinds=KINDS,
        looks=DELIVERIES,
        pauses=PAUSES,
        troubles=TROUBLES,
    )


def _said(delivery: WebhookDelivery, subnetwork: Subnetwork) -> str:
    home = payload.Home(
        base_url=the_settings().base_url,
        territory=here.territory.slug or "" if here.territory else "",
        subnetwork=subnetwork.slug,
    )
    return json.dumps(payload.payload(delivery, home), indent=2)


@bp.route("/<uuid:webhook_id>/edit", methods=["GET", "POST"])
@allow(May.COORDINATE)
def edit(slug: str, webhook_id: UUID) -> ResponseReturnValue:
    """Change the name, the address or what a webhook is told of."""
    subnetwork, hook = found_hook(slug, webhook_id)
    form = WebhookForm(obj=hook)
    if form.validate_on_submit():
        try:
            services.change(
                db.session,
                hook,
                name=form.name.data or "",
                url=form.url.data or "",
                kinds=form.kinds.data or (),
                private=the_settings().webhook_private,
            )
            db.session.commit()
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".show", slug=slug, webhook_id=webhook_id))
    page = render_template("webhooks/form.html", subnetwork=subnetwork, form=form, hook=hook)
    return page, 422 if form.is_submitted() else 200


def _test(hook: Webhook) -> str:
    services.ping(db.session, hook)
    return _("A test is on its way. Look at this page again in a moment.")


def _pause(hook: Webhook) -> str:
    services.pause(db.session, hook)
    return _("Paused: nothing is sent until you resume.")


def _resume(hook: Webhook) -> str:
    services.resume(db.session, hook)
    return _("It goes on; what waited is sent first.")


MOVES: dict[str, Callable[[Webhook], str]] = {"test": _test, "pause": _pause, "resume": _resume}


@bp.post("/<uuid:webhook_id>/<any(test, pause, resume):move>")
@allow(May.COORDINATE)
def move(slug: str, webhook_id: UUID, move: str) -> ResponseReturnValue:
    """Send a test, pause or resume."""
    _subnetwork, hook = found_hook(slug, webhook_id)
    said = MOVES[move](hook)
    db.session.commit()
    flash(said, "success")
    return redirect(url_for(".show", slug=slug, webhook_id=webhook_id))


@bp.route("/<uuid:webhook_id>/delete", methods=["GET", "POST"])
@allow(May.COORDINATE)
def delete(slug: str, webhook_id: UUID) -> ResponseReturnValue:
    """Delete a webhook with its log."""
    subnetwork, hook = found_hook(slug, webhook_id)
    form = PressForm()
    if form.validate_on_submit():
        services.delete(db.session, hook)
        db.session.commit()
        flash(_("Deleted. Nothing is sent there any more."), "success")
        return redirect(url_for(".index", slug=slug))
    return render_template(
        "webhooks/delete.html",
        subnetwork=subnetwork,
        form=form,
        hook=hook,
        now=queries.standings(db.session, [hook.id])[hook.id],
    )


@bp.post("/<uuid:webhook_id>/deliveries/<uuid:delivery_id>/resend")
@allow(May.COORDINATE)
def resend(slug: str, webhook_id: UUID, delivery_id: UUID) -> ResponseReturnValue:
    """Send a delivery once more."""
    _subnetwork, hook = found_hook(slug, webhook_id)
    delivery = queries.find_delivery(db.session, hook.id, delivery_id)
    if delivery is None:
        abort(404)
    services.resend(db.session, hook, delivery)
    db.session.commit()
    flash(_("It is on its way once more, under the same id."), "success")
    return redirect(url_for(".show", slug=slug, webhook_id=webhook_id))
