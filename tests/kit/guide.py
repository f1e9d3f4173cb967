"""The plugin that docs/plugins.md builds block by block, put together as an author would."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

GUIDE = (Path(__file__).parents[2] / "docs/plugins.md").read_text("utf-8")
PYTHON = re.compile(r"^```python run\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TEMPLATE = re.compile(r"^```html (templates/\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def built(folder: Path) -> ModuleType:
    """Write the blocks of the guide into ``folder`` and import them as one module."""
    for name, text in TEMPLATE.findall(GUIDE):
        template = folder / name
        template.parent.mkdir(parents=True, exist_ok=True)
        template.write_text(text)
    file = folder / "oven.py"
    file.write_text("\n\n".join(PYTHON.findall(GUIDE)))
    spec = importlib.util.spec_from_file_location("guide_oven", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # a Blueprint asks where its module lives
    spec.loader.exec_module(module)
    return module
