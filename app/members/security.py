"""Sign-up, sign-in and everything around them: Flask-Security, set up for this platform."""

import base64
import hashlib
from typing import Any

from flask import Flask, current_app
from flask_security import FSQLALiteUserDatastore, RoleMixin, Security, Totp, tf_profile_changed
from flask_security.webauthn_util import WebauthnUtil

from app import clock
from app.config import Settings
from app.keys import key as data_key
from app.members import confirming, guards, sentences, sign_ins
from app.members.account_mails import OutboxMail
from app.members.forms import (
    ChangeMailForm,
    ChangePasswordForm,
    LoginForm,
    RegisterForm,
    ResetPasswordForm,
)
from app.members.models import Passkey, Person
from app.members.passwords import SHORTEST, Passwords
from app.members.sign_ins import SESSION_KEY, SIGN_IN_LASTS
from app.web import access
from app.web.access import May
from app.web.database import db

__all__ = ["ARGON2", "SESSION_KEY", "SIGN_IN_LASTS", "init_app", "security_of"]

ARGON2 = {"memory_cost": 19_456, "time_cost": 2, "parallelism": 1}
"""KiB, passes, lanes: OWASP's recommendation (Password Storage Cheat Sheet), light on a small machine."""

ENDPOINTS = {
    May.SIGN_IN: (
        "login", "register", "forgot_password", "reset_password", "send_confirmation", "confirm_email",
        "two_factor_token_validation", "two_factor_rescue", "tf_select", "two_factor_setup_validate",
        "mf_recovery", "wan_signin", "wan_signin_response", "static", "two_factor_setup",
    ),
    May.OWN_ACCOUNT: (
        "logout", "change_password", "change_email", "change_email_confirm", "verify", "mf_recovery_codes",
        "wan_register", "wan_register_response", "wan_delete", "wan_verify", "wan_verify_response",
    ),
}  # fmt: skip


class NoRole(RoleMixin):
    """Flask-Security wants a role model; ours are memberships, see app.web.access."""


class People(FSQLALiteUserDatastore):
    """Persons, as Flask-Security keeps them: without roles."""

    def _prepare_create_user_args(self, **values: Any) -> dict[str, Any]:
        prepared: dict[str, Any] = super()._prepare_create_user_args(**values)  # type: ignore[no-untyped-call]
        del prepared["roles"]
        return prepared


class AnyAuthenticator(WebauthnUtil):
    """Let phones and computers answer with their own authenticators, not only with a key to plug in."""

    def authenticator_selection(self, user: Any, usage: str) -> Any:
        """Drop the wish for an authenticator of a certain make."""
        wish = super().authenticator_selection(user, usage)
        wish.authenticator_attachment = None
        return wish


class OnceOnly(Totp):
    """Codes of authenticator apps, each taken once."""

    def get_last_counter(self, user: Any) -> int | None:
        """Return the time step of the last code taken."""
        counter: int | None = user.tf_last_counter
        return counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        """Remember the time step of a code that was taken."""
        user.tf_last_counter = tmatch.counter


def init_app(app: Flask) -> None:
    """Set up sign-in; every one of its routes says who may use it."""
    app.config.update(_config(app.extensions["together_settings"]))
    security = Security(
        app,
        People(db, Person, NoRole, Passkey),
        login_form=LoginForm,
        register_form=RegisterForm,
        change_email_form=ChangeMailForm,
        change_password_form=ChangePasswordForm,
        reset_password_form=ResetPasswordForm,
        mail_util_cls=OutboxMail,
        password_util_cls=Passwords,
        webauthn_util_cls=AnyAuthenticator,
        totp_cls=OnceOnly,
    )
    security.want_json(lambda request: False)
    security.i18n_domain = sentences.Words(app)  # type: ignore[no-untyped-call]
    app.extensions["together_security"] = security
    tf_profile_changed.connect(_begin_counting, app)
    sign_ins.init_app(app)
    confirming.init_app(app)
    guards.init_app(app)
    for may, names in ENDPOINTS.items():
        access.declare(app, {f"security.{name}": may for name in names})


def _begin_counting(app: Flask, user: Person, **extra: Any) -> None:
    """Let the code that set up the second step be used once more: it is still the newest one."""
    user.tf_last_counter = None


def _config(settings: Settings) -> dict[str, object]:
    """Return Flask-Security's settings: what people can do, how safe it is, where they go next."""
    return {**_safety(settings), **_offers(settings), **_ways(), **sentences.settings()}


def _safety(settings: Settings) -> dict[str, object]:
    codes = base64.urlsafe_b64encode(data_key(settings.data_dir, "recovery"))
    return {
        "SECURITY_PASSWORD_SALT": hashlib.sha256(f"salt {settings.secret_key}".encode()).hexdigest(),
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        # Not mixed with the secret key: who changes that key ends sign-ins, not everybody's password.
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
            f"argon2__{name}": value for name, value in ARGON2.items()
        },
        # What links carry of an address or a digest is signed already; slow digests would only tell by time.
        "SECURITY_HASHING_SCHEMES": ["hex_sha256"],
        "SECURITY_DEPRECATED_HASHING_SCHEMES": [],
        "SECURITY_PASSWORD_LENGTH_MIN": SHORTEST,
        "SECURITY_DATETIME_FACTORY": clock.now,
        "SECURITY_JOIN_USER_ROLES": False,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SECURITY_TOTP_SECRETS": {"1": data_key(settings.data_dir, "totp").hex()},
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [codes],
        "SECURITY_TWO_FACTOR_VALIDITY_COOKIE": {
            "httponly": True,
            "secure": settings.secure,
            "samesite": "Lax",
        },
        "SECURITY_SCRIPT_NONCE_KEY": "csp_nonce",
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "REMEMBER_COOKIE_NAME": "together_unused",
        "PERMANENT_SESSION_LIFETIME": SIGN_IN_LASTS,
        "SESSION_REFRESH_EACH_REQUEST": False,
    }


def _offers(settings: Settings) -> dict[str, object]:
    return {
        "SECURITY_REGISTERABLE": True,
        "SECURITY_CONFIRMABLE": True,
        "SECURITY_RECOVERABLE": True,
        "SECURITY_CHANGEABLE": True,
        "SECURITY_CHANGE_EMAIL": True,
        "SECURITY_PASSWORD_CONFIRM_REQUIRED": False,
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator", "email"],
        "SECURITY_TWO_FACTOR_ALWAYS_VALIDATE": False,
        "SECURITY_TOTP_ISSUER": "Together",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": 8,
        "SECURITY_WEBAUTHN": True,
        "SECURITY_WAN_RP_NAME": "Together",
        "SECURITY_EMAIL_SENDER": settings.mail_sender,
        "SECURITY_EMAIL_PLAINTEXT": False,  # the words are in account_mails, their dress in the outbox
        "SECURITY_EMAIL_HTML": False,
        "SECURITY_PHONE_REGION_DEFAULT": "FR",
    }


def _ways() -> dict[str, object]:
    return {
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_REGISTER_URL": "/sign-up",
        "SECURITY_CONFIRM_URL": "/sign-up/confirm",
        "SECURITY_RESET_URL": "/new-password",
        "SECURITY_CHANGE_URL": "/settings/password",
        "SECURITY_CHANGE_EMAIL_URL": "/settings/mail",
        "SECURITY_CHANGE_EMAIL_CONFIRM_URL": "/settings/mail/confirm",
        "SECURITY_VERIFY_URL": "/settings/verify",
        "SECURITY_TWO_FACTOR_SETUP_URL": "/settings/two-steps",
        "SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL": "/sign-in/code",
        "SECURITY_TWO_FACTOR_RESCUE_URL": "/sign-in/help",
        "SECURITY_TWO_FACTOR_SELECT_URL": "/sign-in/second-step",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_URL": "/settings/recovery-codes",
        "SECURITY_MULTI_FACTOR_RECOVERY_URL": "/sign-in/recovery-code",
        "SECURITY_WAN_REGISTER_URL": "/settings/passkeys",
        "SECURITY_WAN_DELETE_URL": "/settings/passkeys/delete",
        "SECURITY_WAN_SIGNIN_URL": "/sign-in/passkey",
        "SECURITY_WAN_VERIFY_URL": "/settings/verify/passkey",
        "SECURITY_POST_LOGIN_VIEW": "home.index",
        "SECURITY_POST_LOGOUT_VIEW": "home.index",
        "SECURITY_POST_REGISTER_VIEW": "members.check_mail",
        "SECURITY_POST_CHANGE_VIEW": "members.settings",
        "SECURITY_POST_CHANGE_EMAIL_VIEW": "members.settings",
    }


def security_of(app: Flask | None = None) -> Security:
    """Return Flask-Security's extension."""
    found: Security = (app or current_app).extensions["together_security"]
    return found
