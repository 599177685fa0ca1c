"""The crash lab as a widget: choose a statement, an end and an `env.py`, and see what is left, each time on a copy."""

from pathlib import Path

from ipywidgets import HTML, Button, Dropdown, Layout, VBox

from migration_lab.crashing import plug
from migration_lab.crashing.deaths import DEATHS, MEANING, SIGKILL
from migration_lab.crashing.steps import grid, is_step, one_line
from migration_lab.crashing.stop import Stop
from migration_lab.lessons.project import ENVIRONMENT
from migration_lab.lessons.workspace import Workspace
from migration_lab.places import ORIGIN
from migration_lab.widgets.breaking import breakable
from migration_lab.widgets.dressed import Dressed
from migration_lab.widgets.told import heard

AS_IT_IS, ATOMIC = "as it is in this workspace", "the project's own, with transactional DDL"
BUSY = '<div role="status" aria-live="polite">It runs, on a copy …</div>'


class CrashLab(Dressed):
    """A migration that can be ended after each of its statements; the lesson's own database is only read.

    Each choice is a list. ipywidgets' RadioButtons have no name, so that the arrow keys would go on from the ends of
    the process to the `env.py`; and in a narrow pane their long labels lie over each other.

    Args:
        lab: The lesson's workspace.

    Attributes:
        list: The statements, numbered, with the transactions around them.
        statement: After which statement.
        death: How.
        env: With which `env.py`.
        button: Pulls the plug.
        said: What is left.
        stop: Likewise, as a value; None before the first time.
    """

    def __init__(self, lab: Workspace) -> None:
        self._lab = lab
        self.stop: Stop | None = None
        sent = plug.sent(lab)
        steps = [one for one in sent if is_step(one.text)]
        named = [(f"{number}  {one_line(one.text)}", number) for number, one in enumerate(steps, 1)]
        wide = Layout(width="auto")
        self.statement = Dropdown(options=named, description="Die after", layout=wide)
        ends = [(f"{death}: {MEANING[death].replace('`', '')}", death) for death in DEATHS]
        self.death = Dropdown(options=ends, value=SIGKILL, description="By", layout=wide)
        self.env = Dropdown(options=[AS_IT_IS, ATOMIC], description="env.py", layout=wide)
        self.button = Button(
            description="Pull the plug", tooltip="On a copy: the database of the lesson stays as it is"
        )
        self.said = HTML(tabbable=True)
        listed = grid(sent, plug.caption())
        self.list = HTML(breakable(listed._repr_html_()), tabbable=True)  # the face is hidden where the widget lives
        choices = [self.statement, self.death, self.env, self.button]
        super().__init__(listed, VBox([self.list, *choices, self.said]))
        self.button.on_click(lambda _: self.pull())
        self.env.observe(self.list_again, "value")

    @property
    def chosen(self) -> Path | None:
        """Give the `env.py` that the copy gets; None: it keeps its own."""
        return ORIGIN / ENVIRONMENT if self.env.value == ATOMIC else None

    @heard
    def list_again(self, _: object = None) -> None:
        """List the statements as the chosen `env.py` sends them: another one begins its transaction elsewhere."""
        listed = grid(plug.sent(self._lab, env=self.chosen), plug.caption())
        self.list.value = breakable(listed._repr_html_())

    @heard
    def pull(self) -> None:
        """Pull the plug as chosen."""
        self.said.value = BUSY
        env = self.env.value
        try:
            self.stop = plug.on_a_copy(self._lab, after=self.statement.value, by=self.death.value, env=self.chosen)
        except BaseException:
            self.said.value = ""
            raise
        words = f"<p>With <code>env.py</code> {env}:</p>{breakable(self.stop._repr_html_())}"
        self.said.value = f'<div role="status" aria-live="polite">{words}</div>'
