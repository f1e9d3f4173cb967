"""What a plugin can contribute, as frozen values that are checked once at start."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click
from flask import Blueprint
from sqlalchemy.orm import Session
from wtforms import Form

from app.db.base import Model

if TYPE_CHECKING:
    from app.api.operations import Operations
    from app.exchanges.models import Exchange, Proposal
    from app.ledgers.models import Ledger
    from app.listings.models import Listing
    from app.members.models import Member
    from app.subnetworks.models import Subnetwork

Text = Any
"""A sentence for people: ``str`` or a lazily translated string."""

Direction = Literal["offer", "request"]


@dataclass(frozen=True, kw_only=True)
class MenuEntry:
    """A line in the navigation of a territory where the plugin is switched on."""

    label: Text
    endpoint: str
    icon: str = "circle"


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """Who a plugin is and what it brings besides its kinds, methods and measures."""

    slug: str
    title: Text
    summary: Text
    description: Text = ""
    author: str
    licence: str = "EUPL-1.2"
    components: tuple[str, ...] = ()
    """Codes of the components of well-being the plugin serves."""
    icon: str = "puzzle"
    pages: Blueprint | None = None
    """Served below ``/t/<territory>/<slug>/`` where the plugin is switched on."""
    api: "Operations | None" = None
    """Served below ``/api/v1/<territory>/<slug>/`` where the plugin is switched on."""
    cli: click.Group | None = None
    migrations: Path | None = None
    translations: Path | None = None
    settings_form: type[Form] | None = None
    """Filled by the coordinator on installation; its data are the settings, as JSON."""
    settings_changed: Callable[[Session, "Subnetwork", Mapping[str, Any]], None] | None = None
    """``settings_changed(session, subnetwork, former)``, in the transaction that saves them; may refuse."""
    menu: tuple[MenuEntry, ...] = ()
    reasons: Mapping[str, Text] = field(default_factory=dict)
    """Names of the reasons of its transfers, for statements: ``{"melting": lazy("Melting")}``."""
    undone_elsewhere: Mapping[str, Text] = field(default_factory=dict)
    """Reasons of transfers that only the plugin may take back, each with a sentence that says where."""
    confidential: frozenset[str] = frozenset()
    """Reasons by which a common account pays who must not be guessed: it has no public statement."""
    api_version: str = ""
    """Version of the plugin interface it was written for, such as ``1.0``; empty: it does not say."""


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A filter of the search page that a kind brings."""

    name: str
    label: Text
    choices: tuple[tuple[str, Text], ...] = ()
    """Values and labels; empty for a free whole number."""
    clause: Callable[[str], Any]
    """Turns a chosen value into a condition on the kind's detail table (a SQLAlchemy clause)."""


@dataclass(frozen=True, kw_only=True)
class ResourceKind:
    """A family of things that can be offered or requested."""

    slug: str
    """``<plugin>.<noun>``, such as ``housing.room``."""
    label: Text
    offer_label: Text
    """Said by who has it: "I can lend a thing"."""
    request_label: Text
    """Said by who needs it: "I am looking for a thing"."""
    icon: str
    unit: str
    """What is counted: ``minutes``, ``nights``, ``km``, ``things`` ... (a measure's unit)."""
    components: tuple[str, ...]
    """Codes of the components that this kind is meant to serve."""
    terms: tuple[str, ...]
    """Slugs of the settlement methods that suit this kind; the core's ``gift`` included when allowed."""
    detail: type[Model] | None = None
    """Table beside ``listing``, with ``listing_id`` as its primary key."""
    form: type[Form] | None = None
    """The kind's own fields, shown beside the common ones."""
    confidential: tuple[str, ...] = ()
    """Names of fields of the form that the core tells to the author alone; the plugin may tell others."""
    card: Callable[[Any], Sequence[str]] | None = None
    """Short facts on a card, from a detail row: ``("2 people", "step-free")``."""
    facts: Callable[[Any], Sequence[tuple[str, str]]] | None = None
    """Name and value of each fact on the listing's page, from a detail row."""
    filters: tuple[Filter, ...] = ()
    directions: tuple[Direction, ...] = ("offer", "request")
    default_quantity: int | None = None
    """Proposed when somebody asks, in ``unit``."""
    suggest: Callable[[Any, Any], int | None] | None = None
    """Proposed quantity for a listing and its detail row, in ``unit``."""
    in_words: Callable[[int], str] | None = None
    """Writes a quantity as people say it, for a unit of the plugin's own: ``3 seats``."""
    question: Text = ""
    """Asks for a quantity of such a unit: "How many seats?"."""


@dataclass(frozen=True, kw_only=True)
class Match:
    """How well an offer fits a request, with a reason a person can read."""

    score: float
    reason: str


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One way to see whether an offer fits a request."""

    slug: str
    label: Text
    kinds: tuple[str, ...]
    score: Callable[[Session, "Listing", "Listing"], Match | None]
    """``score(session, offer, request)``, 0..1, or ``None`` when it has nothing to say."""


@dataclass(frozen=True, kw_only=True)
class Quote:
    """What an exchange would cost its receiver."""

    amount: int
    """In the smallest unit of the ledger, or of the euro (cents) when there is no ledger."""
    text: str
    """The amount in words: ``1 h 30``."""
    ceiling: int | None = None
    """The most that may be asked, when a rule limits it."""


@dataclass(frozen=True, kw_only=True)
class SettlementMethod:
    """A way to settle an exchange; it quotes and states limits, only the core moves amounts."""

    slug: str
    label: Text
    """Said of the terms of a listing: "in hours"."""
    quote: Callable[[Session, "Subnetwork", "Proposal"], Quote]
    """Price of a proposal, from its quantity and its asked amount."""
    ledger: Callable[[Session, "Subnetwork"], "Ledger | None"] | None = None
    """The ledger it settles in, or ``None``: recorded, nothing moves."""
    offered: Callable[[Session, "Subnetwork"], bool] | None = None
    """Whether the settings of a sub-network let it be chosen there; ``None``: always."""
    asks_amount: bool = False
    """Whether people type an amount (in the unit of ``parse``) or the quantity says it all."""
    amount_label: Text = ""
    unit: str = ""
    """``minutes``, ``cents`` ...: how ``amount`` is typed and shown."""


@dataclass(frozen=True, kw_only=True)
class ImpactMeasure:
    """What a completed exchange brought, with its method."""

    slug: str
    label: Text
    unit: str
    method: Text
    """How the figure is made, in one or two sentences."""
    source: Text
    uncertainty: Text
    kinds: tuple[str, ...]
    measure: Callable[[Session, "Exchange"], int | None]
    """Whole units brought by a confirmed exchange."""


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A block on a page of the core."""

    slug: str
    title: Text
    place: Literal["territory", "subnetwork", "member", "listing", "exchange"]
    """A listing's and an exchange's page ask only the plugin that brought the kind."""
    template: str
    context: Callable[[Session, Any, "Member | None"], Mapping[str, Any] | None]
    """``context(session, subject, reader)``; ``None`` hides the panel."""


@dataclass(frozen=True, kw_only=True)
class DataFormat:
    """A file format that people can take their data away in, or bring them in."""

    slug: str
    label: Text
    media_type: str
    suffix: str
    export: Callable[[Session, Any], bytes] | None = None
    bring: Callable[[Session, Any, bytes], Sequence[str]] | None = None
    """Reads a file; answers with one sentence for each line it could not take."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """Work that is done again and again beside the requests; it may run twice without harm."""

    slug: str
    every: timedelta
    run: Callable[[Session], object]
    """Gets a session that sees every territory; what it flushes is committed when it returns."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A kind of message to a person; the sentences are filled with values (``%(name)s``)."""

    slug: str
    label: Text
    """For the page where people choose their mails: "My request at the desk was answered"."""
    sentence: Text
    """On the page of notifications."""
    mail_subject: Text
    mail_text: Text
    optional: bool = True
    """Whether the mail can be switched off."""
