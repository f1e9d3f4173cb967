"""Pages on which a webhook gets its secret: when it is registered, and when the secret is renewed."""

from secrets import token_hex
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from app.db import new_id
from app.errors import Refusal
from app.subnetworks.models import Subnetwork
from app.subnetworks.views import coordinated
from app.text import _
from app.web.access import May, allow
from app.web.context import here
from app.web.database import db
from app.webhooks import services, signing
from app.webhooks.blueprint import bp, found_hook, refuse, the_settings
from app.webhooks.forms import SecretForm, WebhookForm
from app.webhooks.models import Webhook


@bp.route("/new", methods=["GET", "POST"])
@allow(May.COORDINATE)
def new(slug: str) -> ResponseReturnValue:
    """Register an address; its secret is shown this once."""
    subnetwork, form = coordinated(slug), WebhookForm()
    if not form.is_submitted():
        form.key.data = f"{new_id()} {token_hex(16)}"
    if form.validate_on_submit():
        try:
            hook, secret = _register_once(subnetwork, form)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return _made(subnetwork, hook, secret)
    page = render_template("webhooks/form.html", subnetwork=subnetwork, form=form, hook=None)
    return page, 422 if form.is_submitted() else 200


def _register_once(subnetwork: Subnetwork, form: WebhookForm) -> tuple[Webhook, str]:
    try:
        made = _register(subnetwork, form)
        db.session.commit()
    except IntegrityError:  # the other of two clicks was faster
        db.session.rollback()
        made = _register(subnetwork, form)
    return made


def _register(subnetwork: Subnetwork, form: WebhookForm) -> tuple[Webhook, str]:
    """Register under the id in the key of the form; the rest of it, which no page tells, makes the secret."""
    settings, key = the_settings(), form.key.data or ""
    try:
        webhook_id = UUID(key.partition(" ")[0])
    except ValueError:
        raise Refusal(_("This form is spent. Open it again.")) from None
    secret = signing.secret_for(settings.data_dir, key)
    hook = services.register(
        db.session,
        signing.cipher(settings.data_dir),
        subnetwork=subnetwork,
        by=here.member,
        name=form.name.data or "",
        url=form.url.data or "",
        kinds=form.kinds.data or (),
        secret=secret,
        private=settings.webhook_private,
        webhook_id=webhook_id,
    )
    return hook, secret


def _made(subnetwork: Subnetwork, hook: Webhook, secret: str) -> ResponseReturnValue:
    """Show the secret, if it still is the one in use; a form sent again a year later shows nothing."""
    if not signing.opens_to(signing.cipher(the_settings().data_dir), hook.secret_sealed, hook.id, secret):
        return redirect(url_for(".show", slug=subnetwork.slug, webhook_id=hook.id))
    return render_template("webhooks/made.html", subnetwork=subnetwork, hook=hook, secret=secret)


@bp.route("/<uuid:webhook_id>/secret", methods=["GET", "POST"])
@allow(May.COORDINATE)
def secret(slug: str, webhook_id: UUID) -> ResponseReturnValue:
    """Renew the secret and show it this once; the one before signs, too, for a day."""
    subnetwork, hook = found_hook(slug, webhook_id)
    form = SecretForm()
    if not form.is_submitted():
        form.key.data = new_id().hex
    if form.validate_on_submit():
        settings = the_settings()
        renewed = signing.secret_for(settings.data_dir, f"{hook.id} {form.key.data}")
        services.renew_secret(db.session, signing.cipher(settings.data_dir), hook, secret=renewed)
        db.session.commit()
        return _made(subnetwork, hook, renewed)
    return render_template("webhooks/secret.html", subnetwork=subnetwork, form=form, hook=hook)
