"""A lab for the tests of widgets: a few cells become a notebook on its desk, run in a page of their own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Browser, BrowserContext

from migration_lab.proof import notebook
from tests.browser.chromium import MILLISECONDS, Visitor
from tests.visit import Visit

FOLDER = "notebooks"
LOOPBACK = {"127.0.0.1"}
FAULTS = "[data-mime-type='application/vnd.jupyter.error'], [data-mime-type='application/vnd.jupyter.stderr']"
SECONDS = 30


@dataclass
class Workbench:
    """The lab, its desk, and the pages that are open."""

    lab: Visit
    desk: Path
    browser: Browser
    guests: list[Visitor] = field(default_factory=list)

    def open(self, name: str, cells: Sequence[str], *, width: int = 1280, height: int = 800) -> Visitor:
        """Write `notebooks/<name>.ipynb` with these code cells, open it in a page of its own, and run all of them.

        The page is closed, and its kernel ended, after the last test of the module.

        Raises:
            AssertionError: A cell raised an error or wrote to stderr.
        """
        guest = self.lay(name, cells, width=width, height=height)
        guest.run_all()
        said = guest.page.locator(FAULTS).all_inner_texts()
        assert said == [], f"A cell of `{name}.ipynb` failed: {said}"
        return guest

    def lay(self, name: str, cells: Sequence[str], *, width: int = 1280, height: int = 800) -> Visitor:
        """Write the notebook and open it, and run nothing yet."""
        path = self.path(name)
        assert not path.exists(), f"`{name}` has a kernel of its own already: take another name."
        path.write_text(notebook.saved_form(notebook.of(*cells)), encoding="utf-8")
        return self.visit(name, width=width, height=height)

    def visit(self, name: str, *, width: int = 1280, height: int = 800) -> Visitor:
        """Open a notebook that is on the desk."""
        guest = self._guest(width=width, height=height)
        guest.open(self.address(name))
        return guest

    def path(self, name: str) -> Path:
        """Return where a notebook is on the desk."""
        return self.desk / FOLDER / f"{name}.ipynb"

    def address(self, name: str) -> str:
        """Return the address of a notebook in a JupyterLab workspace of its own: no other tab is restored in it."""
        lab = urlsplit(self.lab.address)
        return f"http://{lab.netloc}/lab/workspaces/for-{name}/tree/{FOLDER}/{name}.ipynb?{lab.query}"

    def complaints(self) -> list[str]:
        """Take what no page may do: an error in the console, a request that leaves this computer."""
        found = [error for guest in self.guests for error in guest.errors]
        found += [f"asked {host}" for guest in self.guests for host in sorted(guest.hosts - LOOPBACK)]
        for guest in self.guests:
            guest.errors.clear()
            guest.hosts.clear()
        return found

    def close(self) -> None:
        """Close all pages and end their kernels."""
        for guest in self.guests:
            guest.page.context.close()
        self.guests.clear()
        for session in self.ask("GET", "/api/sessions").json():
            self.ask("DELETE", f"/api/sessions/{session['id']}")

    def ask(self, method: str, path: str) -> httpx.Response:
        """Ask the lab's own server."""
        lab = urlsplit(self.lab.address)
        key = {"Authorization": f"token {lab.query.removeprefix('token=')}"}
        answer = httpx.request(method, f"http://{lab.netloc}{path}", headers=key, timeout=SECONDS)
        return answer.raise_for_status()

    def _guest(self, *, width: int, height: int) -> Visitor:
        context: BrowserContext = self.browser.new_context(viewport={"width": width, "height": height})
        context.set_default_timeout(MILLISECONDS)
        guest = Visitor(context.new_page())
        self.guests.append(guest)
        return guest
