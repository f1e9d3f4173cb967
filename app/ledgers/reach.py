"""What the reader of a page may reach: what they may not see is not found."""

from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from flask import abort

from app.ledgers import queries
from app.ledgers.models import AccountKind, Ledger
from app.ledgers.queries import AccountView
from app.subnetworks.models import Subnetwork
from app.web.access import Role
from app.web.context import here, the_member
from app.web.database import db

SHARED_KINDS = (
    AccountKind.MEMBER,
    AccountKind.ORGANISATION,
    AccountKind.SUBNETWORK,
    AccountKind.COMMUNITY,
)
"""Accounts that somebody besides the owner may be allowed to see or use."""


class Book(NamedTuple):
    """A ledger with its sub-network."""

    ledger: Ledger
    subnetwork: Subnetwork


def seen_account(account_id: UUID) -> AccountView:
    """Return an account to its owner, to who may see or use it, or to a coordinator of its ledger."""
    view = queries.account_for(
        db.session, account_id, member_id=the_member().id, coordinates=here.coordinates
    )
    return view if view is not None else abort(404)


def coordinated_account(account_id: UUID) -> AccountView:
    """Return an account to a coordinator of its ledger."""
    view = seen_account(account_id)
    if view.subnetwork.id not in here.coordinates:
        abort(404)
    return view


def managed_account(account_id: UUID) -> AccountView:
    """Return an account to its owner or to a coordinator of its ledger, who may let others use it."""
    view = seen_account(account_id)
    return view if may_manage(view) else abort(404)


def may_manage(view: AccountView) -> bool:
    """Tell whether the reader may let others see or use an account, and close it."""
    if view.account.kind not in SHARED_KINDS:
        return False
    return view.account.member_id == the_member().id or view.subnetwork.id in here.coordinates


def coordinated_book(ledger_id: UUID) -> Book:
    """Return a ledger to a coordinator of its sub-network."""
    book = _book(ledger_id)
    return book if book.subnetwork.id in here.coordinates else abort(404)


def seen_book(ledger_id: UUID) -> Book:
    """Return a ledger to a coordinator of its sub-network, or to an administrator, who only looks."""
    book = _book(ledger_id)
    if book.subnetwork.id not in here.coordinates and Role.ADMINISTRATOR not in here.roles:
        abort(404)
    return book


def _book(ledger_id: UUID) -> Book:
    row = db.session.execute(
        sa.select(Ledger, Subnetwork)
        .join(Subnetwork, Subnetwork.id == Ledger.subnetwork_id)
        .where(Ledger.id == ledger_id)
    ).one_or_none()
    return Book(row[0], row[1]) if row is not None else abort(404)
