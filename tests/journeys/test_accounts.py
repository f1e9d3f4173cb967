import pytest

pytestmark = pytest.mark.xdist_group("empty site")


def test_it_runs(empty_site, new_context):
    page = new_context().new_page()

    page.goto(empty_site.url)

    print(page.title())
    print(page.inner_text("body"))
