"""What the plugin skills contributes."""

from collections.abc import Iterable
from pathlib import Path

from app.plugin_api import Criterion, Filter, ImpactMeasure, Manifest, ResourceKind, hookimpl, lazy
from plugins.skills import services
from plugins.skills.forms import LessonForm, SkillsSettings
from plugins.skills.models import Lesson
from plugins.skills.words import LEVELS, SETTINGS

HERE = Path(__file__).parent
COMPONENTS = ("A05", "A07", "G01", "D03")


@hookimpl
def manifest() -> Manifest:
    """Say who the plugin is."""
    return Manifest(
        slug="skills",
        title=lazy("Skills"),
        summary=lazy("Teach what you know, learn what others know."),
        description=lazy(
            "Everybody knows something that somebody wants to learn. Lessons are given as a gift, or in "
            "hours where there is a time bank; no knowledge is worth more than another."
        ),
        author="The Together contributors",
        components=COMPONENTS,
        icon="book",
        migrations=HERE / "migrations",
        translations=HERE / "translations",
        settings_form=SkillsSettings,
    )


@hookimpl
def resource_kinds() -> Iterable[ResourceKind]:
    """Lessons."""
    yield ResourceKind(
        slug="skills.lesson",
        label=lazy("Lesson"),
        offer_label=lazy("I teach something"),
        request_label=lazy("I want to learn something"),
        icon="book",
        unit="minutes",
        components=COMPONENTS,
        terms=("gift", "time_bank.hours"),
        detail=Lesson,
        form=LessonForm,
        card=services.card,
        facts=services.facts,
        filters=(
            Filter(
                name="level", label=lazy("Level"), choices=LEVELS, clause=lambda value: Lesson.level == value
            ),
            Filter(
                name="setting",
                label=lazy("How"),
                choices=SETTINGS,
                clause=lambda value: Lesson.setting == value,
            ),
        ),
        default_quantity=services.USUAL_MINUTES,
    )


@hookimpl
def match_criteria() -> Iterable[Criterion]:
    """The same subject."""
    yield Criterion(
        slug="skills.subject", label=lazy("Subject"), kinds=("skills.lesson",), score=services.same_subject
    )


@hookimpl
def impact_measures() -> Iterable[ImpactMeasure]:
    """Time spent learning."""
    yield ImpactMeasure(
        slug="skills.minutes",
        label=lazy("Time spent learning together"),
        unit="minutes",
        method=lazy("Adds up the agreed length of every confirmed lesson, once for each exchange."),
        source=lazy("The exchanges of this territory."),
        uncertainty=lazy(
            "As precise as what both sides agreed; the sub-network's usual length is counted when none "
            "was said."
        ),
        kinds=("skills.lesson",),
        measure=services.minutes_learned,
    )
