"""Draw the pictures of the demonstration territory.

usage: python script/draw-pictures [NAME ...]      (all of them when no name is given)

TOGETHER_CHROMIUM names another browser than /usr/bin/chromium.
"""

import importlib
import io
import os
import pkgutil
import sys
from pathlib import Path

import scenes
from brush import HEIGHT, WIDTH
from gallery import PICTURES, Picture
from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[2] / "app" / "demo" / "pictures"
LIGHT_ENOUGH = 25_500  # bytes; with it the whole set stays under 1.8 MB
QUALITIES = range(72, 43, -4)


def shot(page: Page, picture: Picture) -> Image.Image:
    """Let the browser draw a picture."""
    page.set_content(f'<body style="margin:0">{picture.svg()}')
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def webp(image: Image.Image) -> bytes:
    """Write an image as WebP, as good as its weight allows."""
    written = b""
    for quality in QUALITIES:
        buffer = io.BytesIO()
        image.save(buffer, "WEBP", quality=quality, method=6)
        written = buffer.getvalue()
        if len(written) <= LIGHT_ENOUGH:
            break
    return written


def index() -> str:
    """Write the list of the pictures, as TOML."""
    lines = [
        "# Written by script/draw-pictures. The pictures are drawings of this project, under its licence.",
        "# name: the file is NAME.webp, 1200 by 900. alt: what it shows. tags: what it suits.",
    ]
    for picture in sorted(PICTURES.values(), key=lambda picture: picture.name):
        tags = ", ".join(f'"{tag}"' for tag in picture.tags)
        lines += ["", "[[picture]]", f'name = "{picture.name}"']
        lines += [f'alt.en = "{picture.english}"', f'alt.fr = "{picture.french}"', f"tags = [{tags}]"]
    return "\n".join(lines) + "\n"


def main(names: list[str]) -> int:
    """Draw the named pictures, or all, and write the index."""
    for module in pkgutil.iter_modules(scenes.__path__):
        importlib.import_module(f"scenes.{module.name}")
    unknown = [name for name in names if name not in PICTURES]
    if unknown:
        print("No picture is called", ", ".join(unknown), file=sys.stderr)
        return 2

    FOLDER.mkdir(parents=True, exist_ok=True)
    browser_path = os.environ.get("TOGETHER_CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for name in names or PICTURES:
            (FOLDER / f"{name}.webp").write_bytes(webp(shot(page, PICTURES[name])))
        browser.close()

    (FOLDER / "index.toml").write_text(index(), encoding="utf-8")
    total = sum(file.stat().st_size for file in FOLDER.glob("*.webp"))
    print(f"{len(PICTURES)} pictures, {total / 1000:.0f} kB in all")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
