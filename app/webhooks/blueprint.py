"""Where the pages of webhooks are, and who finds one."""

from uuid import UUID

from flask import Blueprint, abort, current_app

from app.config import Settings
from app.errors import Refusal
from app.subnetworks.models import Subnetwork
from app.subnetworks.views import coordinated
from app.web.database import db
from app.webhooks import queries
from app.webhooks.forms import WebhookForm
from app.webhooks.models import Webhook

bp = Blueprint("webhooks", __name__, url_prefix="/t/<territory>/networks/<slug>/webhooks")


def found_hook(slug: str, webhook_id: UUID) -> tuple[Subnetwork, Webhook]:
    """Return a webhook of a sub-network that the reader looks after; another is not found."""
    subnetwork = coordinated(slug)
    hook = queries.find(db.session, subnetwork.id, webhook_id)
    if hook is None:
        abort(404)
    return subnetwork, hook


def the_settings() -> Settings:
    """Return how this site is set up."""
    settings: Settings = current_app.extensions["together_settings"]
    return settings


def refuse(form: WebhookForm, refusal: Refusal) -> None:
    """Undo what was begun and write a refusal beside the field it is about."""
    db.session.rollback()
    if refusal.field in form:
        form[refusal.field].errors = [*form[refusal.field].errors, *refusal.reasons]
    else:
        form.form_errors.extend(refusal.reasons)
