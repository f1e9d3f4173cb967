"""An offer or a request while it is being written: its forms, its steps, its pictures.

Nothing typed is lost: what a step does not show travels with the form as it was typed, and
pictures wait in the staging, found again by their tokens.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import Form

from app.errors import Refusal
from app.kernel.contributions import ResourceKind
from app.kernel.registry import Plugins
from app.listings import services
from app.listings.cards import Photo, photo, term_label
from app.listings.forms import ListingForm
from app.listings.models import Listing
from app.listings.services import MOST_PICTURES, Picked, terms_among
from app.media import services as media
from app.members.models import Member
from app.subnetworks.models import Subnetwork
from app.text import _
from app.wellbeing.queries import TypologyView

STEPS = 3
PREVIEW = 4
FIELDS: dict[int, tuple[str, ...]] = {
    1: ("direction", "kind"),
    2: ("title", "text"),
    3: (
        "terms",
        "when_text",
        "starts_on",
        "ends_on",
        "quantity",
        "place",
        "subnetwork",
        "lasts",
        "expires_on",
        "components",
    ),
}
DETAIL = "detail"
OWN = frozenset(
    {"csrf_token", "go", "step", "photos", "photo", "photo_alt", "described", "placed", "listing_id"}
)
"""Names that the page writes by itself."""
LONGEST_ALT = 200


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A picture of an unfinished listing: ``staged:<token>`` or ``kept:<picture id>``."""

    ref: str
    alt: str
    photo: Photo


@dataclass(kw_only=True)
class Writing:
    """One listing being written."""

    form: ListingForm
    kind: ResourceKind | None
    detail: Form | None
    values: MultiDict[str, str]
    photos: list[Chosen] = field(default_factory=list)
    photo_problems: list[str] = field(default_factory=list)
    step: int = 1
    problems: list[str] = field(default_factory=list)
    """Refusals that belong to no field."""
    kinds: dict[str, ResourceKind] = field(default_factory=dict)
    """Those that can be chosen, by slug."""
    titles: dict[str, str] = field(default_factory=dict)
    """Titles of the plugins, over their kinds."""
    proposed: tuple[str, ...] = ()
    """Codes of the components that the kind is meant to serve."""

    def shown(self) -> frozenset[str]:
        """Return the names of the fields that the page of this step shows."""
        names = set(FIELDS.get(self.step, ()))
        if self.step == 2 and self.detail is not None:
            names |= {item.name for item in self.detail}
        return frozenset(names)

    def carried(self) -> Iterator[tuple[str, str]]:
        """Yield what the other steps have, as it was typed."""
        shown = self.shown()
        for name, values in self.values.lists():
            own = name in OWN or name in shown
            stale = name.startswith(f"{DETAIL}-") and (
                self.detail is None or self.kind is None or self.values.get("described") != self.kind.slug
            )
            if not own and not stale and (name in self.form or name.startswith(f"{DETAIL}-")):
                for value in values:
                    yield name, value

    @property
    def described(self) -> str:
        """The kind whose own fields have been shown, so that an empty tick is known from an unseen one."""
        shown = self.step == 2 and self.kind is not None
        return self.kind.slug if shown and self.kind else self.values.get("described", "")

    @property
    def placed(self) -> str:
        """The kind for which the third step has been shown."""
        shown = self.step == 3 and self.kind is not None
        return self.kind.slug if shown and self.kind else self.values.get("placed", "")

    def check(self, step: int) -> bool:
        """Tell whether what step ``step`` asks is well answered; its errors stand on the fields."""
        good = True
        for name in FIELDS[step]:
            good &= self.form[name].validate(self.form)
        if step == 1 and good and self.kind is not None:
            good = self._check_direction(self.kind)
        if step == 2 and self.detail is not None:
            good &= self.detail.validate()
        if step == 3:
            good &= self._check_days()
        return bool(good)

    def _check_direction(self, kind: ResourceKind) -> bool:
        if self.form.direction.data in kind.directions:
            return True
        which = _("offered") if "offer" in kind.directions else _("asked for")
        self.form.direction.errors = [_("This kind can only be %(which)s.", which=which)]
        return False

    def _check_days(self) -> bool:
        form = self.form
        if form.starts_on.data and form.ends_on.data and form.ends_on.data < form.starts_on.data:
            form.ends_on.errors = [_("The last day comes before the first.")]
        if form.lasts.data == "day" and not form.expires_on.data and not form.expires_on.errors:
            form.expires_on.errors = [_("Choose the last day.")]
        return not form.ends_on.errors and not form.expires_on.errors

    def first_bad_step(self) -> int | None:
        """Check everything and return the first step with something to correct."""
        return next((step for step in (1, 2, 3) if not self.check(step)), None)

    def refuse(self, refusal: Refusal) -> None:
        """Write a refusal of a rule beside the field it is about."""
        name = {"subnetwork_id": "subnetwork"}.get(refusal.field or "", refusal.field or "")
        if name == "pictures":
            self.photo_problems.extend(refusal.reasons)
        elif name in self.form:
            self.form[name].errors = [*self.form[name].errors, *refusal.reasons]
        else:
            self.problems.extend(refusal.reasons)
        self.step = next((step for step, names in FIELDS.items() if name in names), self.step)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Where a listing is written: who, in which territory, with what at hand."""

    session: Session
    plugins: Plugins
    member: Member
    data_dir: Path
    typology: TypologyView
    subnetworks: Sequence[Subnetwork]
    takes_part: frozenset[UUID]
    """Ids of the sub-networks that the member is in."""
    csrf: bool = True
    """Whether what comes has to bear the token of the page."""

    def enabled(self, subnetwork: Subnetwork) -> frozenset[str]:
        """Return the plugins switched on in a sub-network."""
        return frozenset(item.plugin for item in subnetwork.installations if item.enabled)

    def open(
        self,
        values: MultiDict[str, str],
        *,
        listing: Listing | None = None,
        detail: Any | None = None,
        asked: MultiDict[str, str] | None = None,
    ) -> Writing:
        """Read what was typed so far; ``listing`` with its ``detail`` is the one to be changed.

        Args:
            asked: wishes of the address on the first visit: direction, kind, title, sub-network.
        """
        form = ListingForm(
            values or None,
            obj=listing,
            data=self._defaults(listing, asked),
            meta={"csrf": self.csrf},
        )
        kinds = self._kinds(listing)
        form.kind.choices = [(slug, str(kind.label)) for slug, kind in kinds.items()]
        if listing is not None:
            form.kind.data, form.direction.data = listing.kind, listing.direction
        kind = kinds.get(form.kind.data or "")
        writing = Writing(
            form=form,
            kind=kind,
            detail=self._detail(kind, values, detail),
            values=values,
            kinds=kinds,
            titles={slug: str(item.manifest.title) for slug, item in self.plugins.installed.items()},
        )
        self._choices(writing, listing)
        writing.photos = list(self._photos(values, listing))
        return writing

    def _defaults(self, listing: Listing | None, asked: MultiDict[str, str] | None) -> dict[str, Any]:
        if listing is not None:
            return {
                "subnetwork": str(listing.subnetwork_id),
                "lasts": "never" if listing.expires_on is None else "day",
            }
        wishes: MultiDict[str, str] = MultiDict() if asked is None else asked
        place = next((item for item in self.subnetworks if item.slug == wishes.get("subnetwork")), None)
        return {
            "direction": wishes.get("direction"),
            "kind": wishes.get("kind"),
            "title": wishes.get("title", ""),
            "place": self.member.place,
            "subnetwork": str(place.id) if place is not None else None,
        }

    def _kinds(self, listing: Listing | None) -> dict[str, ResourceKind]:
        if listing is not None:
            found = self.plugins.kinds.get(listing.kind)
            return {listing.kind: found} if found is not None else {}
        switched_on = frozenset().union(*(self.enabled(item) for item in self.subnetworks))
        return self.plugins.of(self.plugins.kinds, switched_on)

    def _detail(self, kind: ResourceKind | None, values: MultiDict[str, str], row: Any | None) -> Form | None:
        if kind is None or kind.form is None:
            return None
        typed = values if values.get("described") == kind.slug else None
        return kind.form(typed, obj=row, prefix=DETAIL)

    def _choices(self, writing: Writing, listing: Listing | None) -> None:
        form, kind = writing.form, writing.kind
        slug = kind.slug if kind is not None else ""
        takes = [item for item in self.subnetworks if slug.split(".")[0] in self.enabled(item)]
        if listing is not None and listing.subnetwork_id not in {item.id for item in takes}:
            takes += [item for item in self.subnetworks if item.id == listing.subnetwork_id]
        form.subnetwork.choices = [(str(item.id), item.name) for item in takes]
        if len(takes) == 1 or (takes and form.subnetwork.data not in {str(item.id) for item in takes}):
            likely = services.default_subnetwork(takes, self.takes_part)
            form.subnetwork.data = str(likely.id) if likely is not None else None
        possible = {term for item in takes for term in terms_among(self.plugins, slug, self.enabled(item))}
        order = kind.terms if kind is not None else ("gift",)
        kept = listing.terms if listing is not None else ()
        terms = [term for term in dict.fromkeys((*order, *kept)) if term in possible or term in kept]
        form.terms.choices = [(term, term_label(self.plugins, term)) for term in terms]
        form.components.choices = [
            (code, f"{code[0]} · {term.label}") for code, term in self.typology.components.items()
        ]
        writing.proposed = tuple(
            code for code in (kind.components if kind else ()) if code in self.typology.components
        )
        if writing.values.get("placed") == slug and slug:
            return
        if listing is not None:
            form.terms.data, form.components.data = (
                list(listing.terms),
                [item.code for item in listing.components],
            )
        else:
            form.terms.data, form.components.data = terms[:1], list(writing.proposed)

    def _photos(self, values: MultiDict[str, str], listing: Listing | None) -> Iterator[Chosen]:
        kept = {str(item.picture_id): item for item in listing.pictures} if listing is not None else {}
        if listing is not None and not values:
            refs = [(f"kept:{key}", item.alt) for key, item in kept.items()]
        else:
            refs = list(zip(values.getlist("photo"), values.getlist("photo_alt"), strict=False))
        for ref, alt in dict(refs).items():
            where, _sign, key = ref.partition(":")
            if where == "kept" and key in kept:
                row = kept[key].picture
                shown = photo(row.digest, row.width, row.height, row.widths, alt, row.colour)
                yield Chosen(ref=ref, alt=alt[:LONGEST_ALT], photo=shown)
            elif where == "staged" and (chosen := self._staged(key, alt)) is not None:
                yield chosen

    def _staged(self, token: str, alt: str) -> Chosen | None:
        found = media.staged(self.data_dir, token, person_id=self.member.person_id)
        if found is None:
            return None
        src = f"/media/staged/{token}/{found.fallback_width}.jpg"
        shown = Photo(
            src=src, avif="", webp="", width=found.width, height=found.height, alt=alt, colour=found.colour
        )
        return Chosen(ref=f"staged:{token}", alt=alt[:LONGEST_ALT], photo=shown)

    def take(self, writing: Writing, files: Sequence[FileStorage]) -> None:
        """Prepare and stage the pictures that came with the form; refusals are sentences beside the field.

        Commits first: preparing takes seconds, and nobody else could write meanwhile.
        """
        sent = [file for file in files if file.filename]
        if not sent:
            return
        self.session.commit()
        for file in sent:
            if len(writing.photos) >= MOST_PICTURES:
                writing.photo_problems.append(_("Six pictures are enough; the others were left out."))
                return
            try:
                token = media.stage(
                    self.data_dir, file.stream, person_id=self.member.person_id, name=file.filename or ""
                )
            except Refusal as refusal:
                writing.photo_problems.extend(refusal.reasons)
                continue
            chosen = self._staged(token, "")
            if chosen is not None:
                writing.photos.append(chosen)

    def keep(self, photos: Sequence[Chosen]) -> list[Picked]:
        """Keep the chosen pictures for good."""
        picked: dict[UUID, Picked] = {}
        for chosen in photos:
            where, _sign, key = chosen.ref.partition(":")
            if where == "kept":
                picture_id = UUID(key)
            else:
                found = media.staged(self.data_dir, key, person_id=self.member.person_id)
                if found is None:
                    raise Refusal(_("A picture waited too long. Please choose it again."), field="pictures")
                picture_id = media.keep(self.session, self.data_dir, found).id
            picked.setdefault(picture_id, Picked(picture_id=picture_id, alt=chosen.alt.strip()))
        return list(picked.values())

    def release(self, photos: Sequence[Chosen]) -> None:
        """Let go of the staged pictures of a finished form."""
        staging = media.staging_in(self.data_dir)
        for chosen in photos:
            where, _sign, token = chosen.ref.partition(":")
            if where == "staged":
                staging.release(token, person=self.member.person_id)

    def write(self, writing: Writing, listing: Listing, detail: Any | None) -> None:
        """Write the listing down with everything that was typed.

        Raises:
            Refusal: a rule says no; the caller rolls back.
        """
        kind, form = writing.kind, writing.form
        if kind is None:
            raise Refusal(_("This kind of listing is no longer possible here."), field="kind")
        for name in ("title", "text", "when_text", "starts_on", "ends_on", "quantity", "place", "terms"):
            value = form[name].data
            setattr(listing, name, value if value is not None or name in _NULLABLE else "")
        listing.subnetwork_id = UUID(form.subnetwork.data)
        services.let_last(self.session, listing, form.lasts.data, form.expires_on.data)
        if kind.detail is not None and kind.form is not None and writing.detail is not None:
            detail = kind.detail() if detail is None else detail
            writing.detail.populate_obj(detail)
        services.save(
            self.session,
            self.plugins,
            listing=listing,
            detail=detail,
            components=form.components.data or (),
            pictures=self.keep(writing.photos),
        )


_NULLABLE = frozenset({"starts_on", "ends_on", "quantity"})
