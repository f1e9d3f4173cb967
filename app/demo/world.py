"""What a plugin is given to add its share to the demonstration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from uuid import UUID

from app.kernel.registry import Plugins


@dataclass(frozen=True, kw_only=True)
class World:
    """The demonstration as it was built, for the hook ``demo_data(session, world)``.

    Everything is in the database already, not yet committed: read what you need through ``session``
    and the models of ``app.plugin_api``, and use the services that people use. New ids come from the
    seed; draw from ``random`` and take instants from ``now``, so that the same seed gives the same
    demonstration. Mails that your services write are thrown away.
    """

    random: Random
    """Random numbers of the plugins, derived from the seed of the demonstration."""
    now: datetime
    """The instant at which the history ends; nothing may happen after it."""
    since: date
    """The day on which the history begins."""
    territories: Mapping[str, UUID]
    """Ids of the active territories, by slug."""
    members: Mapping[str, Sequence[UUID]]
    """Ids of the active members of each active territory, by its slug."""
    subnetworks: Mapping[str, UUID]
    """Ids of the sub-networks, by slug."""
    listings: Mapping[str, Sequence[UUID]]
    """Ids of the listings of each kind that are on the board."""
    plugins: Plugins
    """The installed plugins, for services that want them: ``save_listing``, ``ask``, ``accept``."""
