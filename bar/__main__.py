"""``python -m bar NAME``: run one test of the quality bar, or all of them in order."""

import signal
import sys
from collections.abc import Iterator
from importlib import import_module

from bar.report import Found, tell

TESTS = {
    "T2": "states",
    "T3": "storm",
    "T4": "duplicates",
    "T5": "kills",
    "T6": "powercut",
    "T7": "forks",
    "T10-disk": "fulldisk",
    "T11": "backups",
    "T14": "fuzz",
    "mutants": "mutants",
}
"""Name of each test with the module that runs it: ``run(options)`` yields what it found."""


def main(arguments: list[str]) -> int:
    """Run the tests that are named; end with 1 if one of them fails."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))  # what was started is stopped
    names = {name.casefold(): name for name in TESTS} | {module: name for name, module in TESTS.items()}
    asked = [one for one in arguments if not one.startswith("--")]
    options = {one.lstrip("-") for one in arguments if one.startswith("--")}
    if not asked or any(one.casefold() not in {*names, "all"} for one in asked):
        listed = ", ".join(f"{name} ({module})" for name, module in TESTS.items())
        print(f"Usage: script/bar NAME ... [--quick]; there are: {listed}, and all", file=sys.stderr)
        return 2
    chosen = (
        [name for name in TESTS if name.startswith("T")]
        if "all" in asked
        else [names[one.casefold()] for one in asked]
    )
    passed = [tell(found) for name in chosen for found in _run(name, options)]
    return 0 if passed and all(passed) else 1


def _run(name: str, options: set[str]) -> Iterator[Found]:
    try:
        yield from import_module(f"bar.{TESTS[name]}").run(options)
    except Exception as error:  # a test that breaks off has failed; the next one has a right to run
        import traceback

        traceback.print_exc()
        sentence = f"it broke off: {type(error).__name__}: {error}"
        yield Found(id=name, number=None, target="it runs to its end", passed=False, sentence=sentence)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
