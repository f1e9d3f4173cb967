"""Sign-up, sign-in and everything around them: Flask-Security, set up for this platform."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask, current_app, g, request, session
from flask_login import user_logged_in, user_logged_out
from flask_security import FSQLALiteUserDatastore, MailUtil, RoleMixin, Security
from flask_security.utils import set_request_attr
from flask_security.webauthn_util import WebauthnUtil

from app import clock
from app.config import Settings
from app.config import key as data_key
from app.members.forms import RegisterForm
from app.members.models import Passkey, Person, SignIn
from app.notifications import outbox
from app.web import access
from app.web.access import May
from app.web.database import db

SIGN_IN_LASTS = timedelta(days=30)
SESSION_KEY = "sign_in"
ARGON2 = {"memory_cost": 19_456, "time_cost": 2, "parallelism": 1}
"""KiB, passes, lanes: OWASP's recommendation (Password Storage Cheat Sheet), light on a small machine."""

ENDPOINTS = {
    May.SIGN_IN: (
        "login", "register", "forgot_password", "reset_password", "send_confirmation", "confirm_email",
        "two_factor_token_validation", "two_factor_rescue", "tf_select", "two_factor_setup_validate", "mf_recovery",
        "wan_signin", "wan_signin_response", "change_email_confirm", "static", "two_factor_setup",
    ),
    May.OWN_ACCOUNT: (
        "logout", "change_password", "change_email", "verify", "mf_recovery_codes",
        "wan_register", "wan_register_response", "wan_delete", "wan_verify", "wan_verify_response",
    ),
}  # fmt: skip


class NoRole(RoleMixin):
    """Flask-Security wants a role model; ours are memberships, see app.web.access."""


class OutboxMail(MailUtil):
    """Flask-Security's mails go through the outbox, in the transaction of what they tell of."""

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: str,
        sender: Any,
        body: str | None,
        html: str | None,
        **kwargs: Any,
    ) -> None:
        """Write the mail down; the outbox sends it after the commit."""
        outbox.write(
            db.session, kind="account", recipient=recipient, subject=str(subject), text=body or "", html=html
        )


class AnyAuthenticator(WebauthnUtil):
    """Let phones and computers answer with their own authenticators, not only with a key to plug in."""

    def authenticator_selection(self, user: Any, usage: str) -> Any:
        """Drop the wish for an authenticator of a certain make."""
        wish = super().authenticator_selection(user, usage)
        wish.authenticator_attachment = None
        return wish


def init_app(app: Flask) -> None:
    """Set up sign-in; every one of its routes says who may use it."""
    settings: Settings = app.extensions["together_settings"]
    app.config.update(_config(settings))
    datastore = FSQLALiteUserDatastore(db, Person, NoRole, Passkey)
    security = Security(
        app,
        datastore,
        register_form=RegisterForm,
        mail_util_cls=OutboxMail,
        webauthn_util_cls=AnyAuthenticator,
    )
    app.login_manager.user_loader(_load_person)  # type: ignore[attr-defined]
    user_logged_in.connect(_begin_sign_in, app)
    user_logged_out.connect(_end_sign_in, app)
    for may, names in ENDPOINTS.items():
        access.declare(app, {f"security.{name}": may for name in names})
    app.extensions["together_security"] = security


def _config(settings: Settings) -> dict[str, object]:
    totp = data_key(settings.data_dir, "totp").hex()
    cookie = {"httponly": True, "secure": settings.secure, "samesite": "Lax"}
    return {
        "SECURITY_PASSWORD_SALT": hashlib.sha256(f"salt {settings.secret_key}".encode()).hexdigest(),
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        # Not mixed with the secret key: who changes that key ends sign-ins, not everybody's password.
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
            f"argon2__{name}": value for name, value in ARGON2.items()
        },
        "SECURITY_DATETIME_FACTORY": clock.now,
        "SECURITY_REGISTERABLE": True,
        "SECURITY_CONFIRMABLE": True,
        "SECURITY_RECOVERABLE": True,
        "SECURITY_CHANGEABLE": True,
        "SECURITY_CHANGE_EMAIL": True,
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator", "email"],
        "SECURITY_TWO_FACTOR_ALWAYS_VALIDATE": False,
        "SECURITY_TWO_FACTOR_VALIDITY_COOKIE": cookie,
        "SECURITY_TOTP_SECRETS": {"1": totp},
        "SECURITY_TOTP_ISSUER": "Together",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_WEBAUTHN": True,
        "SECURITY_WAN_RP_NAME": "Together",
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_PASSWORD_LENGTH_MIN": 10,
        "SECURITY_PASSWORD_CONFIRM_REQUIRED": False,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "SECURITY_EMAIL_SENDER": settings.mail_sender,
        "SECURITY_AUTO_LOGIN_AFTER_CONFIRM": True,
        "SECURITY_POST_LOGIN_VIEW": "home.index",
        "SECURITY_POST_LOGOUT_VIEW": "home.index",
        "SECURITY_POST_REGISTER_VIEW": "members.check_mail",
        "SECURITY_POST_CONFIRM_VIEW": "members.welcome",
        "SECURITY_POST_CHANGE_VIEW": "members.settings",
        "SECURITY_POST_CHANGE_EMAIL_VIEW": "members.settings",
        "SECURITY_PHONE_REGION_DEFAULT": "FR",
        "SECURITY_SCRIPT_NONCE_KEY": "csp_nonce",
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_REGISTER_URL": "/sign-up",
        "REMEMBER_COOKIE_NAME": "together_unused",
        "PERMANENT_SESSION_LIFETIME": SIGN_IN_LASTS,
    }


def _load_person(uniquifier: str) -> Person | None:
    """Return who is signed in on this device; a revoked or expired sign-in counts no more."""
    digest = _digest(session.get(SESSION_KEY))
    if digest is None:
        return None
    found = db.session.execute(
        sa.select(Person, SignIn.id)
        .join(SignIn, SignIn.person_id == Person.id)
        .where(
            Person.fs_uniquifier == uniquifier,
            Person.active,
            SignIn.token_digest == digest,
            SignIn.ended_at.is_(None),
            SignIn.expires_at > clock.now(),
        )
    ).first()
    if found is None:
        return None
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    g.sign_in_id = found[1]
    person: Person = found[0]
    return person


def _begin_sign_in(app: Flask, user: Person, **extra: Any) -> None:
    token = secrets.token_urlsafe(32)
    session[SESSION_KEY] = token
    session.permanent = True
    db.session.add(
        SignIn(
            person_id=user.id,
            token_digest=_digest(token),
            device=request.user_agent.string[:200],
            seen_on=clock.today(),
            expires_at=clock.now() + SIGN_IN_LASTS,
        )
    )


def _end_sign_in(app: Flask, user: Person, **extra: Any) -> None:
    digest = _digest(session.pop(SESSION_KEY, None))
    if digest is not None:
        db.session.execute(
            sa.update(SignIn).where(SignIn.token_digest == digest).values(ended_at=clock.now())
        )
        db.session.commit()


def _digest(token: str | None) -> bytes | None:
    return hashlib.sha256(token.encode()).digest() if token else None


def current_sign_in() -> UUID | None:
    """Return the id of the sign-in this request comes from."""
    return g.get("sign_in_id")


def security_of(app: Flask | None = None) -> Security:
    """Return Flask-Security's extension."""
    found: Security = (app or current_app).extensions["together_security"]
    return found
