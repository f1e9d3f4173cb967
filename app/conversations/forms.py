"""Forms of conversations."""

from datetime import datetime

from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, Optional

from app.conversations.services import LONGEST
from app.text import _, lazy


class MessageForm(FlaskForm):
    """A message to write."""

    text = TextAreaField(
        lazy("Your message"),
        [
            InputRequired(lazy("Write a few words first.")),
            Length(max=LONGEST, message=lazy("This is too long: at most %(max)s characters.")),
        ],
        render_kw={"rows": 3},
    )

    def validate_text(self, field: TextAreaField) -> None:
        """Refuse spaces alone."""
        if not (field.data or "").strip():
            raise ValidationError(_("Write a few words first."))


class ReadForm(FlaskForm):
    """How far a person has read: the instant of what was newest on their page."""

    until = HiddenField(validators=[Optional()])

    def instant(self) -> datetime | None:
        """Return the instant, ``None`` when there is none or it is no instant."""
        try:
            until = datetime.fromisoformat(self.until.data or "")
        except ValueError:
            return None
        return until if until.tzinfo is not None else None
