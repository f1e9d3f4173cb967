"""The themes under which sub-networks are founded, from the network's own list."""

from dataclasses import dataclass
from typing import Any

from app.text import lazy


@dataclass(frozen=True, kw_only=True)
class Theme:
    """A theme with its words, an icon, and the plugins that often serve it."""

    slug: str
    label: Any
    icon: str
    plugins: tuple[str, ...]


THEMES: dict[str, Theme] = {
    theme.slug: theme
    for theme in (
        Theme(
            slug="healthy_eating", label=lazy("Healthy eating"), icon="carrot", plugins=("goods", "skills")
        ),
        Theme(slug="health", label=lazy("Health"), icon="heart", plugins=("time_bank", "transport")),
        Theme(slug="mobility", label=lazy("Mobility"), icon="car", plugins=("transport",)),
        Theme(
            slug="access_to_work",
            label=lazy("Access to work"),
            icon="tools",
            plugins=("skills", "transport"),
        ),
        Theme(slug="shared_spaces", label=lazy("Shared spaces"), icon="home", plugins=("housing", "goods")),
        Theme(slug="common_goods", label=lazy("Common goods"), icon="trees", plugins=("goods", "time_bank")),
        Theme(
            slug="exchange_systems",
            label=lazy("Exchange systems"),
            icon="arrows-left-right",
            plugins=("time_bank", "local_currency"),
        ),
        Theme(
            slug="reuse", label=lazy("Reuse and zero waste"), icon="recycle", plugins=("goods", "time_bank")
        ),
        Theme(
            slug="intergenerational",
            label=lazy("Solidarity between generations"),
            icon="users-group",
            plugins=("time_bank", "housing"),
        ),
        Theme(slug="free", label=lazy("A theme of your own"), icon="star", plugins=()),
    )
}
