"""Copy the listed front-end files out of node_modules, with their check sums and licences.

usage: python3 copy.py STATIC_FOLDER   (run by script/vendor after ``npm ci``)
"""

import base64
import hashlib
import json
import re
import shutil
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODULES = HERE / "node_modules"
RULE = re.compile(r"(@[^{};]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|[^{}]+\{[^{}]*\})")


def package_facts(name: str) -> dict[str, str]:
    """Return the version and licence a package declares."""
    facts = json.loads((MODULES / name / "package.json").read_text())
    return {"version": facts["version"], "licence": facts["license"]}


def folder_of(static: Path, name: str) -> Path:
    """Return ``vendor/NAME/VERSION``, made if it is missing; scopes are left out of NAME."""
    folder = static / "vendor" / name.split("/")[-1] / package_facts(name)["version"]
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def copy_package(static: Path, name: str, files: list[str]) -> list[Path]:
    """Copy the named files and the licence of a package."""
    folder = folder_of(static, name)
    copied = []
    for file in files:
        source, target = MODULES / name / file, folder / Path(file).name
        if target.suffix in {".js", ".mjs", ".css"}:
            target.write_text(without_source_map(source.read_text()))
        else:
            shutil.copyfile(source, target)
        copied.append(target)
    copy_licence(name, folder)
    return copied


def copy_licence(name: str, folder: Path) -> None:
    """Keep a package's licence text beside its files, as the licences ask."""
    found = sorted(MODULES.joinpath(name).glob("LICEN[SC]E*"))
    if found:
        shutil.copyfile(found[0], folder / "LICENSE.txt")


def without_source_map(text: str) -> str:
    """Drop the pointer to a source map that we do not ship."""
    return re.sub(r"\n?(//# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/)\s*$", "\n", text)


def subset_css(text: str, drop: list[str], at_rules_drop: list[str]) -> str:
    """Return the style sheet without the selectors and at-rules that match an expression."""
    unwanted, unwanted_at = re.compile("|".join(drop)), re.compile("|".join(at_rules_drop))
    text = re.sub(r"/\*(?!!).*?\*/", "", text, flags=re.S)
    kept = []
    for rule in RULE.findall(text):
        head, body = rule.split("{", 1)
        if head.startswith(("@media", "@supports")):
            inner = subset_css(body[:-1], drop, at_rules_drop)
            if inner.strip() and not unwanted_at.search(head):
                kept.append(f"{head}{{{inner}}}")
        elif head.startswith("@"):
            if not unwanted_at.search(head):
                kept.append(rule)
        else:
            selectors = [one for one in split_selectors(head) if not unwanted.search(one)]
            if selectors:
                kept.append(f"{','.join(selectors)}{{{body}")
    return "".join(kept)


def split_selectors(head: str) -> list[str]:
    """Split a selector list at its outer commas, so that ``:not(.a, .b)`` stays whole."""
    return re.split(r",(?![^(]*\))", head)


def copy_bootstrap(static: Path, files: list[str], drop: list[str], at_rules_drop: list[str]) -> list[Path]:
    """Write the subset of Bootstrap's style sheets."""
    folder = folder_of(static, "bootstrap")
    written = []
    for file in files:
        source = MODULES / "bootstrap" / file
        target = folder / source.name.replace("bootstrap", "bootstrap-subset")
        target.write_text(without_source_map(subset_css(source.read_text(), drop, at_rules_drop)))
        written.append(target)
    copy_licence("bootstrap", folder)
    return written


def build_sprite(target: Path, package: str, folder: str, names: list[str]) -> Path:
    """Write one SVG with a symbol for each named icon and each of our own drawings, by name."""
    sources = {name: MODULES / package / folder / f"{name}.svg" for name in names}
    sources |= {drawing.stem: drawing for drawing in HERE.joinpath("drawings").glob("*.svg")}
    symbols = []
    for name, source in sorted(sources.items()):
        drawing = source.read_text()
        shapes = drawing.split(">", 1)[1].rsplit("</svg>", 1)[0]
        shapes = re.sub(r'<path stroke="none" d="M0 0h24v24H0z" fill="none" ?/>', "", shapes)
        shapes = re.sub(r"\s*\n\s*", "", shapes).replace(" />", "/>")
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>')
    target.write_text('<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n")
    return target


def entry(static: Path, path: Path, package: str) -> dict[str, str]:
    """Return what the manifest says of one file."""
    digest = base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()
    return {"package": package, **package_facts(package), "integrity": f"sha384-{digest}"}


def main(static: Path) -> None:
    """Rebuild ``vendor/`` and the icon sprite under the static folder."""
    listed = tomllib.loads((HERE / "files.toml").read_text())
    shutil.rmtree(static / "vendor", ignore_errors=True)
    static.mkdir(parents=True, exist_ok=True)
    sources: dict[Path, str] = {}
    for package in listed["package"]:
        for path in copy_package(static, package["name"], package["files"]):
            sources[path] = package["name"]
    for path in copy_bootstrap(static, **listed["bootstrap"]):
        sources[path] = "bootstrap"
    icons = dict(listed["icons"])
    sprite = build_sprite(static / icons.pop("target"), **icons)
    sources[sprite] = icons["package"]
    manifest = {str(path.relative_to(static)): entry(static, path, sources[path]) for path in sorted(sources)}
    text = json.dumps(manifest, indent=2, sort_keys=True) + "\n"
    (static / "vendor" / "manifest.json").write_text(text)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
