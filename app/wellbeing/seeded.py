"""Sentences of the typology we ship, written here so that they are translated."""

from app.text import _, lazy

SEEDED = (
    lazy("SPIRAL method, wikispiral.org; Council of Europe, 2008 and 2010; names checked in 2026"),
    lazy('wikispiral.org, page "Determination key"'),
    lazy('wikispiral.org, page "Determination key"; page "Codification"'),
    lazy('wikispiral.org, pages "Determination key" and "Codification"'),
    lazy('wikispiral.org, page "Determination key"; Walloon ICBE'),
    lazy("URBACT TOGETHER, Salaspils; Walloon ICBE; letter by order"),
    lazy("wikispiral.org counts nine dimensions; the name of the ninth was not found"),
    lazy("Definition on wikispiral.org, label to be checked"),
    lazy("To be checked with the TOGETHER network"),
    lazy("To have means of life; to be poor or rich."),
    lazy("Access to clothing and shoes."),
    lazy("Purchasing power, income and access to finance."),
    lazy("Financial or material assistance, institutional aid."),
    lazy("Isolated, pleasant or secure surroundings."),
    lazy("Roads and other basic equipment."),
    lazy("Serenity about the future, fears, trust or mistrust."),
    lazy("Civic spirit and responsibility."),
    lazy("Commitment and participation."),
)


def in_words(written: str) -> str:
    """Return a sentence of the typology in the language in use, when it is one of ours."""
    return _(written) if written else ""
