"""What every test of this repository shares; the fixtures themselves stand in app.testing.fixtures."""

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let tests of one ``xdist_group`` run in one process.

    pytest-xdist 3.8 writes the group behind the name of a test, where pytest 9.2 no longer reads it.
    """
    if not config.getoption("loadgroup", default=False):
        return
    for item in items:
        mark = item.get_closest_marker("xdist_group")
        if mark is not None and not item.nodeid.endswith(f"@{mark.args[0]}"):
            item._id = type(item.id).parse(f"{item.nodeid}@{mark.args[0]}")
