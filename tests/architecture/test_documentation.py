"""Every hook has its heading, example and test; what the guide quotes stands in the code that it names."""

import re
from pathlib import Path

import pytest

from app.kernel import hookspecs

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/plugins.md").read_text()
HOOKS = sorted(name for name, value in vars(hookspecs).items() if hasattr(value, "together_spec"))
EXAMPLES = re.findall(r"^```\w+ (tests/\S+)\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


def section(hook: str) -> str:
    found = re.search(rf"^### {hook}\n(.*?)(?=^##)", GUIDE, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def test_there_are_twelve_hooks() -> None:
    assert len(HOOKS) == 12


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_is_documented_with_its_signature_and_an_example(hook: str) -> None:
    arguments = ", ".join(name for name in hookspecs.__dict__[hook].__annotations__ if name != "return")

    assert f"`{hook}({arguments}) -> " in section(hook)
    assert "```python run\n" in section(hook), "tests/kit/test_guide.py runs it"
    assert f"def {hook}(" in section(hook)
    assert re.search(rf"^\| .*`{hook}`.* \|", GUIDE, re.MULTILINE), "the table says when it runs"


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_has_a_test_named_after_it(hook: str) -> None:
    tests = (ROOT / "tests/kernel/test_hooks.py").read_text()

    assert f"def test_hook_{hook}_" in tests


@pytest.mark.parametrize(("path", "example"), EXAMPLES, ids=[path for path, _ in EXAMPLES])
def test_an_example_stands_word_for_word_in_the_plugin_that_the_tests_run(path: str, example: str) -> None:
    assert example in (ROOT / path).read_text()


def test_no_heading_speaks_of_a_hook_that_does_not_exist() -> None:
    assert re.findall(r"^### (\w+)$", GUIDE, re.MULTILINE) != []
    assert set(re.findall(r"^### (\w+)$", GUIDE, re.MULTILINE)) == set(HOOKS)
