"""In a widget the keys belong to the widget: JupyterLab's keys for a chosen cell leave its lists and sliders alone."""

import json
import sys
from pathlib import Path
from typing import Any

from migration_lab.jupyter import quiet

SCHEMAS = Path(sys.prefix) / "share" / "jupyter" / "lab" / "schemas"
PLUGIN = "@jupyterlab/shortcuts-extension:shortcuts"
IN_A_CELL = ".jp-Notebook.jp-mod-commandMode:not(.jp-mod-readWrite) :focus"  # a list or a slider has the focus, too
OUTSIDE = f"{IN_A_CELL}:not(.migration-lab-live *)"
FILE = quiet.DEFAULTS / "overrides.d" / "keyboard.json"


def shortcuts() -> list[dict[str, Any]]:
    schema = json.loads((SCHEMAS / "@jupyterlab/notebook-extension/tracker.json").read_text(encoding="utf-8"))
    return [one for one in schema["jupyter.lab.shortcuts"] if one["selector"] == IN_A_CELL and any(one["keys"])]


def wanted() -> dict[str, Any]:
    lines = []
    for one in shortcuts():
        lines += [{**one, "disabled": True}, {**one, "selector": OUTSIDE}]
    return {PLUGIN: {"shortcuts": lines}}


def written(settings: dict[str, Any]) -> str:
    lines = ",\n".join(f"    {json.dumps(line)}" for line in settings[PLUGIN]["shortcuts"])
    return f'{{\n  "{PLUGIN}": {{"shortcuts": [\n{lines}\n  ]}}\n}}\n'


def test_the_keys_of_a_chosen_cell_do_not_reach_into_a_widget() -> None:
    assert FILE.read_text(encoding="utf-8") == written(wanted()), (
        "JupyterLab has other keys than before. Write the file anew: "
        "`python -m tests.migration_lab.jupyter.test_keyboard`."
    )


def test_arrows_and_letters_are_among_them() -> None:
    keys = {one["keys"][0] for one in shortcuts()}

    assert {"ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "A", "B", "D", "X"} <= keys


if __name__ == "__main__":
    FILE.write_text(written(wanted()), encoding="utf-8")
