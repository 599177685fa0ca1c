"""What a person does in JupyterLab, done by Chromium: open the lab, run cells, look."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Playwright, TimeoutError, WebSocket

from migration_lab import programs

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MILLISECONDS = 60_000
PAUSE = 50  # milliseconds


@dataclass
class Visitor:
    """One page of JupyterLab, with the hosts it asked and the errors it logged."""

    page: Page
    hosts: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        """Open the lab's address and wait until the notebook's kernel is ready."""
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).hostname or ""))
        self.page.on("websocket", lambda socket: self.hosts.add(urlsplit(socket.url).hostname or ""))
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(address)
        self.page.get_by_text("| Idle").wait_for()  # in the status bar: a narrow toolbar hides its own

    def choose(self, menu: str, entry: str) -> None:
        """Choose an entry of a menu."""
        self.page.get_by_role("menuitem", name=menu, exact=True).click()
        self.page.get_by_role("menuitem", name=entry, exact=True).click()

    def tabs(self) -> list[str]:
        """Return the names of the open documents."""
        return self.page.locator("#jp-main-dock-panel > .lm-DockPanel-tabBar .lm-TabBar-tabLabel").all_inner_texts()

    def run_all(self) -> None:
        """Run all cells and wait until the last one has run."""
        self.choose("Run", "Run All Cells")
        count = self.page.locator(".jp-CodeCell").count()
        for number in range(1, count + 1):
            self.wait_for_cell(number)

    def wait_for_cell(self, number: int) -> None:
        """Wait until some code cell is the one that ran as the given number."""
        prompts = self.page.locator(".jp-CodeCell .jp-InputPrompt")
        try:
            prompts.filter(has_text=f"[{number}]:").wait_for(state="attached")
        except TimeoutError:
            errors = self.page.locator("[data-mime-type='application/vnd.jupyter.error']").all_inner_texts()
            raise AssertionError(f"Cell {number} did not run: {prompts.all_inner_texts()} {errors}") from None

    @contextmanager
    def terminal_ready(self) -> Iterator[None]:
        """Wait until the shell of the terminal that is opened meanwhile has written its prompt, and has the keyboard.

        What is typed before goes to the launcher, or is lost.
        """
        said: list[str | bytes] = []

        def listen(socket: WebSocket) -> None:
            if "/terminals/" in socket.url:
                socket.on("framereceived", lambda words: said.append(words))

        self.page.on("websocket", listen)
        yield
        for _ in range(MILLISECONDS // PAUSE):
            if any('"stdout"' in str(words) for words in said):
                break
            self.page.wait_for_timeout(PAUSE)
        else:
            raise AssertionError(f"The terminal never wrote its prompt: {said}")
        self.page.remove_listener("websocket", listen)
        self.page.locator(".jp-Terminal .xterm-helper-textarea").last.focus()

    def save(self) -> None:
        """Save the notebook and wait until it is on disk."""
        with self.page.expect_response(lambda answer: answer.request.method == "PUT" and ".ipynb" in answer.url):
            self.page.locator("[data-command='docmanager:save']").click()  # Ctrl+S may be the browser's own


@contextmanager
def launched(playwright: Playwright) -> Iterator[Browser]:
    """Start this computer's Chromium."""
    browser = playwright.chromium.launch(executable_path=str(programs.chromium()), args=list(ARGUMENTS))
    yield browser
    browser.close()


@contextmanager
def visitor(browser: Browser, *, width: int = 1280, height: int = 800) -> Iterator[Visitor]:
    """Give a new window, without cookies of another one."""
    context = browser.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(MILLISECONDS)
    yield Visitor(context.new_page())
    context.close()
