"""Sub-networks with what is switched on in each, and the wishes of their coordinators as settings."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from wtforms import Form

from app.demo import texts
from app.demo.chance import Chance
from app.demo.people import HISTORY, Neighbour
from app.demo.places import Tree
from app.demo.rows import Rows
from app.demo.texts import NetworkText
from app.kernel.registry import Plugins
from app.subnetworks.models import Installation, Subnetwork, SubnetworkMember

WISHES = {
    "welcome_minutes": ("welcome", "welcome_minutes", "initial_credit"),
    "lowest_balance_minutes": ("floor", "lowest_balance", "lowest"),
    "highest_balance_minutes": ("ceiling", "highest_balance", "highest"),
    "longest_loan_days": ("usual_loan_days",),
    "longest_stay_nights": ("longest_stay",),
    "currency_name": ("name",),
    "currency_code": ("code",),
}
"""What a wish of a coordinator is called in the settings of a plugin; the first name that it has counts."""


@dataclass(eq=False, frozen=True, kw_only=True)
class Network:
    """A sub-network of the demonstration."""

    id: UUID
    text: NetworkText
    plugins: frozenset[str]
    """Those of its plugins that are installed on the platform."""
    settings: dict[str, dict[str, Any]]
    coordinators: list[Neighbour]


def found(rows: Rows, chance: Chance, tree: Tree, plugins: Plugins, people: list[Neighbour]) -> list[Network]:
    """Let the sub-networks wait, each with its coordinators and what is switched on."""
    random = chance.stream("networks")
    started_at = chance.now - HISTORY
    networks = []
    for text in texts.networks():
        installed = [slug for slug in text.plugins if slug in plugins.installed]
        network = Network(
            id=chance.id("subnetwork", started_at),
            text=text,
            plugins=frozenset(installed),
            settings={slug: settings(plugins, slug, text.settings.get(slug, {})) for slug in installed},
            coordinators=_coordinators(text, people, random.sample(people, len(people))),
        )
        rows.add(
            Subnetwork,
            id=network.id,
            territory_id=tree.ids[text.territory],
            theme=text.theme,
            name=text.name_fr,
            slug=text.slug,
            description=text.description_fr.strip(),
            rules="\n".join(f"- {rule}" for rule in text.rules_fr),
            closed_at=None,
            created_at=started_at,
        )
        for slug in installed:
            rows.add(
                Installation,
                id=chance.id("installation", started_at),
                territory_id=tree.ids[text.territory],
                subnetwork_id=network.id,
                plugin=slug,
                enabled=True,
                settings=network.settings[slug],
                installed_by_id=network.coordinators[0].id,
                created_at=started_at,
            )
        networks.append(network)
    return networks


def _coordinators(text: NetworkText, people: list[Neighbour], mixed: list[Neighbour]) -> list[Neighbour]:
    """Name two people who came early; the coordinator one can sign in as looks after two networks."""
    able = [one for one in mixed if one.territory == text.territory and one not in people[:6]]
    chosen = sorted(able, key=lambda one: one.joined_at)[:8]
    start = len(text.slug) % 4
    named = chosen[start : start + 2] or chosen[:1]
    signs_in = people[1]
    if text.slug in ("heures-en-partage", "generations-voisines"):
        named = [signs_in, *named[:1]]
    return named


def settings(plugins: Plugins, slug: str, wishes: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of a plugin: its own defaults, and of the wishes those it knows."""
    made = plugins.installed[slug].manifest.settings_form
    if made is None:
        return {}
    form: Form = made()
    values = {field.name: field.data for field in form}
    for wish, value in wishes.items():
        known = next((name for name in (wish, *WISHES.get(wish, ())) if name in values), None)
        if known is not None:
            values[known] = value
    return values


def gather(
    rows: Rows, chance: Chance, tree: Tree, networks: list[Network], met: dict[UUID, set[Neighbour]]
) -> None:
    """Let those who list or exchange something in a sub-network be in it, and its coordinators."""
    for network in networks:
        members = met.get(network.id, set()) | set(network.coordinators)
        for member in sorted(members, key=lambda one: (one.joined_at, one.id)):
            rows.add(
                SubnetworkMember,
                id=chance.id("part", member.joined_at),
                territory_id=tree.ids[member.territory],
                subnetwork_id=network.id,
                member_id=member.id,
                coordinates=member in network.coordinators,
                created_at=member.joined_at,
            )
