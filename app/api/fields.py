"""Fields of the shapes: what JSON says is taken as it is, never guessed at."""

from datetime import UTC
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

NO_NUL = "^[^\\u0000]*$"


class Whole(fields.Integer):
    """A whole number; the text "5" is none."""

    def _validated(self, value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value % 1 != 0:
            raise self.make_error("invalid", input=value)  # NaN and Infinity have no rest that is 0
        if abs(int(value)) >= 2**63:
            raise self.make_error("too_large", input=value)
        return int(value)


class Truth(fields.Boolean):
    """True or false; the text "yes" is neither."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Instant(fields.AwareDateTime):
    """An instant, in UTC with its offset: ``2026-05-03T08:30:00+00:00``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="iso", default_timezone=None, **kwargs)

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else value.astimezone(UTC).isoformat()


class Text(fields.String):
    """A text of people: no character NUL, at most so many characters."""

    def __init__(self, *, most: int = 2000, least: int = 0, **kwargs: Any) -> None:
        checks = [validate.Length(min=least or None, max=most), validate.Regexp(NO_NUL)]
        super().__init__(validate=checks, **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise ValidationError("Not a text.") from error
        return text


class Amount(Schema):
    """An amount: a whole number of the smallest unit; ``scale`` digits of it stand behind the point."""

    amount = Whole(required=True, metadata={"description": "In the smallest unit.", "examples": [90]})
    unit = fields.String(required=True, metadata={"examples": ["minute"]})
    scale = Whole(required=True, metadata={"description": "Decimals of the unit.", "examples": [0]})
