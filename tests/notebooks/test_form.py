"""What holds for every lesson's notebook, and for the gallery; each rule is shown a notebook that breaks it."""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from migration_lab.proof import notebook
from migration_lab.proof.notebook import PLANNED_FAILURE, code_cells
from migration_lab.proof.unstable import unstable

FOLDER = Path(__file__).parents[2] / "notebooks"
FILES = sorted(FOLDER.glob("*.ipynb"))

LONGEST, LONGEST_IMPORTS, LONGEST_FILE, MEDIAN = 12, 16, 35, 4
TAGS = {PLANNED_FAILURE}  # every tag that may stand on a cell; those that skip or ignore an output never do
MAY_IMPORT = {"migration_lab", "pandas", "sqlalchemy"}

Rule = Callable[[str, NotebookNode], Iterator[str]]


def executed(name: str, lesson: NotebookNode) -> Iterator[str]:
    """All code cells were run, in order, on a fresh kernel."""
    for number, cell in enumerate(code_cells(lesson), 1):
        if cell.execution_count != number:
            yield f"cell {number} has the execution count {cell.execution_count}: `./lab record {_number(name)}`"


def compared(name: str, lesson: NotebookNode) -> Iterator[str]:
    """No cell is left out of the comparison."""
    for number, cell in enumerate(code_cells(lesson), 1):
        for tag in sorted({*cell.metadata.get("tags", [])} - TAGS):
            yield f"cell {number} carries the tag `{tag}`"
        for mark in re.findall(r"^\s*#\s*((?:NBVAL|PYTEST_VALIDATE)_\w+)", cell.source, flags=re.MULTILINE):
            yield f"cell {number} carries the comment `{mark}`"


def short(name: str, lesson: NotebookNode) -> Iterator[str]:
    """A cell does one thing in at most 12 lines, a written file has at most 35, and most cells are far shorter."""
    for number, cell in enumerate(code_cells(lesson), 1):
        first, *rest = cell.source.splitlines() or [""]
        usual = LONGEST_IMPORTS if number == 1 else LONGEST
        lines, limit = (len(rest), LONGEST_FILE) if first.startswith("%%writefile") else (len(rest) + 1, usual)
        if lines > limit:
            yield f"cell {number} has {lines} lines, more than {limit}"
    middle = median([len(cell.source.splitlines()) for cell in code_cells(lesson)] or [0])
    if middle > MEDIAN:
        yield f"half of the cells have {middle:g} lines or more; {MEDIAN} are enough"


def opened(name: str, lesson: NotebookNode) -> Iterator[str]:
    """The first code cell imports all that is needed; the lesson opens itself under its own name."""
    sources = [cell.source for cell in code_cells(lesson)[:2]]
    if not re.search(r"^from migration_lab import \w+", sources[0] if sources else "", flags=re.MULTILINE):
        yield "the first code cell has no line `from migration_lab import …`"
    if f'open_lesson("{name}")' not in "\n".join(sources):
        yield f'the second code cell does not open the lesson: `lab = open_lesson("{name}")`'


def resumed(name: str, lesson: NotebookNode) -> Iterator[str]:
    """After a restart the first code cell gives back every name that was imported: no later one imports."""
    for number, cell in enumerate(code_cells(lesson)[1:], 2):
        for package in sorted(_imported(cell.source)):
            if PLANNED_FAILURE not in cell.metadata.get("tags", []):
                yield f"cell {number} imports `{package}`: the first code cell is the place"


def titled(name: str, lesson: NotebookNode) -> Iterator[str]:
    """One title at the top, and no level of headings is left out."""
    prose = [cell for cell in lesson.cells if cell.cell_type == "markdown"]
    found = [heading for cell in prose for heading in notebook.headings(cell)]
    if not found or found[0][0] != 1 or lesson.cells[0].cell_type != "markdown":
        yield "it does not begin with its title, `# …`"
    yield from (f"a second title `{words}`" for level, words in found[1:] if level == 1)
    for (above, _), (level, words) in pairwise(found):
        if level > above + 1:
            yield f"`{words}` skips a level of headings"
    if lesson.cells[-1].cell_type != "markdown":
        yield "its last cell does not say what was learned and where to go next"


def planned(name: str, lesson: NotebookNode) -> Iterator[str]:
    """A failure is planned or it is none, and each lesson shows one."""
    for number, cell in enumerate(code_cells(lesson), 1):
        tagged = PLANNED_FAILURE in cell.metadata.get("tags", [])
        if tagged != notebook.failed(cell):
            yield f"cell {number} {'is planned to fail but did not' if tagged else 'failed without a plan'}"
    if not any(map(notebook.failed, code_cells(lesson))):
        yield "it shows no failure"


def steady(name: str, lesson: NotebookNode) -> Iterator[str]:
    """No output shows a path of one machine, a clock or an address."""
    for number, cell in enumerate(code_cells(lesson), 1):
        if found := unstable(notebook.text(cell.outputs)):
            yield f"cell {number} shows {found}"


def modest(name: str, lesson: NotebookNode) -> Iterator[str]:
    """A lesson imports little; the library Alembic only where running it inside the kernel is the planned failure."""
    for number, cell in enumerate(code_cells(lesson), 1):
        more = {"alembic"} if PLANNED_FAILURE in cell.metadata.get("tags", []) else set()
        for package in sorted(_imported(cell.source) - MAY_IMPORT - more - sys.stdlib_module_names):
            yield f"cell {number} imports `{package}`"


def _number(name: str) -> str:
    """Return what an author types for a notebook: a lesson's number; the gallery has none and goes by its name."""
    return name.partition("_")[0]


def _imported(source: str) -> set[str]:
    if source.startswith("%%"):
        return set()
    python = "\n".join(line for line in source.splitlines() if not line.lstrip().startswith(("%", "!")))
    try:
        nodes = [*ast.walk(ast.parse(python))]
    except SyntaxError:
        return set()
    plain = {alias.name.partition(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {(node.module or "").partition(".")[0] for node in nodes if isinstance(node, ast.ImportFrom)}


RULES = [executed, compared, short, opened, resumed, titled, planned, steady, modest]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_notebook_keeps_the_rules(file: Path, rule: Rule) -> None:
    assert [*rule(file.stem, notebook.read(file))] == [], rule.__doc__


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_notebook_is_saved_by_the_recorder(file: Path) -> None:
    saved = file.read_text(encoding="utf-8") == notebook.saved_form(notebook.read(file))

    assert saved, f"`{file.name}` was saved by an editor. Run `./lab record {_number(file.stem)}`."


def good() -> NotebookNode:
    """Make a notebook that keeps every rule."""
    error = new_output("error", ename="LabError", evalue="no", traceback=["LabError: no"])
    cells = [
        new_markdown_cell("# 07 Databases\n\nWhat you will see."),
        new_code_cell("from migration_lab import open_lesson", execution_count=1),
        new_code_cell('lab = open_lesson("07_databases")', execution_count=2),
        new_markdown_cell("## A failure\n\n```text\n# not a heading\n```\n\n### And its reason"),
        new_code_cell("%alembic check", execution_count=3, outputs=[error], metadata={"tags": [PLANNED_FAILURE]}),
        new_markdown_cell("## What you learned"),
    ]
    return new_notebook(cells=cells)


def test_a_good_notebook_keeps_every_rule() -> None:
    assert [finding for rule in RULES for finding in rule("07_databases", good())] == []


def spoilt(change: Callable[[NotebookNode], object]) -> NotebookNode:
    lesson = good()
    change(lesson)
    return nbformat.from_dict(lesson)


def add(source: str, **more: object) -> Callable[[NotebookNode], object]:
    """Return the change that adds one executed cell before the last."""
    return lambda lesson: lesson.cells.insert(5, new_code_cell(source, execution_count=4, **more))


def said(text: str) -> list[NotebookNode]:
    return [new_output("stream", name="stdout", text=text)]


@pytest.mark.parametrize(
    ("rule", "change", "finding"),
    [
        (
            executed,
            lambda n: n.cells[2].update(execution_count=None),
            "cell 2 has the execution count None: `./lab record 07`",
        ),
        (
            executed,
            lambda n: n.cells[2].update(execution_count=9),
            "cell 2 has the execution count 9: `./lab record 07`",
        ),
        (compared, add("1", metadata={"tags": ["nbval-skip"]}), "cell 4 carries the tag `nbval-skip`"),
        (
            compared,
            add("1", metadata={"tags": ["nbval-ignore-output"]}),
            "cell 4 carries the tag `nbval-ignore-output`",
        ),
        (compared, add("# NBVAL_SKIP\n1"), "cell 4 carries the comment `NBVAL_SKIP`"),
        (compared, add("1\n  #NBVAL_IGNORE_OUTPUT"), "cell 4 carries the comment `NBVAL_IGNORE_OUTPUT`"),
        (short, add("x = 1\n" * 13), "cell 4 has 13 lines, more than 12"),
        (short, add("%%writefile a.py\n" + "x = 1\n" * 36), "cell 4 has 36 lines, more than 35"),
        (
            short,
            lambda n: [c.update(source="x\n" * 5) for c in n.cells],
            "half of the cells have 5 lines or more; 4 are enough",
        ),
        (
            opened,
            lambda n: n.cells[1].update(source="import os"),
            "the first code cell has no line `from migration_lab import …`",
        ),
        (resumed, add("import os"), "cell 4 imports `os`: the first code cell is the place"),
        (resumed, add("from os import path"), "cell 4 imports `os`: the first code cell is the place"),
        (short, lambda n: n.cells[1].update(source="x = 1\n" * 17), "cell 1 has 17 lines, more than 16"),
        (
            opened,
            lambda n: n.cells[2].update(source='lab = open_lesson("06_rollback")'),
            'the second code cell does not open the lesson: `lab = open_lesson("07_databases")`',
        ),
        (titled, lambda n: n.cells[0].update(source="Hello"), "it does not begin with its title, `# …`"),
        (titled, lambda n: n.cells[3].update(source="# Two"), "a second title `Two`"),
        (titled, lambda n: n.cells[3].update(source="### Deep"), "`Deep` skips a level of headings"),
        (titled, lambda n: n.cells.pop(), "its last cell does not say what was learned and where to go next"),
        (planned, lambda n: n.cells[4].update(metadata={}), "cell 3 failed without a plan"),
        (planned, lambda n: n.cells[4].update(outputs=[]), "cell 3 is planned to fail but did not"),
        (planned, lambda n: n.cells.pop(4), "it shows no failure"),
        (steady, add("1", outputs=said("/home/ada/app.db")), "cell 4 shows the absolute path `/home/ada/app.db`"),
        (modest, add("import requests"), "cell 4 imports `requests`"),
        (modest, add("def f():\n    from alembic import command"), "cell 4 imports `alembic`"),
    ],
)
def test_a_rule_finds_what_breaks_it(rule: Rule, change: Callable[[NotebookNode], object], finding: str) -> None:
    assert finding in [*rule("07_databases", spoilt(change))]
