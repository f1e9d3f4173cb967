"""Forms of the typology."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Regexp

from app.text import lazy


class DimensionForm(FlaskForm):
    """Names of a dimension."""

    label_fr = StringField(lazy("Name in French"), validators=[Length(max=120)])
    label_en = StringField(lazy("Name in English"), validators=[Length(max=120)])
    source = StringField(lazy("Source"), validators=[Length(max=300)])
    verified = BooleanField(lazy("Checked against this source"))


class ComponentForm(DimensionForm):
    """A component with its definition."""

    code = StringField(
        lazy("Code"),
        validators=[
            DataRequired(lazy("Write the code.")),
            Regexp(r"^[A-Z]\d{2}$", message=lazy("A code is a letter and two digits, such as A03.")),
        ],
    )
    definition = TextAreaField(lazy("Definition"), validators=[Length(max=600)], render_kw={"rows": 3})
