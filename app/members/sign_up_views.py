"""Pages around signing up: look into your mail, welcome, a new mail address."""

import sqlalchemy as sa
from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security.change_email import change_email_confirm

from app.members import queries
from app.members.blueprint import bp
from app.territories.models import Territory
from app.web.access import May, allow
from app.web.context import the_person
from app.web.database import db
from app.web.views import local_path


@bp.get("/sign-up/look-into-your-mail")
@allow(May.LOOK)
def check_mail() -> ResponseReturnValue:
    """Say that a mail is on its way; the same page whether or not the address was known."""
    return render_template("members/check_mail.html")


@bp.get("/welcome")
@allow(May.OWN_ACCOUNT)
def welcome() -> ResponseReturnValue:
    """Welcome a new person and lead them to a territory."""
    wanted = local_path(request.args.get("next"))
    if wanted != url_for("home.index"):
        return redirect(wanted)
    territories = db.session.scalars(
        sa.select(Territory).where(Territory.active).order_by(Territory.name_key, Territory.id)
    ).all()
    mine = {member.territory_id for member, _territory in queries.memberships(db.session, the_person().id)}
    return render_template("members/welcome.html", territories=territories, mine=mine)


@bp.route("/settings/mail/new/<token>", methods=["GET", "POST"])
@allow(May.OWN_ACCOUNT)
def change_mail(token: str) -> ResponseReturnValue:
    """Ask for the click by which a new mail address becomes one's own."""
    if request.method == "GET":
        return render_template("members/change_mail.html")
    answer: ResponseReturnValue = change_email_confirm(token)  # type: ignore[no-untyped-call]
    db.session.commit()
    return answer
