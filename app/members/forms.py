"""Forms about oneself."""

from flask_security.forms import RegisterFormV2
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from app.text import lazy


class RegisterForm(RegisterFormV2):
    """Sign up: first name, address, password."""

    first_name = StringField(
        lazy("First name"),
        description=lazy("What your neighbours call you."),
        validators=[DataRequired(lazy("Tell us your first name.")), Length(max=60)],
    )
