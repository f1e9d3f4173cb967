"""Forms with which accounts are opened, and entrusted to others."""

from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import Field, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.ledgers.amount_field import AmountField
from app.ledgers.models import AccountKind, Right
from app.ledgers.sharing import LONGEST_NAME
from app.ledgers.words import RIGHTS
from app.text import _, lazy


def _stripped(value: str | None) -> str | None:
    return " ".join(value.split()) if value else value


class NameField(StringField):
    """A short name, without spaces to spare."""

    def __init__(self, label: object, **values: object) -> None:
        super().__init__(
            label,  # type: ignore[arg-type]
            validators=[
                DataRequired(lazy("Give it a name.")),
                Length(max=LONGEST_NAME, message=lazy("This is too long: at most %(max)s characters.")),
            ],
            filters=[_stripped],
            **values,  # type: ignore[arg-type]
        )


class HolderForm(FlaskForm):
    """Who may do what with an account."""

    member = SelectField(lazy("Who"), validators=[InputRequired(lazy("Choose somebody."))])
    right = RadioField(
        lazy("What they may do"),
        choices=list(RIGHTS.items()),
        default=Right.SEE,
        validators=[InputRequired(lazy("Say what they may do."))],
    )
    most = AmountField(
        lazy("At most, for one payment"),
        description=lazy("Only for those who may pay up to an amount."),
    )

    def validate_most(self, field: Field) -> None:
        """Ask for the amount where it counts."""
        if self.right.data == Right.PAY_UP_TO and self.most.units is None:
            raise ValidationError(_("Write the largest payment that they may make."))

    @property
    def chosen(self) -> tuple[UUID, Right, int | None]:
        """The member, what they may do, and up to which amount; of a valid form."""
        right = Right(self.right.data)
        return UUID(self.member.data), right, self.most.units if right is Right.PAY_UP_TO else None


class SecondAccountForm(FlaskForm):
    """A second account of one's own."""

    ledger = RadioField(lazy("In which unit?"), validators=[InputRequired(lazy("Choose one."))])
    name = NameField(
        lazy("Name of the account"),
        description=lazy("What it is for: holiday club, shared garden, the children."),
    )


class EntrustedAccountForm(FlaskForm):
    """An account that belongs to nobody alone: of an organisation, of the sub-network, a fund."""

    kind = RadioField(
        lazy("Whose account is it?"),
        choices=[
            (AccountKind.ORGANISATION, lazy("of an organisation, a shop, an association")),
            (AccountKind.SUBNETWORK, lazy("of this sub-network")),
            (AccountKind.COMMUNITY, lazy("of the community: a fund, which everybody may look into")),
        ],
        default=AccountKind.ORGANISATION,
    )
    name = NameField(lazy("Name"), description=lazy("As people say it: Bakery Dupain, Solidarity fund."))
    member = SelectField(
        lazy("Who may pay from it"),
        description=lazy("More people can be added afterwards."),
        validators=[Optional()],
    )
