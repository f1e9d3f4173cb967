"""All that a plugin's models, forms and services import; there is no Flask in it.

The names in ``__all__`` are the promise to plugin authors (see docs/plugins.md).
"""

from app import clock
from app.amounts import amount_from
from app.db import Model, Scoped, Timestamped, UtcDateTime, new_id
from app.errors import Refusal
from app.exchanges.durations import minutes_from, minutes_in_words
from app.exchanges.models import Exchange, Proposal, State
from app.exchanges.quantities import amount_in_words
from app.exchanges.services import Wish, accept, ask
from app.kernel.contributions import (
    Criterion,
    DataFormat,
    Filter,
    ImpactMeasure,
    Job,
    Manifest,
    Match,
    MenuEntry,
    Notice,
    Panel,
    Quote,
    ResourceKind,
    SettlementMethod,
)
from app.kernel.markers import hookimpl
from app.kernel.version import API_VERSION
from app.ledgers.export import as_csv
from app.ledgers.models import Account, AccountKind, Entry, Ledger, OnLimit, PaymentRequest, Right, Transfer
from app.ledgers.payment_requests import ask_payment
from app.ledgers.queries import (
    accounts_held,
    accounts_of_ledger,
    accounts_of_member,
    accounts_to_pay_from,
    find_ledger,
    holders_of,
    may_pay,
    members_moved,
    moved,
)
from app.ledgers.queries import issued as issued_units
from app.ledgers.services import (
    Part,
    account_of,
    close_account,
    community_account,
    end_levy,
    follow_ledger_limits,
    give_right,
    issuance_account,
    open_account,
    open_ledger,
    remembering,
    reverse,
    set_levy,
    set_own_limits,
    take_right,
    transfer,
    transfer_together,
)
from app.listings.models import Direction, Listing, ListingDetail
from app.listings.queries import visible as on_board
from app.listings.services import publish as publish_listing
from app.listings.services import save as save_listing
from app.members.models import Member
from app.members.queries import active as active_member
from app.members.queries import active_members
from app.notifications.services import notify
from app.subnetworks.models import Installation, Subnetwork
from app.subnetworks.queries import coordinator_ids, settings_of
from app.territories.models import Territory
from app.text import _, lazy, locale, ngettext, speaking

__version__ = API_VERSION

__all__ = [
    "Account",
    "AccountKind",
    "Criterion",
    "DataFormat",
    "Direction",
    "Entry",
    "Exchange",
    "Filter",
    "ImpactMeasure",
    "Installation",
    "Job",
    "Ledger",
    "Listing",
    "ListingDetail",
    "Manifest",
    "Match",
    "Member",
    "MenuEntry",
    "Model",
    "Notice",
    "OnLimit",
    "Panel",
    "Part",
    "PaymentRequest",
    "Proposal",
    "Quote",
    "Refusal",
    "ResourceKind",
    "Right",
    "Scoped",
    "SettlementMethod",
    "State",
    "Subnetwork",
    "Territory",
    "Timestamped",
    "Transfer",
    "UtcDateTime",
    "Wish",
    "_",
    "__version__",
    "accept",
    "account_of",
    "accounts_held",
    "accounts_of_ledger",
    "accounts_of_member",
    "accounts_to_pay_from",
    "active_member",
    "active_members",
    "amount_from",
    "amount_in_words",
    "as_csv",
    "ask",
    "ask_payment",
    "clock",
    "close_account",
    "community_account",
    "coordinator_ids",
    "end_levy",
    "find_ledger",
    "follow_ledger_limits",
    "give_right",
    "holders_of",
    "hookimpl",
    "issuance_account",
    "issued_units",
    "lazy",
    "locale",
    "may_pay",
    "members_moved",
    "minutes_from",
    "minutes_in_words",
    "moved",
    "new_id",
    "ngettext",
    "notify",
    "on_board",
    "open_account",
    "open_ledger",
    "publish_listing",
    "remembering",
    "reverse",
    "save_listing",
    "set_levy",
    "set_own_limits",
    "settings_of",
    "speaking",
    "take_right",
    "transfer",
    "transfer_together",
]
