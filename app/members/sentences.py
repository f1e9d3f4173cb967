"""Flask-Security's messages in our words: what a person reads, said as a person says it."""

from typing import Any

from flask_security.babel import FsDomain

from app import text


def lazy(message: str) -> str:
    """Mark a sentence for the catalogue; Flask-Security wants it plain and translates it when it is shown."""
    return message


SENTENCES: dict[str, tuple[str, str]] = {
    "GENERIC_AUTHN_FAILED": (
        lazy(
            "The address and the password do not go together, or the address is not confirmed yet. "
            "Look at both, or ask for a new password."
        ),
        "error",
    ),
    "CONFIRM_REGISTRATION": (lazy("Nearly there: we have written to %(email)s."), "success"),
    "CONFIRMATION_REQUEST": (
        lazy("If %(email)s waits to be confirmed, a mail is on its way to it."),
        "info",
    ),
    "PASSWORD_RESET_REQUEST": (
        lazy("If %(email)s has an account, a mail is on its way to it."),
        "info",
    ),
    "EMAIL_CONFIRMED": (lazy("Thank you, your address is confirmed."), "success"),
    "ALREADY_CONFIRMED": (lazy("This address is already confirmed. You can sign in."), "info"),
    "INVALID_CONFIRMATION_TOKEN": (
        lazy("This link does not work any more. Ask for a new one here."),
        "error",
    ),
    "CONFIRMATION_EXPIRED": (
        lazy("This link was for two days and is over. Ask for a new one here."),
        "error",
    ),
    "INVALID_RESET_PASSWORD_TOKEN": (
        lazy("This link does not work any more: it works once. Ask for a new one here."),
        "error",
    ),
    "PASSWORD_RESET_EXPIRED": (
        lazy("This link was for one day and is over. Ask for a new one here."),
        "error",
    ),
    "PASSWORD_RESET_NO_LOGIN": (lazy("Your new password is saved. Sign in with it."), "success"),
    "FORGOT_PASSWORD": (lazy("I do not know my password any more"), "info"),
    "PASSWORD_CHANGE": (lazy("Your new password is saved; your other devices were signed out."), "success"),
    "PASSWORD_IS_THE_SAME": (lazy("That is the password you have. Choose another one."), "error"),
    "PASSWORD_NOT_PROVIDED": (lazy("Write a password."), "error"),
    "RETYPE_PASSWORD_MISMATCH": (lazy("The two passwords are not the same."), "error"),
    "INVALID_PASSWORD": (lazy("That is not your password."), "error"),
    "EMAIL_NOT_PROVIDED": (lazy("Write your mail address."), "error"),
    "INVALID_EMAIL_ADDRESS": (lazy("This does not look like a mail address: name@example.org."), "error"),
    "DISABLED_ACCOUNT": (lazy("This account is closed."), "error"),
    "LOGIN": (lazy("Sign in to see this page."), "info"),
    "UNAUTHENTICATED": (lazy("Sign in to see this page."), "info"),
    "REAUTHENTICATION_REQUIRED": (lazy("To be sure it is you: your password, please."), "info"),
    "REFRESH": (lazy("To be sure it is you: your password, please."), "info"),
    "REAUTHENTICATION_SUCCESSFUL": (lazy("Thank you, go on."), "info"),
    "ANONYMOUS_USER_REQUIRED": (lazy("You are signed in already."), "info"),
    "CHANGE_EMAIL_SENT": (lazy("We have written to %(email)s. Open that mail to finish."), "success"),
    "CHANGE_EMAIL_CONFIRMED": (lazy("From now on we write to your new address."), "success"),
    "CHANGE_EMAIL_EXPIRED": (lazy("This link was for two hours and is over. Start again here."), "error"),
    "CODE_HAS_BEEN_SENT": (lazy("A code is on its way to you."), "info"),
    "TWO_FACTOR_INVALID_TOKEN": (lazy("This code does not work. Take the newest one."), "error"),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": (lazy("Welcome back."), "success"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (
        lazy("Done: you now sign in in two steps. Keep recovery codes for the day the second one fails."),
        "success",
    ),
    "TWO_FACTOR_DISABLED": (lazy("From now on your password alone is enough."), "success"),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": (lazy("Choose one of these ways."), "error"),
    "TWO_FACTOR_SETUP_EXPIRED": (lazy("That took more than half an hour. Start again."), "error"),
    "TWO_FACTOR_PERMISSION_DENIED": (lazy("Sign in first."), "error"),
    "INVALID_RECOVERY_CODE": (lazy("This recovery code does not work; each works once."), "error"),
    "NO_RECOVERY_CODES_SETUP": (lazy("You have no recovery codes yet."), "info"),
    "WEBAUTHN_EXPIRED": (lazy("That took too long. Start again."), "error"),
    "WEBAUTHN_NAME_REQUIRED": (lazy("Give the passkey a name, “my telephone” for instance."), "error"),
    "WEBAUTHN_NAME_INUSE": (lazy("You have a passkey called %(name)s already."), "error"),
    "WEBAUTHN_NAME_DISALLOWED_CHARACTERS": (lazy("Use letters, digits, spaces and hyphens."), "error"),
    "WEBAUTHN_NAME_NOT_FOUND": (lazy("You have no passkey called %(name)s."), "error"),
    "WEBAUTHN_CREDENTIAL_DELETED": (lazy("The passkey %(name)s works here no more."), "success"),
    "WEBAUTHN_REGISTER_SUCCESSFUL": (lazy("You can now sign in with %(name)s."), "success"),
    "WEBAUTHN_CREDENTIAL_ID_INUSE": (lazy("This passkey is known already."), "error"),
    "WEBAUTHN_UNKNOWN_CREDENTIAL_ID": (lazy("We do not know this passkey."), "error"),
    "WEBAUTHN_CREDENTIAL_WRONG_USAGE": (lazy("This passkey was not made for this."), "error"),
    "API_ERROR": (lazy("That did not work. Start again."), "error"),
}
"""Message of Flask-Security -> its sentence and how it is shown."""


OURS = frozenset(sentence for sentence, _shown in SENTENCES.values())


class Words(FsDomain):
    """Flask-Security's translations, with our catalogue for our sentences."""

    def gettext(self, string: str, **values: Any) -> str:
        """Translate ``string`` and fill in ``values``."""
        if string in OURS:
            return text.gettext(string, **values)
        return str(super().gettext(string, **values))  # type: ignore[no-untyped-call]


def settings() -> dict[str, tuple[str, str]]:
    """Return the settings that put our sentences in the place of Flask-Security's."""
    return {f"SECURITY_MSG_{name}": sentence for name, sentence in SENTENCES.items()}
