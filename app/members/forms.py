"""Forms about oneself and about one's memberships."""

from typing import Any

from flask_security.change_email import ChangeEmailForm as FlaskSecurityChangeEmailForm
from flask_security.forms import ChangePasswordForm as FlaskSecurityChangePasswordForm
from flask_security.forms import LoginForm as FlaskSecurityLoginForm
from flask_security.forms import RegisterFormV2
from flask_security.forms import ResetPasswordForm as FlaskSecurityResetPasswordForm
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional

from app import text
from app.lines import one_line
from app.members.services import LONGEST_NAME, LONGEST_TEXT
from app.text import lazy
from app.web.views import THEMES

THEME_LABELS = {"auto": lazy("As my device"), "light": lazy("Light"), "dark": lazy("Dark")}
MAIL_HINT = lazy("Nobody else sees it. We write to it once now, then only what you ask for.")
PASSWORD_HINT = lazy("Ten characters or more; a few words in a row are easy to keep and hard to guess.")
_name_filters = [lambda value: one_line(value) if isinstance(value, str) else value]


def first_name_field() -> StringField:
    """Return the field of the one name that others read."""
    return StringField(
        lazy("First name"),
        description=lazy("What your neighbours call you. It is the only name others see."),
        filters=_name_filters,
        validators=[
            DataRequired(lazy("Tell us your first name.")),
            Length(max=LONGEST_NAME, message=lazy("That is a bit long: at most %(max)d letters.")),
        ],
        render_kw={"autocomplete": "given-name"},
    )


def _say(field: Any, label: Any, description: Any = "") -> None:
    """Give a field of Flask-Security our words."""
    field.label.text, field.description = label, description


class LoginForm(FlaskSecurityLoginForm):
    """Sign in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.email, lazy("Mail address"))
        _say(self.password, lazy("Password"), self.password.description)


class RegisterForm(RegisterFormV2):
    """Sign up: first name, address, password."""

    first_name = first_name_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.email, lazy("Mail address"), MAIL_HINT)
        _say(self.password, lazy("Password"), PASSWORD_HINT)

    def to_dict(self, only_user: bool) -> dict[str, Any]:
        """Add the language of the page: it becomes the person's."""
        values: dict[str, Any] = super().to_dict(only_user)
        return {**values, "language": text.language()}


class ChangeMailForm(FlaskSecurityChangeEmailForm):
    """Ask for another mail address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.email, lazy("New mail address"))


class ChangePasswordForm(FlaskSecurityChangePasswordForm):
    """The password one has, and the one to come, written once: password managers do the rest."""

    new_password_confirm = HiddenField()  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.password, lazy("The password you have"))
        _say(self.new_password, lazy("The new one"), PASSWORD_HINT)

    def validate(self, **kwargs: Any) -> bool:
        """Take the new password as confirmed."""
        self.new_password_confirm.data = self.new_password.data
        return bool(super().validate(**kwargs))


class ResetPasswordForm(FlaskSecurityResetPasswordForm):
    """The new password, written once."""

    password_confirm = HiddenField()  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.password, lazy("New password"), PASSWORD_HINT)

    def validate(self, **kwargs: Any) -> bool:
        """Take the new password as confirmed."""
        self.password_confirm.data = self.password.data
        return bool(super().validate(**kwargs))


class SettingsForm(FlaskForm):
    """Name, language, look."""

    first_name = first_name_field()
    last_name = StringField(
        lazy("Last name"),
        description=lazy("Kept for you alone; nobody else sees it until you tell them."),
        filters=_name_filters,
        validators=[Optional(), Length(max=LONGEST_NAME)],
        render_kw={"autocomplete": "family-name"},
    )
    language = SelectField(lazy("Language"), choices=list(text.LANGUAGES.items()))
    theme = RadioField(lazy("Look"), choices=[(theme, THEME_LABELS[theme]) for theme in THEMES])


class AddressForm(FlaskForm):
    """The exact address of one membership, sealed."""

    address = StringField(
        lazy("Exact address"),
        description=lazy(
            "Kept under lock: nobody reads it, coordinators neither. You may show it to one person "
            "once you have agreed on something."
        ),
        filters=_name_filters,
        validators=[Optional(), Length(max=300)],
        render_kw={"autocomplete": "street-address"},
    )


class AboutForm(FlaskForm):
    """A few words about oneself, in one territory."""

    about = TextAreaField(
        lazy("About me"),
        description=lazy("A few words: what you like doing, when you are there, how to talk with you."),
        validators=[Optional(), Length(max=LONGEST_TEXT)],
        render_kw={"rows": 5},
    )


class JoinForm(FlaskForm):
    """Joining a territory that is open to all; one with questions adds a field for each."""

    agree = BooleanField(
        lazy("I am 15 or older, or a parent agrees; and I take the rules of this place as mine."),
        validators=[DataRequired(lazy("Say yes to this to join."))],
    )


class ReasonForm(FlaskForm):
    """A decision about a member, with the reason they will read."""

    reason = TextAreaField(
        lazy("Why"),
        description=lazy("The person reads this, word for word."),
        validators=[
            DataRequired(lazy("Give the reason; the person reads it.")),
            Length(min=3, max=LONGEST_TEXT),
        ],
        render_kw={"rows": 2},
    )


class DeleteForm(FlaskForm):
    """Leaving for good."""

    password = PasswordField(
        lazy("Your password"),
        validators=[DataRequired(lazy("Write your password, to be sure it is you."))],
        render_kw={"autocomplete": "current-password"},
    )
    sure = BooleanField(
        lazy("Yes, delete my account"), validators=[DataRequired(lazy("Tick this if you are sure."))]
    )


class ActivateForm(FlaskForm):
    """Opening a place to members."""

    slug = StringField(
        lazy("Address"),
        description=lazy("The end of its web address: small letters, digits, hyphens. It stays for good."),
        validators=[DataRequired(lazy("Give it an address.")), Length(max=60)],
    )
    administrator = EmailField(
        lazy("Mail address of its first administrator"),
        description=lazy("Somebody who has an account here already."),
        validators=[DataRequired(lazy("A territory needs an administrator."))],
    )


class OperatorForm(FlaskForm):
    """Somebody who is to run the platform, too."""

    mail = EmailField(lazy("Mail address"), validators=[DataRequired(lazy("Whose?"))])
