"""Mistakes that would show late: on a filled database, in a page's menu, when tables are compared."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Blueprint, Flask

from app.kernel.contributions import Manifest, MenuEntry
from app.kit import kind_faults
from app.testing.plugin_faults import differs, keys_to_nowhere, menu_faults, unfilled_columns

REVISION = """
def upgrade() -> None:
    with op.batch_alter_table("bread_loaf") as batch_op:
        batch_op.add_column(sa.Column("crust", sa.Integer(), {}))


def downgrade() -> None:
    op.add_column("bread_loaf", sa.Column("moment", sa.Text(), nullable=False))
"""


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        (
            "nullable=False",
            [
                (
                    "bread_0002.py adds the column crust with nullable=False and without server_default: "
                    "it fails where the table has rows."
                )
            ],
        ),
        ("nullable=False, server_default='0'", []),
        ("nullable=True", []),
    ],
)
def test_a_column_that_rows_cannot_have_is_found(tmp_path: Path, said: str, faults: list[str]) -> None:
    revision = tmp_path / "bread_0002.py"
    revision.write_text(REVISION.format(said))

    assert list(unfilled_columns(revision)) == faults


def test_a_menu_entry_whose_address_needs_more_is_told_from_one_that_leads_nowhere() -> None:
    app, pages = Flask("bread"), Blueprint("bread", "bread")
    pages.add_url_rule("/t/<territory>/bread/", "shelf", lambda territory: "")
    pages.add_url_rule("/t/<territory>/bread/<slug>", "oven", lambda territory, slug: "")
    app.register_blueprint(pages)
    menu = tuple(MenuEntry(label=name, endpoint=f"bread.{name}") for name in ("shelf", "oven", "nowhere"))

    found = list(menu_faults(app, Manifest(slug="bread", title="", summary="", author="", menu=menu)))

    assert found == [
        "Its menu entry oven leads to bread.oven, whose address needs slug, which a menu cannot say.",
        "Its menu entry nowhere leads to bread.nowhere, which does not exist.",
    ]


def test_a_foreign_key_to_no_table_is_found() -> None:
    key = sa.Column("oven_id", sa.ForeignKey("ovens.id"))
    table = sa.Table("bread_loaf", sa.MetaData(), key)

    assert list(keys_to_nowhere([table])) == [
        "bread_loaf.oven_id points to the table ovens, which does not exist."
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("add_table", sa.table("bread_slice")), "the table bread_slice is in no migration"),
        (
            ("remove_table", sa.table("bread_slice")),
            "the table bread_slice is in the migrations and in no model",
        ),
        (
            ("add_column", None, "bread_loaf", sa.column("crust")),
            "the column bread_loaf.crust is in no migration",
        ),
        (
            ("remove_column", None, "bread_loaf", sa.column("crust")),
            "the column bread_loaf.crust is in the migrations and not in the model",
        ),
        (
            [("modify_type", None, "bread_loaf", "crust", {}, sa.INTEGER(), sa.TEXT())],
            "bread_loaf.crust is INTEGER by the migrations and TEXT by the model",
        ),
        (
            [("modify_nullable", None, "bread_loaf", "crust", {}, False, True)],
            "bread_loaf.crust may be empty by the model only",
        ),
        (("add_index", "ix_bread"), "add_index ix_bread"),
    ],
)
def test_a_difference_is_said_in_words_with_what_to_do(change: object, said: str) -> None:
    assert differs("bread", [change]) == [
        (
            f"Its models and its migrations differ: {said}. Run 'together db upgrade && "
            'together db revision bread "what changed" --id bread_<number>\'.'
        )
    ]


def test_a_card_that_is_one_text_is_found() -> None:
    assert kind_faults._fault_of("card", str, 3) == "gives one text, '3', and not a list of them"
