"""The pages of food: the meals of this week, and waiting for a seat."""

from uuid import UUID

from app.plugin_api import Subnetwork, _, clock
from app.plugin_web import May, allow, db, enabled_or_404, here, the_member, the_territory
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from together_plugin_food import portions, queries, telling, words
from together_plugin_food.forms import Choice

bp = Blueprint("food", __name__, template_folder="templates")


@bp.get("/meals")
@allow(May.LOOK)
def meals() -> ResponseReturnValue:
    """Show the meals of the next seven days, perhaps only those that somebody can eat."""
    today = clock.today(the_territory().time_zone)
    form = Choice(request.args)
    return render_template(
        "food/meals.html",
        form=form,
        days=queries.meals_by_day(
            db.session, today, diets=form.diet.data or (), avoided=form.without.data or ()
        ),
        day_in_words=telling.day_in_words,
        left_in_words=telling.left_in_words,
        allergens_in_words=telling.allergens_in_words,
        diets_in_words=lambda row: ", ".join(words.words(words.DIETS, row.diets)),
        member=here.member,
    )


@bp.post("/meals/<uuid:listing_id>/<any(wait, leave):step>")
@allow(May.TAKE_PART)
def waiting(listing_id: UUID, step: str) -> ResponseReturnValue:
    """Wait for a seat at a meal that is full, or wait no longer."""
    listing = queries.meal_on_board(db.session, listing_id, clock.today(the_territory().time_zone))
    if listing is None:
        abort(404)
    enabled_or_404(db.session.get_one(Subnetwork, listing.subnetwork_id), "food")
    if step == "wait":
        portions.wait(db.session, listing, the_member())
        flash(_("You are told when a seat becomes free."), "success")
    else:
        portions.stop_waiting(db.session, listing, the_member())
        flash(_("You no longer wait for a seat."), "success")
    db.session.commit()
    return redirect(url_for("listings.show", listing_id=listing_id))
