"""Bank statements: brought in, matched with members, reviewed by a person, issued from; each line once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.plugin_api import Member, Refusal, Subnetwork, _, clock
from plugins.local_currency import bank_columns, bank_file, fund, issuing, owners
from plugins.local_currency.approvals import folded
from plugins.local_currency.bank_columns import Columns, Line
from plugins.local_currency.bank_models import WAITING, BankFormat, BankLine, BankStatement, LineState
from plugins.local_currency.check_digits import references_in
from plugins.local_currency.desk_models import Means, Slip, SlipKind
from plugins.local_currency.owners import Owner

CLOSE = timedelta(days=15)
"""Between a slip of a desk and the line of the bank that may be the same euros."""
SHORTEST_NAME = 5
"""Letters; a shorter name stands in too many labels."""


def bring(
    session: Session, subnetwork: Subnetwork, *, filename: str, content: bytes, by: Member
) -> BankStatement:
    """Keep a file until its columns are confirmed; older ones that nobody confirmed are dropped.

    Raises:
        Refusal: it is too large, no text, or no table.
    """
    bank_file.read(content)
    session.execute(
        sa.delete(BankStatement).where(
            BankStatement.subnetwork_id == subnetwork.id,
            BankStatement.brought_by_id == by.id,
            BankStatement.read_at.is_(None),
        )
    )
    statement = BankStatement(
        territory_id=subnetwork.territory_id,
        subnetwork_id=subnetwork.id,
        filename=bank_file.tidy(filename)[:120],
        content=content,
        brought_by_id=by.id,
    )
    session.add(statement)
    session.flush()
    return statement


def columns_for(session: Session, statement: BankStatement, table: bank_file.Table) -> Columns:
    """Return the columns that were confirmed for files like this one, or a guess."""
    known = session.get(BankFormat, (statement.subnetwork_id, bank_columns.signature(table)))
    return bank_columns.guess(table) if known is None else Columns(**known.columns)


def read(
    session: Session, subnetwork: Subnetwork, statement: BankStatement, columns: Columns
) -> BankStatement:
    """Take over the lines of a file in which euros came in, remember its columns, and drop the file.

    Raises:
        Refusal: it was read before, or no line could be read.
    """
    fund.locked(session, subnetwork)
    session.refresh(statement)
    if statement.content is None:
        raise Refusal(_("This file was read before."))
    table = bank_file.read(statement.content)
    reading = bank_columns.read_lines(table, columns)
    if not reading.lines:
        raise Refusal(_("No line could be read with these columns. Look at them once more."))
    coming = [line for line in reading.lines if line.amount > 0]
    known = _known(session, subnetwork, {line.digest for line in coming})
    everybody = owners.owners(session, subnetwork)
    seen: Counter[str] = Counter()
    for line in coming:
        seen[line.digest] += 1
        if seen[line.digest] <= known[line.digest]:
            statement.known_lines += 1
            continue
        _keep(session, statement, line, seen[line.digest], everybody)
        statement.new_lines += 1
    statement.left_out = len(reading.lines) - len(coming)
    statement.content, statement.read_at = None, clock.now()
    session.merge(
        BankFormat(
            territory_id=subnetwork.territory_id,
            subnetwork_id=subnetwork.id,
            signature=bank_columns.signature(table),
            columns=columns.kept(),
        )
    )
    session.flush()
    return statement


def _known(session: Session, subnetwork: Subnetwork, digests: Iterable[str]) -> Counter[str]:
    """Return how often each line was brought in before."""
    wanted, found = sorted(digests), Counter[str]()
    for start in range(0, len(wanted), 500):
        rows = session.execute(
            sa.select(BankLine.digest, sa.func.count())
            .where(BankLine.subnetwork_id == subnetwork.id, BankLine.digest.in_(wanted[start : start + 500]))
            .group_by(BankLine.digest)
        )
        found.update(dict(rows.all()))
    return found


def _keep(
    session: Session, statement: BankStatement, line: Line, occurrence: int, everybody: Sequence[Owner]
) -> None:
    state, owner = match(line.name, line.label, everybody)
    session.add(
        BankLine(
            territory_id=statement.territory_id,
            subnetwork_id=statement.subnetwork_id,
            statement_id=statement.id,
            digest=line.digest,
            occurrence=occurrence,
            row=line.row,
            day=line.day,
            amount=line.amount,
            name=line.name,
            label=line.label,
            state=state,
            owner="" if owner is None else owner.key,
        )
    )


def match(name: str, label: str, everybody: Sequence[Owner]) -> tuple[LineState, Owner | None]:
    """Find whose a line is: by its payment reference, or, as a suggestion, by the name of one owner alone."""
    references = references_in(f"{label} {name}")
    by_reference = [owner for owner in everybody if owner.reference in references]
    if len(by_reference) == 1:
        return LineState.MATCHED, by_reference[0]
    words = set(_words(f"{name} {label}"))
    by_name = [owner for owner in everybody if _is_named(owner, words)]
    if len(by_name) == 1 and not by_reference:
        return LineState.SUGGESTION, by_name[0]
    return LineState.UNKNOWN, None


def _words(text: str) -> list[str]:
    return "".join(sign if sign.isalnum() else " " for sign in folded(text)).split()


def _is_named(owner: Owner, words: set[str]) -> bool:
    own = _words(owner.name)
    long_enough = sum(map(len, own)) >= SHORTEST_NAME and (len(own) > 1 or owner.kind != "member")
    return long_enough and set(own) <= words


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """A line with whose it seems to be, and the slips of desks that may be the same euros."""

    line: BankLine
    owner: Owner | None
    slips: tuple[Slip, ...] = ()


def review(session: Session, subnetwork: Subnetwork, lines: Sequence[BankLine]) -> list[Reviewed]:
    """Return lines with what helps to decide on them."""
    by_key = {owner.key: owner for owner in owners.owners(session, subnetwork)}
    open_slips = _unseen_slips(session, subnetwork) if any(line.state in WAITING for line in lines) else []
    return [
        Reviewed(
            line=line,
            owner=by_key.get(line.owner),
            slips=tuple(slip for slip in open_slips if line.state in WAITING and _may_be(slip, line)),
        )
        for line in lines
    ]


def _unseen_slips(session: Session, subnetwork: Subnetwork) -> list[Slip]:
    """Return what desks issued against cards and transfers that no line of the bank was seen for."""
    return list(
        session.scalars(
            sa.select(Slip)
            .where(
                Slip.subnetwork_id == subnetwork.id,
                Slip.kind == SlipKind.ISSUE,
                Slip.means.in_((Means.CARD, Means.TRANSFER)),
                Slip.undone_at.is_(None),
                ~sa.exists().where(BankLine.slip_id == Slip.id),
            )
            .order_by(Slip.number)
        )
    )


def _may_be(slip: Slip, line: BankLine) -> bool:
    return slip.amount == line.amount and abs(slip.created_at.date() - line.day) <= CLOSE


def confirm(session: Session, subnetwork: Subnetwork, line: BankLine, owner_key: str, *, by: Member) -> Slip:
    """Issue units for a line, against the euros on the bank account.

    Raises:
        Refusal: it was decided already, or there is no such owner.
    """
    _still_waiting(session, subnetwork, line)
    account = owners.account(session, subnetwork, owner_key)
    if account is None:
        raise Refusal(_("Choose a member or an organisation that takes part."), field="owner")
    tries = session.scalar(
        sa.select(sa.func.count()).where(
            Slip.subnetwork_id == subnetwork.id, Slip.key.startswith(f"line:{line.id}:")
        )
    )
    slip = issuing.issue(
        session,
        subnetwork,
        account,
        amount=line.amount,
        means=Means.STATEMENT,
        memo=_("Bank transfer of %(day)s", day=f"{line.day:%Y-%m-%d}"),
        key=f"line:{line.id}:{tries}",
        by=by,
    )
    line.owner, line.slip_id = owner_key, slip.id
    _decided(session, line, LineState.ISSUED, by)
    return slip


def confirm_matched(
    session: Session, subnetwork: Subnetwork, lines: Iterable[BankLine], *, by: Member
) -> int:
    """Issue for every line that carries somebody's payment reference, all or none; return how many."""
    done = 0
    for line in lines:
        if line.state == LineState.MATCHED:
            confirm(session, subnetwork, line, line.owner, by=by)
            done += 1
    return done


def record(session: Session, subnetwork: Subnetwork, line: BankLine, slip_id: UUID, *, by: Member) -> None:
    """Say that the units of a line were issued at a desk before: nothing moves.

    Raises:
        Refusal: it was decided already, or the slip does not fit.
    """
    _still_waiting(session, subnetwork, line)
    slip = next((one for one in _unseen_slips(session, subnetwork) if one.id == slip_id), None)
    if slip is None or slip.amount != line.amount:
        raise Refusal(_("This slip does not fit the line."))
    line.slip_id = slip.id
    _decided(session, line, LineState.RECORDED, by)


def ignore(session: Session, subnetwork: Subnetwork, line: BankLine, *, why: str, by: Member) -> None:
    """Set a line aside that is no payment for units, such as cash that was brought to the bank.

    Raises:
        Refusal: it was decided already, or nobody says why.
    """
    _still_waiting(session, subnetwork, line)
    if not why:
        raise Refusal(_("Say why, so that it can be understood later."), field="why")
    line.note = why
    _decided(session, line, LineState.IGNORED, by)


def take_up(session: Session, subnetwork: Subnetwork, line: BankLine) -> None:
    """Let a line that was set aside wait for a decision again."""
    fund.locked(session, subnetwork)
    session.refresh(line)
    if line.state == LineState.IGNORED:
        line.state, line.note, line.decided_at, line.decided_by_id = LineState.UNKNOWN, "", None, None
        session.flush()


def _still_waiting(session: Session, subnetwork: Subnetwork, line: BankLine) -> None:
    fund.locked(session, subnetwork)
    session.refresh(line)
    if line.state not in WAITING:
        raise Refusal(_("This line was decided already."))


def _decided(session: Session, line: BankLine, state: LineState, by: Member) -> None:
    line.state, line.decided_by_id, line.decided_at = state, by.id, clock.now()
    session.flush()


def waiting(session: Session, subnetwork_id: UUID) -> int:
    """Return how many lines wait for a decision."""
    return int(
        session.scalar(
            sa.select(sa.func.count()).where(
                BankLine.subnetwork_id == subnetwork_id, BankLine.state.in_(WAITING)
            )
        )
        or 0
    )


def statements_of(
    session: Session, subnetwork_id: UUID, *, most: int = 50
) -> list[tuple[BankStatement, int]]:
    """Return the statements that were brought in, the latest first, with how many lines still wait."""
    waits = (
        sa.select(sa.func.count())
        .where(BankLine.statement_id == BankStatement.id, BankLine.state.in_(WAITING))
        .correlate(BankStatement)
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(BankStatement, waits)
        .where(BankStatement.subnetwork_id == subnetwork_id)
        .order_by(BankStatement.created_at.desc())
        .limit(most)
    )
    return [(statement, count) for statement, count in rows]


def find(session: Session, subnetwork_id: UUID, statement_id: UUID) -> BankStatement | None:
    """Return a statement of a currency."""
    return session.scalar(
        sa.select(BankStatement).where(
            BankStatement.subnetwork_id == subnetwork_id, BankStatement.id == statement_id
        )
    )


def find_line(session: Session, subnetwork_id: UUID, line_id: UUID) -> BankLine | None:
    """Return a line of a currency's statements."""
    return session.scalar(
        sa.select(BankLine).where(BankLine.subnetwork_id == subnetwork_id, BankLine.id == line_id)
    )


def lines_of(session: Session, statement_id: UUID) -> list[BankLine]:
    """Return the lines of a statement, in the order of the file."""
    return list(
        session.scalars(
            sa.select(BankLine).where(BankLine.statement_id == statement_id).order_by(BankLine.row)
        )
    )
