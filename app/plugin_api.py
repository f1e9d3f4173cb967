"""All that a plugin's models, forms and services import; there is no Flask in it.

The names in ``__all__`` are the promise to plugin authors (see docs/plugins.md).
"""

from app import clock
from app.db import Model, Scoped, Timestamped, UtcDateTime, new_id
from app.errors import Refusal
from app.exchanges.durations import minutes_from, minutes_in_words
from app.exchanges.models import Exchange, Proposal, State
from app.exchanges.quantities import amount_in_words
from app.kernel.contributions import (
    Criterion,
    DataFormat,
    Filter,
    ImpactMeasure,
    Manifest,
    Match,
    MenuEntry,
    Panel,
    Quote,
    ResourceKind,
    SettlementMethod,
)
from app.kernel.markers import hookimpl
from app.ledgers.models import Account, Ledger, Transfer
from app.ledgers.queries import accounts_of_ledger, accounts_of_member, find_ledger, members_moved, moved
from app.ledgers.queries import issued as issued_units
from app.ledgers.services import account_of, community_account, issuance_account, open_ledger, transfer
from app.listings.models import Direction, Listing, ListingDetail
from app.members.models import Member
from app.members.queries import active_members
from app.subnetworks.models import Installation, Subnetwork
from app.subnetworks.queries import settings_of
from app.territories.models import Territory
from app.text import _, lazy, ngettext

__all__ = [
    "Account",
    "Criterion",
    "DataFormat",
    "Direction",
    "Exchange",
    "Filter",
    "ImpactMeasure",
    "Installation",
    "Ledger",
    "Listing",
    "ListingDetail",
    "Manifest",
    "Match",
    "Member",
    "MenuEntry",
    "Model",
    "Panel",
    "Proposal",
    "Quote",
    "Refusal",
    "ResourceKind",
    "Scoped",
    "SettlementMethod",
    "State",
    "Subnetwork",
    "Territory",
    "Timestamped",
    "Transfer",
    "UtcDateTime",
    "_",
    "account_of",
    "accounts_of_ledger",
    "accounts_of_member",
    "active_members",
    "amount_in_words",
    "clock",
    "community_account",
    "find_ledger",
    "hookimpl",
    "issuance_account",
    "issued_units",
    "lazy",
    "members_moved",
    "minutes_from",
    "minutes_in_words",
    "moved",
    "new_id",
    "ngettext",
    "open_ledger",
    "settings_of",
    "transfer",
]
