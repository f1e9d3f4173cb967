"""The one exception by which the domain says no."""


class Refusal(Exception):
    """A rule of the domain refused; every reason is a sentence for the person who asked.

    ``field`` names the form field that the refusal is about, when there is one.
    """

    def __init__(self, *reasons: object, field: str | None = None) -> None:
        super().__init__(*reasons)
        self.reasons: tuple[str, ...] = tuple(str(reason) for reason in reasons)
        self.field = field

    def __str__(self) -> str:
        return " ".join(self.reasons)


class Misconfiguration(Exception):
    """The software cannot start as it is set up; the text is one sentence for the operator."""
