"""The forms of plugins as JSON: their fields as JSON Schema, their values as the tables keep them.

A value of JSON is written into the form as a person would type it, so that the very same checks hold.
"""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import UnprocessableEntity
from wtforms import (
    BooleanField,
    Field,
    Form,
    IntegerField,
    SelectFieldBase,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import Length, NumberRange

from app.api.form_types import PROBE, kept_value, moment_of, type_of, typed_as, written, wrong_type
from app.kernel.contributions import ResourceKind
from app.text import _

Json = dict[str, Any]


def detail_schema(form_class: type[Form] | None) -> Json:
    """Describe the values of a form as JSON Schema, with its labels in the language of the caller."""
    form = form_class() if form_class is not None else ()
    return {
        "type": "object",
        "properties": {field.short_name: _field_schema(field) for field in form},
        "required": [field.short_name for field in form if field.flags.required and field.data in (None, "")],
        "additionalProperties": False,
    }


def detail_values(kind: ResourceKind, given: Mapping[str, Any], *, row: Any = None) -> Json:
    """Check the values of a kind's own fields, and return all of them as its table keeps them.

    Args:
        kind: its form says what is possible; a kind without one takes no values.
        given: what came as JSON.
        row: the row as it is, for what is not given; without one the form's own proposals count.

    Raises:
        ValidationError: by field, everything that is not as it should be.
    """
    if kind.form is None:
        refuse_unknown(given, ())
        return {}
    return kept(checked(kind.form, given, row=row))


def checked(form_class: type[Form], given: Mapping[str, Any], *, row: Any = None) -> Form:
    """Return a form that holds ``given`` and passed its own checks.

    Raises:
        ValidationError: by field, everything that is not as it should be.
    """
    form = form_class(typed(form_class, given, row=row))
    wrong = {
        name: [_("Not valid.")]
        for name in given
        if isinstance(given[name], int)
        and not form[name].process_errors
        and kept_value(form[name]) != given[name]
    }
    if wrong or not form.validate():
        raise ValidationError({**{name: list(map(str, said)) for name, said in form.errors.items()}, **wrong})
    return form


def invalid(error: ValidationError, *, under: str | None = None) -> UnprocessableEntity:
    """Return the refusal of values that stand in the body, perhaps under a name, to be raised."""
    return invalid_fields({under: error.messages} if under is not None else error.messages)


def invalid_fields(messages: Any) -> UnprocessableEntity:
    """Return the refusal of values of the body, by field, to be raised."""
    refused = UnprocessableEntity()
    refused.data = {"messages": {"json": messages}}  # type: ignore[attr-defined]
    return refused


def typed(
    form_class: type[Form], given: Mapping[str, Any], *, row: Any = None, prefix: str = ""
) -> MultiDict[str, str]:
    """Write values of JSON as a person would type them into the form, beside what stands in it already.

    Raises:
        ValidationError: a field that is none, or a value of another type than its field takes.
    """
    form = form_class(
        obj=None if isinstance(row, Mapping) else row, data=row if isinstance(row, Mapping) else {}
    )
    refuse_unknown(given, [field.short_name for field in form])
    _refuse_types({form[name]: value for name, value in given.items()})
    for name, value in given.items():
        form[name].process(None, data=_plain(form[name], value))
    lead = f"{prefix}-" if prefix else ""
    return MultiDict((f"{lead}{field.short_name}", text) for field in form for text in _as_typed(field))


def kept(form: Form) -> Json:
    """Return what a form would write into a row."""
    return {field.short_name: kept_value(field) for field in form}


def told(kind: ResourceKind, row: Any, *, to_author: bool) -> Json | None:
    """Return the values of a kind's own fields in a row, ``None`` without one.

    Others than the author are not told what is confidential.
    """
    if kind.form is None or row is None:
        return None
    names = [field.short_name for field in kind.form()]
    hidden = () if to_author else kind.confidential
    return {name: _json(getattr(row, name)) for name in names if name not in hidden}


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | time) else value


def _plain(field: Field, value: Any) -> Any:
    moment = moment_of(field)
    return moment[1].fromisoformat(value) if moment is not None and value is not None else value


def _as_typed(field: Field) -> list[str]:
    if isinstance(field, BooleanField):
        return ["y"] if field.data else []
    if isinstance(field, SelectMultipleField):
        return [str(value) for value in field.data or ()]
    if isinstance(field, SelectFieldBase):
        return [] if field.data is None else [str(field.data)]
    return [""] if field.data is None else [str(written(field))]


def _field_schema(field: Field) -> Json:
    kind = type_of(field)
    said: Json = {"title": str(field.label.text), "type": kind}
    sentences = [str(field.description)] if field.description else []
    if kind == "integer" and not isinstance(field, IntegerField):
        sentences.append(_("A whole number: %(number)s is “%(typed)s”.", number=PROBE, typed=typed_as(field)))
    if sentences:
        said["description"] = " ".join(sentences)
    if kind == "array":
        said |= {"items": {"oneOf": _choices(field)}, "uniqueItems": True}
    elif isinstance(field, SelectFieldBase):
        said["oneOf"] = _choices(field)
    if kind != "boolean" and not field.flags.required and not isinstance(field, SelectFieldBase):
        said["type"] = [kind, "null"]
    if (moment := moment_of(field)) is not None:
        said["format"] = moment[0]
    if field.data is not None:
        said["default"] = _json(kept_value(field))
    return said | _limits(field)


def _choices(field: Any) -> list[Json]:
    return [{"const": value, "title": str(label)} for value, label, *_more in field.iter_choices()]


def _limits(field: Field) -> Json:
    found: Json = {}
    for check in field.validators:
        if isinstance(check, Length) and isinstance(field, StringField):
            found |= {"minLength": check.min} if check.min > 0 else {}
            found |= {"maxLength": check.max} if check.max > 0 else {}
        if isinstance(check, NumberRange) and isinstance(field, IntegerField):
            found |= {"minimum": check.min} if check.min is not None else {}
            found |= {"maximum": check.max} if check.max is not None else {}
    return found


def refuse_unknown(given: Mapping[str, Any], names: Iterable[str]) -> None:
    """Refuse values that belong to no field.

    Raises:
        ValidationError: names them.
    """
    known = set(names)
    if unknown := [name for name in given if name not in known]:
        raise ValidationError({name: [_("Unknown field.")] for name in unknown})


def _refuse_types(given: Mapping[Field, Any]) -> None:
    wrong = {field.short_name: [said] for field, value in given.items() if (said := wrong_type(field, value))}
    if wrong:
        raise ValidationError(wrong)
