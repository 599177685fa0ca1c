"""The race of backfills as a widget: a short one at once, one with a million users when its button is pressed."""

import threading
import time
from pathlib import Path

from ipywidgets import HTML, Button, HBox, IntProgress, Layout, VBox

from migration_lab.lessons.workspace import Workspace
from migration_lab.racing import bars
from migration_lab.racing.lap import STYLES, Lap, facts, measures
from migration_lab.racing.race import LARGE, SMALL, Brake, StoppedError, keep, laps, race
from migration_lab.widgets.breaking import breakable
from migration_lab.widgets.dressed import Dressed
from migration_lab.widgets.told import heard

WIDE = {"width": "100%"}
KEPT = "race.csv"
TAKES = "Takes one to three minutes, longer on a busy computer. Other cells can run meanwhile."
STOPS = "Ends the race and keeps what is measured. The square in the toolbar stops cells, not this race."


class Race(Dressed):
    """Five styles of one backfill beside raw `sqlite3`, each in a process of its own, on a file of its own.

    What is the same on every computer is its face; what a clock or the memory says stands in the widget, and in a CSV
    file beside it. The large race runs in a thread: JupyterLab runs a widget's handlers in a thread of their own
    (a subshell), which no interrupt reaches, and there the button that stops it would wait for the race to end.

    Args:
        lab: The lesson's workspace; its databases are not touched.
        rows: How many users run at once.

    Attributes:
        laps: What the last race measured.
        button: Runs the large one.
        halt: Stops it.
        bar: How far it is.
        large: Table and plot of the large race, a line for each style that is done.
        said: Likewise of the one that ran at once.
        runner: The thread of the large one; None before the first time.
    """

    def __init__(self, lab: Workspace, rows: int = SMALL) -> None:
        self._file: Path = lab.path / KEPT
        self._brake = Brake()
        self._begun = 0.0
        self.runner: threading.Thread | None = None
        self.laps = race(rows)
        self.button = Button(description=f"Run with {LARGE:,} users", tooltip=TAKES, layout=Layout(width="auto"))
        self.halt = Button(description="Stop", tooltip=STOPS, disabled=True)
        self.bar = IntProgress(layout=Layout(**WIDE, display="none"), style={"description_width": "initial"})
        self.status = HTML()
        self.large = HTML(tabbable=True, layout=Layout(display="none"))
        self.said = HTML(_shown(self.laps), tabbable=True)
        buttons = HBox([self.button, self.halt])
        super().__init__(facts(self.laps), VBox([buttons, self.status, self.bar, self.large, self.said]))
        self.button.on_click(lambda _: self.begin(LARGE))
        self.halt.on_click(lambda _: self.stop())
        keep(self.laps, self._file)

    def begin(self, rows: int) -> None:
        """Run the race in the background, one at a time."""
        if self.runner and self.runner.is_alive():
            return
        self._brake, self.button.disabled = Brake(), True
        self.runner = threading.Thread(target=self.run, args=(rows,), daemon=True)
        self.runner.start()

    def stop(self) -> None:
        """End the race that runs in the background."""
        self._brake.pull()

    @heard
    def run(self, rows: int) -> None:
        """Run the race with so many users, and show how far it is."""
        self.button.disabled, self.halt.disabled = True, False
        self.bar.value, self.bar.max, self.bar.layout.display = 0, rows * len(STYLES), None
        self.status.value = _status(f"Making a file with {rows:,} users …")
        self._begun, done = time.monotonic(), list[Lap]()
        try:
            for lap in laps(rows, lambda style, users: self._tell(style, min(users, rows), rows), self._brake):
                done.append(lap)
                self.large.value, self.large.layout.display = _shown(tuple(done)), None
            self.laps = tuple(done)
            keep(self.laps, self._file)
            self.status.value = _status(f"Done; all numbers are in {KEPT}, beside this lesson's databases.")
        except StoppedError:
            self.status.value = _status(f"Stopped. Measured: {len(done)} of {len(STYLES)} styles.")
        except BaseException:
            self.status.value = _status("It ended early.")
            raise
        finally:
            self.button.disabled, self.halt.disabled, self.bar.layout.display = False, True, "none"

    def _tell(self, style: str, done: int, rows: int) -> None:
        at = STYLES.index(style)
        self.bar.value = at * rows + done
        self.bar.description = f"{time.monotonic() - self._begun:.0f} s"
        if done == 0:
            self.status.value = _status(f"{at + 1} of {len(STYLES)}: {style} … Other cells can run meanwhile.")


def _shown(done: tuple[Lap, ...]) -> str:
    table = breakable(facts(done)._repr_html_()) + breakable(measures(done)._repr_html_())
    return table + bars.drawn(done)


def _status(words: str) -> str:
    return f'<div role="status" aria-live="polite">{words}</div>'
