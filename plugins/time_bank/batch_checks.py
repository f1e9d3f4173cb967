"""What is wrong with a pile of typed cheques: every finding is a sentence beside its row."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from app.plugin_api import Ledger, _, amount_in_words
from plugins.time_bank import cheque_queries
from plugins.time_bank.batch_reading import Read, read_row
from plugins.time_bank.cheque_numbers import is_sound
from plugins.time_bank.models import Batch, BatchRow, Cheque, ChequeState
from plugins.time_bank.parties import Parties, Party, party_of


@dataclass(kw_only=True)
class CheckedRow:
    """A typed row, as it was understood, with what is wrong about it by field."""

    row: BatchRow
    number: str | None
    cheque: Cheque | None = None
    payer: Party | None = None
    payee: Party | None = None
    amount: int | None = None
    day: date | None = None
    problems: dict[str, str] = field(default_factory=dict)

    def wrong(self, name: str, sentence: str) -> None:
        """Note the first thing that is wrong about a field."""
        self.problems.setdefault(name, sentence)


@dataclass(kw_only=True)
class Checked:
    """A whole pile, row by row, and its sums."""

    rows: list[CheckedRow]
    counted_cheques: int
    counted_amount: int
    totals: list[str] = field(default_factory=list)
    """What is wrong about the sums."""

    @property
    def typed_amount(self) -> int:
        """The sum of all rows whose time could be read, set aside or not."""
        return sum(one.amount or 0 for one in self.rows)

    @property
    def to_post(self) -> list[CheckedRow]:
        """The rows that are not set aside."""
        return [one for one in self.rows if not one.row.set_aside]

    @property
    def set_aside(self) -> list[CheckedRow]:
        """The rows that are cleared up later."""
        return [one for one in self.rows if one.row.set_aside]

    @property
    def is_fine(self) -> bool:
        """Whether all that is to be posted can be posted."""
        return not self.totals and bool(self.to_post) and not any(one.problems for one in self.to_post)

    def at(self, place: int) -> CheckedRow | None:
        """Return the row at a place of the page."""
        return next((one for one in self.rows if one.row.place == place), None)


def check(session: Session, ledger: Ledger, batch: Batch, parties: Parties, *, today: date) -> Checked:
    """Read and check every row of a pile, without changing anything; limits show when it is posted."""
    read = [read_row(row, ledger, today=today) for row in batch.rows]
    cheques = cheque_queries.cheques(session, ledger.id, {one.number for one in read if one.number})
    rows = [_understood(one, cheques, parties) for one in read]
    _same_numbers(rows)
    _used_before(session, ledger, rows)
    checked = Checked(rows=rows, counted_cheques=batch.counted_cheques, counted_amount=batch.counted_amount)
    checked.totals.extend(_totals(ledger, checked))
    return checked


def _understood(read: Read, cheques: Mapping[str, Cheque], parties: Parties) -> CheckedRow:
    cheque = cheques.get(read.number or "")
    one = CheckedRow(
        row=read.row,
        number=read.number,
        cheque=cheque,
        amount=read.amount,
        day=read.day,
        problems=dict(read.problems),
    )
    if read.number is not None:
        _number(one, read.number)
    one.payee = _named(one, "payee", read.row.payee, parties)
    _payer(one, parties)
    if one.payer is not None and one.payer == one.payee:
        one.wrong("payee", _("%(name)s cannot pay themself: one of the two names is wrong.",
                             name=one.payer.first_name))  # fmt: skip
    return one


def _number(one: CheckedRow, number: str) -> None:
    if not is_sound(number):
        one.wrong("number", _("%(number)s cannot be right: its last figure does not fit the others. Read it "
                              "again from the paper.", number=number))  # fmt: skip
    elif one.cheque is None:
        one.wrong("number", _("No cheque %(number)s was ever printed here.", number=number))
    elif one.cheque.state == ChequeState.CANCELLED:
        one.wrong("number", _("Cheque %(number)s was cancelled.", number=number))
    elif one.cheque.state == ChequeState.LOST:
        one.wrong("number", _("Cheque %(number)s was reported lost. Ask who brings it how they came by it.",
                              number=number))  # fmt: skip


def _payer(one: CheckedRow, parties: Parties) -> None:
    """Take who the book was given to, or who was typed instead, with a reason."""
    holder = one.cheque.book.member if one.cheque is not None else None
    known = parties.of(holder.id) or party_of(holder) if holder is not None else None
    if not one.row.payer:
        one.payer = known
        if known is None and one.cheque is not None:
            one.wrong("payer", _("This cheque is from the stock: say who wrote it."))
        return
    one.payer = _named(one, "payer", one.row.payer, parties)
    differs = known is not None and one.payer is not None and one.payer.member_id != known.member_id
    if differs and known is not None and not one.row.why_other_payer:
        one.wrong("why_other_payer", _("This cheque is from %(name)s's book. Say why somebody else pays with "
                                       "it.", name=known.first_name))  # fmt: skip


def _named(one: CheckedRow, name: str, typed: str, parties: Parties) -> Party | None:
    if not typed:
        one.wrong(name, _("Say who received the cheque, so for whom the time is."))
        return None
    found = parties.find(typed)
    if len(found) == 1:
        return found[0]
    if not found:
        one.wrong(name, _("Nobody here is called %(name)s. Choose a name from the list.", name=typed))
    else:
        names = ", ".join(party.name for party in found[:4])
        one.wrong(name, _("More than one person is called so: %(names)s. Choose one from the list.",
                          names=names))  # fmt: skip
    return None


def _same_numbers(rows: Sequence[CheckedRow]) -> None:
    places: dict[str, list[CheckedRow]] = defaultdict(list)
    for one in rows:
        if one.number is not None and is_sound(one.number) and not one.row.set_aside:
            places[one.number].append(one)
    for number, same in places.items():
        for one in same if len(same) > 1 else ():
            others = ", ".join(str(other.row.place) for other in same if other is not one)
            one.problems["number"] = _(
                "Cheque %(number)s is here more than once: also in row %(rows)s. A cheque counts once.",
                number=number,
                rows=others,
            )


def _used_before(session: Session, ledger: Ledger, rows: Iterable[CheckedRow]) -> None:
    used = [one for one in rows if one.cheque is not None and one.cheque.state == ChequeState.USED]
    moved = {one.cheque.transfer_id for one in used if one.cheque is not None and one.cheque.transfer_id}
    back = cheque_queries.taken_back(session, moved)
    for one in used:
        assert one.cheque is not None
        if one.cheque.transfer_id not in back:
            one.wrong("number", _used(session, ledger, one.cheque))


def _used(session: Session, ledger: Ledger, cheque: Cheque) -> str:
    use = cheque_queries.use_of(session, cheque)
    if use is None:
        return _("Cheque %(number)s was already used.", number=cheque.number)
    return _(
        "Cheque %(number)s was already used: %(amount)s from %(payer)s to %(payee)s.",
        number=cheque.number,
        amount=amount_in_words(use.amount, ledger.unit, scale=ledger.scale),
        payer=use.payer or _("the community"),
        payee=use.payee or _("the community"),
    )


def _totals(ledger: Ledger, checked: Checked) -> Iterable[str]:
    typed, counted = len(checked.rows), checked.counted_cheques
    if typed != counted:
        yield _("You counted %(counted)s cheques and typed %(typed)s.", counted=counted, typed=typed)
    difference = checked.typed_amount - checked.counted_amount
    if not difference:
        return

    def words(amount: int) -> str:
        return amount_in_words(amount, ledger.unit, scale=ledger.scale)

    values = {
        "counted": words(checked.counted_amount),
        "typed": words(checked.typed_amount),
        "difference": words(abs(difference)),
    }
    if difference > 0:
        yield _("You added up %(counted)s; the rows make %(typed)s: %(difference)s too much.", **values)
    else:
        yield _("You added up %(counted)s; the rows make %(typed)s: %(difference)s too little.", **values)
    same = [str(one.row.place) for one in checked.rows if one.amount == difference]
    if same:
        yield _("Exactly so much stands in row %(rows)s. Look there first.", rows=", ".join(same[:5]))
