"""Vegetables that come back from picture to picture."""
# ruff: noqa: E501  (an outline is one string)

from brush import at, blob, darker, disc, lighter, line, shade


def tomato(x: float, y: float, r: float = 50, colour: str = "terra") -> str:
    """Paint a tomato with its green star."""
    star = "".join(
        at(0, -r * 0.75, blob("-5,0 0,-8 30,-4 44,6 26,8", "pine"), r=a) for a in (10, 70, 120, 180, 250)
    )
    return at(
        x,
        y,
        blob(
            f"{-r},0 {-r * 0.7},{-r * 0.7} 0,{-r * 0.82} {r * 0.7},{-r * 0.7} {r},0 {r * 0.65},{r * 0.75} 0,{r * 0.88} {-r * 0.65},{r * 0.75}",
            colour,
        ),
        disc(-r * 0.4, -r * 0.3, r * 0.2, "white", r * 0.13, 0.7),
        star,
    )


def seedling(x: float, y: float, s: float = 1, colour: str = "leaf") -> str:
    """Paint a lettuce or a young cabbage in its bed."""
    return at(
        x,
        y,
        shade(8, 0, 60, 9),
        *(
            at(
                0,
                0,
                blob("-26,0 -34,-50 0,-86 34,-50 26,0", c),
                line(0, -4, 0, -64, lighter(c, 0.5), 5, 0.7),
                r=r,
            )
            for r, c in (
                (-58, darker(colour)),
                (58, darker(colour)),
                (-28, colour),
                (28, colour),
                (0, lighter(colour)),
            )
        ),
        s=s,
    )
