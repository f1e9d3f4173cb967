"""What people are told about meals."""

from app.plugin_api import Notice, lazy

NOTICES = (
    Notice(
        slug="food.seat_free",
        label=lazy("A seat is free at a meal for which I waited"),
        sentence=lazy("A seat is free: “%(title)s”. Ask for it before somebody else does."),
        mail_subject=lazy("A seat for you: “%(title)s”"),
        mail_text=lazy(
            "A seat became free at “%(title)s”, and you have waited longest. Ask for it on its page; it is "
            "not kept for you. If you do not want it any more, you need do nothing."
        ),
    ),
)
