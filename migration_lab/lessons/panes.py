"""Two panes for a lesson: the notebook, and beside it what its inspector cell shows, as a JupyterLab workspace file.

JupyterLab finds the cell by its number among all cells. So the number is looked up again, by the cell's id or tag,
whenever the desk is laid and whenever JupyterLab asks for a workspace: an edited notebook keeps its inspector.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from migration_lab.lessons.handout import FOLDER

ENDING = ".jupyterlab-workspace"
INSPECTOR = "inspector"  # the id of the cell, or one of its tags
LAYOUT = "layout-restorer:data"

Workspace = dict[str, Any]  # as JupyterLab writes it


def lay(folder: Path) -> None:
    """Lay a workspace file beside each notebook that has an inspector; one that is there is brought up to date.

    Args:
        folder: The learner's notebooks.

    Raises:
        OSError: The disk refused.
    """
    for notebook in sorted(folder.glob("[0-9][0-9]_*.ipynb")):
        place = inspector(notebook)
        if place is None or not _is_name(notebook.stem):
            continue
        file = notebook.with_suffix(ENDING)
        before = _read(file)
        after = steady(before, folder) if before else fresh(notebook.stem, place)
        if after != before and (before or not file.exists()):
            file.write_text(json.dumps(after, indent=1), encoding="utf-8", newline="\n")


def inspector(notebook: Path) -> int | None:
    """Tell the how-manieth of all cells is the inspector, counted from 0; None if the notebook has none."""
    cells = _read(notebook).get("cells")
    for number, cell in enumerate(cells if isinstance(cells, list) else ()):
        if isinstance(cell, dict) and cell.get("cell_type") == "code" and _is_inspector(cell):
            return number
    return None


def fresh(name: str, place: int) -> Workspace:
    """Give the two panes of a lesson: the notebook left, the inspector right, and no side bar.

    Args:
        name: The lesson's name; the workspace has the same.
        place: The number of the inspector cell.
    """
    notebook, output = f"notebook:{_path(name)}", f"{_outputs(name)}{place}"
    panes = [{"type": "tab-area", "currentIndex": 0, "widgets": [pane]} for pane in (notebook, output)]
    dock = {"type": "split-area", "orientation": "horizontal", "sizes": [0.55, 0.45], "children": panes}
    layout = {
        "main": {"dock": dock, "current": notebook},
        "left": {"collapsed": True, "visible": True, "widgets": ["filebrowser", "running-sessions"]},
        "right": {"collapsed": True, "visible": True, "widgets": []},
        "relativeSizes": [0, 1, 0],
    }
    data = {
        LAYOUT: layout,
        notebook: {"data": {"path": _path(name), "factory": "Notebook"}},
        output: {"data": {"path": _path(name), "index": place}},
    }
    return {"data": data, "metadata": {"id": name}}


def steady(workspace: Workspace, folder: Path) -> Workspace:
    """Give a workspace with its inspector pane at the cell that is the inspector now; all else stays as it is.

    JupyterLab itself keeps the number in one of two places only: after a cell is inserted above, the pane would be
    lost with the next reload. A learner who closed the pane, or arranged others, keeps that.

    Args:
        workspace: As JupyterLab saved it.
        folder: The learner's notebooks.
    """
    name = _name(workspace)
    place = inspector(folder / f"{name}.ipynb") if name else None
    shown = list(dict.fromkeys(_panes(workspace, name)))
    if place is None or not shown:
        return workspace
    data, wanted = dict(workspace["data"]), f"{_outputs(name)}{place}"
    if wanted not in shown:
        moved = next((pane for pane in shown if pane not in data), shown[0])
        data[LAYOUT] = json.loads(json.dumps(data[LAYOUT]).replace(json.dumps(moved), json.dumps(wanted)))
        shown.remove(moved)
    stale = [key for key in data if key.startswith(_outputs(name)) and key not in shown]
    data = {key: value for key, value in data.items() if key not in stale}
    data[wanted] = {"data": {"path": _path(name), "index": place}}
    return workspace | {"data": data}


def is_fresh(workspace: Workspace) -> bool:
    """Tell whether a workspace is one as it was laid, with nothing of a learner's in it."""
    name = _name(workspace)
    places = [pane.removeprefix(_outputs(name)) for pane in _panes(workspace, name)]
    return len(places) == 1 and places[0].isdigit() and workspace["data"] == fresh(name, int(places[0]))["data"]


def has_inspector(workspace: Workspace) -> bool:
    """Tell whether a workspace shows an output of its lesson's notebook."""
    return any(_panes(workspace, _name(workspace)))


def _name(workspace: Workspace) -> str:
    name = str(_dict(workspace.get("metadata")).get("id", "")).removeprefix("/")
    return name if _is_name(name) else ""


def _is_name(name: str) -> bool:
    """Tell whether JupyterLab takes this for the name of a workspace."""
    return re.fullmatch(r"[A-Za-z0-9_-]+", name) is not None


def _path(name: str) -> str:
    return f"{FOLDER}/{name}.ipynb"


def _outputs(name: str) -> str:
    return f"cloned-outputs:{_path(name)}:"


def _panes(workspace: Workspace, name: str) -> Iterator[str]:
    """Find the panes that show an output of the notebook."""
    waiting: list[Any] = [_dict(workspace.get("data")).get(LAYOUT)]
    while waiting:
        part = waiting.pop(0)
        if isinstance(part, str) and part.startswith(_outputs(name)):
            yield part
        elif isinstance(part, dict | list):
            waiting += part.values() if isinstance(part, dict) else part


def _is_inspector(cell: dict[str, Any]) -> bool:
    tags = _dict(cell.get("metadata")).get("tags")
    return cell.get("id") == INSPECTOR or (isinstance(tags, list) and INSPECTOR in tags)


def _read(file: Path) -> dict[str, Any]:
    """Read a JSON file; what cannot be read has nothing in it."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return _dict(content)


def _dict(content: object) -> dict[str, Any]:
    return content if isinstance(content, dict) else {}
