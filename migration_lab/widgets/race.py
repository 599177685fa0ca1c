"""The race of backfills as a widget: a short one at once, one with a million users when its button is pressed."""

from pathlib import Path

from ipywidgets import HTML, Button, IntProgress, Layout, VBox

from migration_lab.lessons.workspace import Workspace
from migration_lab.racing import bars
from migration_lab.racing.lap import STYLES, facts, measures
from migration_lab.racing.race import LARGE, SMALL, keep, race
from migration_lab.widgets.breaking import breakable
from migration_lab.widgets.dressed import Dressed
from migration_lab.widgets.told import heard

WIDE = {"width": "100%"}
KEPT = "race.csv"
MEANWHILE = "Other cells wait until it is done; the square in the toolbar stops it."


class Race(Dressed):
    """Five styles of one backfill beside raw `sqlite3`, each in a process of its own, on a file of its own.

    What is the same on every computer is its face; what a clock or the memory says stands in the widget, and in a CSV
    file beside it.

    Args:
        lab: The lesson's workspace; its databases are not touched.
        rows: How many users run at once.

    Attributes:
        laps: What the last race measured.
        button: Runs the large one.
        bar: How far it is.
        said: Table and plot of the last race.
    """

    def __init__(self, lab: Workspace, rows: int = SMALL) -> None:
        self._file: Path = lab.path / KEPT
        self.laps = race(rows)
        self.button = Button(
            description=f"Run with {LARGE:,} users",
            tooltip=f"Takes one to three minutes. {MEANWHILE}",
            layout=Layout(width="auto"),
        )
        self.bar = IntProgress(layout=Layout(**WIDE, display="none"), style={"description_width": "initial"})
        self.status = HTML()
        self.said = HTML(tabbable=True)
        super().__init__(facts(self.laps), VBox([self.button, self.status, self.bar, self.said]))
        self.button.on_click(lambda _: self.run(LARGE))
        self._show()

    @heard
    def run(self, rows: int) -> None:
        """Run the race with so many users, and show how far it is."""
        self.button.disabled, self.bar.max, self.bar.layout.display = True, rows * len(STYLES), None
        self.status.value = _status(f"Making a file with {rows:,} users …")
        try:
            self.laps = race(rows, lambda style, done: self._tell(style, min(done, rows), rows))
            self._show()
            self.status.value = _status(f"Done; all numbers are in {KEPT}, beside this lesson's databases.")
        except BaseException:
            self.status.value = _status("Stopped.")
            raise
        finally:
            self.button.disabled, self.bar.layout.display = False, "none"

    def _tell(self, style: str, done: int, rows: int) -> None:
        at = STYLES.index(style)
        self.bar.value = at * rows + done
        if done == 0:
            self.status.value = _status(f"{at + 1} of {len(STYLES)}: {style} … {MEANWHILE}")

    def _show(self) -> None:
        keep(self.laps, self._file)
        table = breakable(measures(self.laps)._repr_html_())
        self.said.value = breakable(facts(self.laps)._repr_html_()) + table + bars.drawn(self.laps)


def _status(words: str) -> str:
    return f'<div role="status" aria-live="polite">{words}</div>'
