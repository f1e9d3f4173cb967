"""Lines of bank statements: matched, reviewed, issued from, each once for ever."""

import pytest
import sqlalchemy as sa

from app.errors import Refusal
from app.testing import factories
from plugins.local_currency import bank, bank_columns, bank_file, bonus, fund, fund_check, issuing
from plugins.local_currency.bank_models import BankFormat, BankLine, BankStatement, LineState
from plugins.local_currency.check_digits import reference_of
from plugins.local_currency.desk_models import Means, Slip
from tests.plugins.local_currency.counter import Counter

HEADER = "Date;Nom;Libellé;Montant\n"


@pytest.fixture
def counter(village) -> Counter:
    made = Counter(village)
    made.hana = factories.member(made.session, made.territory, first_name="Hana")
    made.hana.person.last_name = "Haddad"
    made.session.commit()
    return made


def bring(counter: Counter, *rows: str) -> BankStatement:
    content = (HEADER + "\n".join(rows) + "\n").encode("cp1252")
    statement = bank.bring(
        counter.session, counter.network, filename="may.csv", content=content, by=counter.ana
    )
    columns = bank.columns_for(counter.session, statement, bank_file.read(content))
    bank.read(counter.session, counter.network, statement, columns)
    counter.session.commit()
    return statement


def row(
    counter: Counter, member: object = None, name: str = "X", amount: str = "25,00", day: str = "03/05/2026"
) -> str:
    reference = reference_of(counter.network.id, member.id) if member else "merci"
    return f"{day};{name};VIR {reference};{amount}"


def states(counter: Counter, statement: BankStatement) -> list[str]:
    return [line.state for line in bank.lines_of(counter.session, statement.id)]


def test_lines_are_matched_by_reference_then_by_name(counter: Counter) -> None:
    shop = counter.shop("Boulangerie du Port")
    statement = bring(
        counter,
        row(counter, counter.nour),
        row(counter, name="MME HADDAD HANA"),
        row(counter, name="SARL BOULANGERIE DU PORT"),
        row(counter, name="M. INCONNU"),
        row(counter, amount="-12,00"),
    )
    lines = bank.lines_of(counter.session, statement.id)

    assert [(line.state, line.owner) for line in lines] == [
        (LineState.MATCHED, f"member:{counter.nour.id}"),
        (LineState.SUGGESTION, f"member:{counter.hana.id}"),
        (LineState.SUGGESTION, f"organisation:{shop.id}"),
        (LineState.UNKNOWN, ""),
    ]
    assert (statement.new_lines, statement.known_lines, statement.left_out) == (4, 0, 1)
    assert statement.content is None


def test_two_people_of_one_name_are_no_suggestion(counter: Counter) -> None:
    twin = factories.member(counter.session, counter.territory, first_name="Hana")
    twin.person.last_name = "Haddad"
    counter.session.commit()

    assert states(counter, bring(counter, row(counter, name="HANA HADDAD"))) == [LineState.UNKNOWN]


def test_the_same_file_brought_in_twice_adds_nothing(counter: Counter) -> None:
    rows = [row(counter, counter.nour), row(counter, counter.nour), row(counter, amount="3,00")]
    first = bring(counter, *rows)
    again = bring(counter, *rows)
    longer = bring(counter, *rows, row(counter, counter.nour), row(counter, amount="4,00"))

    assert (first.new_lines, first.known_lines) == (3, 0)
    assert (again.new_lines, again.known_lines) == (0, 3)
    assert (longer.new_lines, longer.known_lines) == (2, 3)
    assert counter.session.scalar(sa.select(sa.func.count()).select_from(BankLine)) == 5


def test_a_file_is_read_once(counter: Counter) -> None:
    statement = bring(counter, row(counter, counter.nour))

    with pytest.raises(Refusal, match="read before"):
        bank.read(counter.session, counter.network, statement, bank_columns.Columns(day=0, amount=3))


def test_a_confirmed_line_issues_units_against_the_bank_account_once(counter: Counter) -> None:
    statement = bring(counter, row(counter, counter.nour), row(counter, counter.ana, amount="7,50"))
    lines = bank.lines_of(counter.session, statement.id)

    done = bank.confirm_matched(counter.session, counter.network, lines, by=counter.ana)
    counter.session.commit()
    again = bank.confirm_matched(counter.session, counter.network, lines, by=counter.ana)
    checked = fund_check.check(counter.session, counter.network.id)

    assert (done, again) == (2, 0)
    assert checked.is_right
    assert (checked.sums.issued, [one.amount for one in checked.sums.holdings]) == (3250, [3250])
    assert counter.account(counter.nour).balance == 2500
    with pytest.raises(Refusal, match="decided already"):
        bank.confirm(counter.session, counter.network, lines[0], f"member:{counter.ana.id}", by=counter.ana)


def test_an_undone_line_waits_again_and_can_go_to_somebody_else(counter: Counter) -> None:
    statement = bring(counter, row(counter, counter.nour))
    line = bank.lines_of(counter.session, statement.id)[0]
    slip = bank.confirm(counter.session, counter.network, line, line.owner, by=counter.ana)

    issuing.undo(counter.session, counter.network, slip, why="it was Hana's", by=counter.ana)
    bank.confirm(counter.session, counter.network, line, f"member:{counter.hana.id}", by=counter.ana)
    counter.session.commit()

    assert counter.account(counter.nour).balance == 0
    assert counter.account(counter.hana).balance == 2500
    assert fund_check.check(counter.session, counter.network.id).is_right


def test_units_issued_at_a_desk_are_not_issued_again(counter: Counter) -> None:
    day = counter.day(counter.desk())
    slip = counter.issue(counter.nour, 2500, day, means=Means.TRANSFER)
    today = slip.created_at.strftime("%d/%m/%Y")
    statement = bring(counter, row(counter, name="M. INCONNU", day=today))
    line = bank.lines_of(counter.session, statement.id)[0]
    offered = bank.review(counter.session, counter.network, [line])[0].slips

    bank.record(counter.session, counter.network, line, slip.id, by=counter.ana)
    counter.session.commit()

    assert [one.id for one in offered] == [slip.id]
    assert line.state == LineState.RECORDED
    assert fund.sums(counter.session, counter.network.id).issued == 2500
    other = bank.lines_of(counter.session, bring(counter, row(counter, name="AUTRE", day=today)).id)[0]
    with pytest.raises(Refusal, match="does not fit"):
        bank.record(counter.session, counter.network, other, slip.id, by=counter.ana)


def test_a_line_set_aside_needs_a_reason_and_can_be_taken_up(counter: Counter) -> None:
    line = bank.lines_of(counter.session, bring(counter, row(counter, counter.nour)).id)[0]
    with pytest.raises(Refusal, match="Say why"):
        bank.ignore(counter.session, counter.network, line, why="", by=counter.ana)
    counter.session.rollback()

    bank.ignore(counter.session, counter.network, line, why="cash brought to the bank", by=counter.ana)
    ignored = line.state
    bank.take_up(counter.session, counter.network, line)

    assert ignored == LineState.IGNORED
    assert line.state == LineState.UNKNOWN


def test_somebody_who_is_no_member_gets_nothing(counter: Counter) -> None:
    line = bank.lines_of(counter.session, bring(counter, row(counter)).id)[0]
    elsewhere = factories.member(
        counter.session, factories.territory(counter.session, "lyon"), first_name="Max"
    )
    counter.session.commit()

    for owner in (
        f"member:{elsewhere.id}",
        "member:nobody",
        "",
        "organisation:",
        f"programme:{elsewhere.id}",
    ):
        with pytest.raises(Refusal, match="Choose a member"):
            bank.confirm(counter.session, counter.network, line, owner, by=counter.ana)


def test_a_transfer_can_fill_the_fund_of_a_programme(counter: Counter) -> None:
    programme = bonus.found(
        counter.session,
        counter.network,
        name="Coup de pouce",
        conditions="For some",
        percent=50,
        monthly_cap=None,
    )
    counter.session.commit()
    statement = bring(counter, row(counter, programme, name="FONDATION"))
    bank.confirm_matched(
        counter.session, counter.network, bank.lines_of(counter.session, statement.id), by=counter.ana
    )

    assert [one.in_fund for one in bonus.standings(counter.session, counter.network.id)] == [2500]
    assert counter.session.scalars(sa.select(Slip.bonus)).all() == [0]


def test_the_columns_of_a_bank_are_remembered(counter: Counter) -> None:
    bring(counter, row(counter))
    kept = counter.session.scalars(sa.select(BankFormat)).one()

    assert {name: kept.columns[name] for name in ("day", "name", "label", "amount")} == {
        "day": 0, "name": 1, "label": 2, "amount": 3,
    }  # fmt: skip
