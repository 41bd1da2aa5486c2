"""People at their browsers: sign in, fill in forms by their labels, press buttons by their words."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

PASSWORD = "lianxi-2026"


@dataclass
class Person:
    """One person at one browser of one site."""

    page: Page
    base: str

    def open(self, path: str) -> "Person":
        """Open a page of the site."""
        self.page.goto(self.base + path)
        return self

    def sign_in(self, login: str) -> "Person":
        """Sign in with a practice account."""
        self.open("/sign-in")
        self.page.get_by_label("登录名").fill(login)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.press("登录")
        expect(self.page).to_have_url(re.compile("/desk"))
        return self

    def fill(self, **answers: str) -> "Person":
        """Fill fields by the end of their id; ``title='…'`` fills ``form-what-title``."""
        for name, value in answers.items():
            self.page.locator(f"main :is(input, textarea)[id$='-{name}']").first.fill(value)
        return self

    def choose(self, name: str, value: str) -> "Person":
        """Choose an option of a list by its value."""
        self.page.locator(f"main select[id$='-{name}']").select_option(value)
        return self

    def tick(self, label: str) -> "Person":
        """Tick a box or choose a visible option by its words."""
        self.page.get_by_label(label, exact=False).first.check()
        return self

    def press(self, words: str) -> "Person":
        """Press a button, or follow a link that looks like one."""
        main = self.page.locator("main")
        button = main.get_by_role("button", name=words, exact=True)
        (button if button.count() else main.get_by_role("link", name=words, exact=True)).first.click()
        self.page.wait_for_load_state()
        return self

    def sees(self, words: str) -> "Person":
        """The page says these words."""
        expect(self.page.locator("main")).to_contain_text(words)
        return self

    def does_not_see(self, words: str) -> "Person":
        """Nothing on the page, nor in its source, says these words."""
        assert words not in self.page.content()
        return self

    @property
    def path(self) -> str:
        """Where the person is."""
        return self.page.url.removeprefix(self.base)


class Crowd:
    """Everybody of a journey, each in a browser context of their own; ``size`` is that of their windows."""

    def __init__(
        self,
        new_context: Callable[..., BrowserContext],
        base: str,
        size: tuple[int, int] | None = None,
        **options: Any,
    ) -> None:
        self._new_context, self.base, self._size, self._options = new_context, base, size, options
        self._people: dict[str, Person] = {}

    def visitor(self) -> Person:
        """Somebody who has not signed in."""
        page = self._new_context(**self._options).new_page()
        if self._size:
            page.set_viewport_size({"width": self._size[0], "height": self._size[1]})
        return Person(page, self.base)

    def __getitem__(self, login: str) -> Person:
        """A person by their practice login, signed in once."""
        if login not in self._people:
            self._people[login] = self.visitor().sign_in(login)
        return self._people[login]

    def let_time_pass(self, to: str) -> None:
        """The operator moves practice time to a local moment such as ``2026-03-11T16:00``."""
        clock = self["operator"]
        clock.open("/practice/clock")
        clock.page.locator("#clock-at").fill(to)
        clock.press("调到这个时间")
        clock.sees(to.replace("T", " ").split(" ")[1][:2])
