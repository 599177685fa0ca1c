"""The learner's copies of the notebooks: an update never overwrites an edited one."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from migration_lab import places
from migration_lab.lessons import ledger

FOLDER = "notebooks"
NOTE = "handout.json"
HANDBOOK = "docs/handbook.md"
HANDBOOK_NOTE = "handbook.txt"  # the print of the one that was laid


@dataclass(frozen=True)
class Laid:
    """A notebook as it was laid: what was written in it, and the print of its bytes."""

    text: str
    content: str


def names(origin: Path) -> tuple[str, ...]:
    """List the notebooks that belong to the lab."""
    return tuple(sorted(file.name for file in (origin / FOLDER).glob("[0-9][0-9]_*.ipynb")))


def text(notebook: Path) -> str:
    """Return a print of what a person wrote in a notebook: kinds and sources of its cells, not outputs or counts.

    A file that is no notebook has a print of its bytes: it differs from any notebook's.
    """
    content = notebook.read_bytes()
    try:
        cells = json.loads(content)["cells"]
        written = json.dumps([[cell["cell_type"], "".join(cell["source"])] for cell in cells])
    except (ValueError, KeyError, TypeError):
        return hashlib.sha256(content).hexdigest()
    return hashlib.sha256(written.encode()).hexdigest()


def blank(notebook: Path) -> bytes:
    """Return a notebook without its outputs: a saved answer would spoil the question above it."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def laid_form(notebook: Path) -> Laid:
    """Return what is remembered of a notebook that is laid."""
    return Laid(text(notebook), hashlib.sha256(blank(notebook)).hexdigest())


def is_edited(copy: Path, laid: Laid) -> bool:
    """Tell whether a copy says something else than the notebook that was laid; running its cells is no edit."""
    return not copy.is_file() or text(copy) != laid.text


def beside(new: Path, target: Path) -> tuple[Path, bool]:
    """Lay a new notebook next to an edited one, under the first name that is free or holds just this already.

    Returns:
        The file, and whether it was written now.
    """
    number = 1
    while True:
        file = target.with_suffix(f".new{number if number > 1 else ''}.ipynb")
        if not places.is_there(file):
            copy(new, file)
            return file, True
        if file.is_file() and text(file) == text(new):
            return file, False
        number += 1


def copy(source: Path, target: Path) -> None:
    """Lay a notebook in its blank form, complete or not at all."""
    draft = target.with_name(f".{target.name}.draft")
    draft.write_bytes(blank(source))
    draft.replace(target)


def lay_handbook(origin: Path, desk: Path) -> str:
    """Lay the newest handbook, which the lessons link to; one that a person wrote in is kept under another name.

    Returns:
        A sentence if one was kept, else nothing.
    """
    new, copy, note = origin / HANDBOOK, desk / HANDBOOK, places.backstage() / HANDBOOK_NOTE
    if not new.is_file() or (copy.is_file() and copy.read_bytes() == new.read_bytes()):
        return ""
    known = note.read_text(encoding="utf-8") if note.is_file() else ""
    copy.parent.mkdir(exist_ok=True)
    kept = _out_of_the_way(copy) if places.is_there(copy) and ledger.imprint(copy) != known else None
    draft = copy.with_name(f".{copy.name}.draft")
    draft.write_bytes(new.read_bytes())
    draft.replace(copy)
    note.write_text(ledger.imprint(copy), encoding="utf-8")
    return f"`{HANDBOOK}` is always the lab's newest. You had changed it: yours is `{kept.name}` now." if kept else ""


def _out_of_the_way(file: Path) -> Path:
    """Give a file the first free name of its own: `handbook.yours.md`, `handbook.yours2.md`."""
    number = 1
    while places.is_there(kept := file.with_suffix(f".yours{number if number > 1 else ''}{file.suffix}")):
        number += 1
    return file.rename(kept)


def laid() -> dict[str, Laid]:
    """Return what was laid last, by name; empty when nothing is known."""
    try:
        known = json.loads((places.backstage() / NOTE).read_text(encoding="utf-8"))
        return {str(name): Laid(**facts) for name, facts in known.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def remember(notebooks: Mapping[str, Laid]) -> None:
    """Write down what was laid."""
    file = places.backstage() / NOTE
    draft = file.with_suffix(".draft")
    draft.write_text(json.dumps({name: asdict(one) for name, one in notebooks.items()}, indent=1), encoding="utf-8")
    draft.replace(file)
