"""Where an exchange stands for one of its sides: what happens next, and what they can do about it."""

from dataclasses import dataclass

from app import clock
from app.exchanges.models import Exchange, State
from app.exchanges.moves import STATE_LABELS
from app.members.models import Member
from app.text import _

LOOKS = {
    State.ASKED: "asked",
    State.AGREED: "agreed",
    State.DONE: "waiting",
    State.CONFIRMED: "done",
    State.DECLINED: "closed",
    State.CANCELLED: "closed",
    State.DISPUTED: "refused",
}
"""The look of each state's badge, as macros/states.html names them."""


@dataclass(frozen=True, kw_only=True)
class Action:
    """A button."""

    do: str
    """What the form posts, or the page that the button leads to."""
    label: str
    icon: str = ""
    asks: str = ""
    """The question to answer with a note, when it wants one."""
    needs_note: bool = False


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What happens next, said to one side."""

    sentence: str
    main: Action | None = None
    others: tuple[Action, ...] = ()


def state_label(exchange: Exchange) -> str:
    """Name the state in plain words."""
    return str(STATE_LABELS[State(exchange.state)])


def is_started(exchange: Exchange) -> bool:
    """Tell whether the agreed time has come, or none was said."""
    agreed = exchange.agreed
    return agreed is None or agreed.starts_at is None or agreed.starts_at <= clock.now()


def standing(
    exchange: Exchange, me: Member, *, can_ask_again: bool = False, can_feel: bool = True
) -> Standing:
    """Say to ``me`` what happens next."""
    other = exchange.owner if me.id == exchange.asker_id else exchange.asker
    match State(exchange.state):
        case State.ASKED:
            return _asked(exchange, me, other)
        case State.AGREED:
            return _agreed(exchange, me, other)
        case State.DONE:
            return _done(exchange, me, other)
        case State.DISPUTED:
            return Standing(
                sentence=_(
                    "There is a problem. A coordinator reads what both of you write here, and settles it. "
                    "Nothing moves until then."
                ),
                main=_explain(),
            )
        case State.CONFIRMED:
            sentence = _("It is done and confirmed. Thank you both!")
            return Standing(sentence=sentence, main=_feel(), others=_again(can_ask_again))
        case State.DECLINED:
            return Standing(sentence=_declined(exchange, me, other), others=_again(can_ask_again))
        case State.CANCELLED:
            return Standing(
                sentence=_("This exchange was cancelled. Nothing was counted."), others=_again(can_ask_again)
            )


def _asked(exchange: Exchange, me: Member, other: Member) -> Standing:
    change = Action(do="propose", label=_("Propose something else"), icon="edit")
    if me.id == exchange.owner_id:
        out = Action(do="decline", label=_("Say no"), icon="x", asks=_("A word to say why (if you like)"))
    else:
        out = Action(do="cancel", label=_("Withdraw"), icon="x", asks=_("A word to say why (if you like)"))
    if exchange.awaits_id == me.id:
        return Standing(
            sentence=_(
                "%(name)s waits for your answer. Do you agree to this proposal?", name=other.first_name
            ),
            main=Action(do="accept", label=_("Agree"), icon="check"),
            others=(change, out),
        )
    return Standing(
        sentence=_("Now it is for %(name)s to answer. You need do nothing.", name=other.first_name),
        others=(change, out),
    )


def _agreed(exchange: Exchange, me: Member, other: Member) -> Standing:
    change = Action(do="propose", label=_("Change what we agreed"), icon="edit")
    done = Action(do="done", label=_("It's done"), icon="check")
    off = Action(do="cancel", label=_("Call it off"), icon="x", asks=_("A word to say why (if you like)"))
    rest = (change, _problem(), off)
    if exchange.pending is not None and exchange.awaits_id == me.id:
        return Standing(
            sentence=_(
                "%(name)s would like to change what you agreed. Until you agree, it stays as it was.",
                name=other.first_name,
            ),
            main=Action(do="accept", label=_("Agree to the change"), icon="check"),
            others=(Action(do="keep", label=_("Keep what we agreed"), icon="arrow-back-up"), done, *rest),
        )
    if exchange.pending is not None:
        return Standing(
            sentence=_(
                "You asked %(name)s for a change. Until %(name)s agrees, it stays as it was.",
                name=other.first_name,
            ),
            others=(Action(do="keep", label=_("Keep what we agreed"), icon="arrow-back-up"), done, *rest),
        )
    if is_started(exchange):
        return Standing(
            sentence=_("You have agreed. Once it has taken place, say so here."), main=done, others=rest
        )
    return Standing(
        sentence=_("You have agreed. All that is left is to meet."),
        main=Action(do="calendar", label=_("Put it in my calendar"), icon="calendar"),
        others=(done, *rest),
    )


def _done(exchange: Exchange, me: Member, other: Member) -> Standing:
    if exchange.awaits_id == me.id:
        return Standing(
            sentence=_("%(name)s says that it is done. Is it?", name=other.first_name),
            main=Action(do="confirm", label=_("Yes, it's done"), icon="check"),
            others=(_problem(),),
        )
    return Standing(
        sentence=_("You said that it is done. Now it is for %(name)s to confirm.", name=other.first_name),
        others=(_problem(),),
    )


def _declined(exchange: Exchange, me: Member, other: Member) -> str:
    if me.id == exchange.owner_id:
        return _("You said no this time. That is all right.")
    return _("%(name)s cannot do it this time. Perhaps somebody else can.", name=other.first_name)


def _problem() -> Action:
    return Action(
        do="dispute",
        label=_("There is a problem"),
        icon="hand-stop",
        asks=_("What is the problem? The coordinator and the other side will read it."),
        needs_note=True,
    )


def _explain() -> Action:
    return Action(
        do="dispute",
        label=_("Send it to the coordinator"),
        asks=_("How do you see it? The coordinator and the other side will read it."),
        needs_note=True,
    )


def _feel() -> Action:
    return Action(do="feel", label=_("Say what it brought you"), icon="mood-heart")


def _again(can_ask_again: bool) -> tuple[Action, ...]:
    return (Action(do="again", label=_("Ask again"), icon="repeat"),) if can_ask_again else ()
