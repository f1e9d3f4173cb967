"""A person before a screen: reads its words, presses its buttons, in the language of their own."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, expect

from app.testing.factories import PASSWORD
from app.text import add_catalogue, gettext, speaking
from tests.journeys.sites import ROOT, Site, link_in

TELEPHONE = {"width": 360, "height": 740}
COMPUTER = {"width": 1280, "height": 900}
LOCALES = {"fr": "fr-FR", "en": "en-GB"}


class Someone:
    """Somebody with a browser; what they look for is named in English and sought in their language."""

    def __init__(self, site: Site, context: BrowserContext, first_name: str, *, language: str = "en") -> None:
        self.site, self.context, self.first_name, self.language = site, context, first_name, language
        self.email = f"{first_name.lower()}.{secrets.token_hex(4)}@example.org"
        self.password = PASSWORD
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, line: ConsoleMessage) -> None:
        if line.type == "error":
            self.complaints.append(f"{line.text} on {self.page.url}")

    def word(self, message: str, **values: object) -> str:
        """Return ``message`` as this person reads it."""
        with speaking(self.language):
            return gettext(message, **values)

    @property
    def main(self) -> Locator:
        """What stands between the head and the foot of the page."""
        return self.page.locator("main")

    def go(self, path: str) -> None:
        """Open a page of the site, or any address."""
        self.page.goto(path if path.startswith("http") else f"{self.site.url}{path}")

    def press(self, label: str, **values: object) -> None:
        """Press the button of this name, and wait for the page it leads to."""
        self._named("button", self.word(label, **values)).click()
        self.page.wait_for_load_state()

    def follow(self, label: str, **values: object) -> None:
        """Follow the link of this name, and wait for its page."""
        self._named("link", self.word(label, **values)).click()
        self.page.wait_for_load_state()

    def _named(self, role: str, name: str) -> Locator:
        return self.main.get_by_role(role, name=re.compile(f"^{_any_space(name)}"))  # type: ignore[arg-type]

    def field(self, label: str, **values: object) -> Locator:
        """Return the field with this label; "(optional)" may follow it."""
        return self.main.get_by_label(re.compile(rf"^\s*{re.escape(self.word(label, **values))}"))

    def write(self, label: str, text: str, **values: object) -> None:
        """Write into the field with this label."""
        self.field(label, **values).fill(text)

    def choose(self, label: str, **values: object) -> None:
        """Tick the box with this label, as people do: on its words."""
        words = re.compile(rf"^\s*{re.escape(self.word(label, **values))}", re.IGNORECASE)
        box = self.main.get_by_label(words)
        if not box.is_checked():
            self.main.locator("label").filter(has_text=words).click()
        expect(box).to_be_checked()

    def reads(self, message: str, **values: object) -> None:
        """Expect these words on the page."""
        expect(self.main).to_contain_text(self.word(message, **values), use_inner_text=True)

    def sign_up(self) -> None:
        """Make an account and confirm it by the mail."""
        self.go("/sign-up")
        self.write("First name", self.first_name)
        self.write("Mail address", self.email)
        self.write("Password", self.password)
        self.press("Make my account")
        self.reads("Look into your mail")
        self.go(link_in(self.site.mailbox.wait(self.email)))
        self.press("Yes, this is my address")
        self.reads("Welcome, %(name)s!", name=self.first_name)

    def sign_in(self) -> None:
        """Sign in with the password."""
        self.go("/sign-in")
        self.write("Mail address", self.email)
        self.write("Password", self.password)
        self.press("Sign in")

    def sign_out(self) -> None:
        """Sign out by the menu at the top."""
        self.page.locator("[data-menu] summary").click()
        self.page.get_by_role("button", name=self.word("Sign out")).click()
        expect(self.page.locator("[data-menu]")).to_have_count(0)


def _any_space(words: str) -> str:
    """Return a pattern for words as a browser names them: a no-break space may have become a plain one."""
    return r"\s+".join(re.escape(word) for word in words.split())


@contextmanager
def without_complaints(*people: Someone) -> Iterator[None]:
    """Expect that no page of these people wrote an error into the browser's console."""
    yield
    assert {person.first_name: person.complaints for person in people} == {
        person.first_name: [] for person in people
    }


def _learn_words() -> None:
    for folder in sorted(Path(ROOT, "plugins").glob("*/translations")):
        add_catalogue(folder)


_learn_words()
