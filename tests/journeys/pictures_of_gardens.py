"""A photograph as a telephone takes it."""

from pathlib import Path

from PIL import Image


def garden_picture(folder: Path) -> Path:
    """Write a picture of four megapixels with a bed, a path and a sky; return its file."""
    picture = Image.linear_gradient("L").resize((2400, 1800)).convert("RGB")
    picture.paste((94, 148, 84), (0, 900, 2400, 1800))
    picture.paste((176, 148, 110), (1000, 900, 1400, 1800))
    file = folder / "garden.jpg"
    picture.save(file, quality=88)
    return file
