"""Each gap of nbval 0.11 in one cell, run by plain nbval and by ours: what it got wrong there and right here."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

PASSED, FAILED = "passed", "failed"


@dataclass(frozen=True)
class Gap:
    """A cell with what is saved under it, and what becomes of it."""

    name: str
    source: str
    saved: Sequence[NotebookNode]
    plain: str
    ours: str
    tags: Sequence[str] = ()
    executed: bool = True


def said(text: str, name: str = "stdout") -> NotebookNode:
    return new_output("stream", name=name, text=text)


def shown(body: str, mime: str = "text/plain") -> NotebookNode:
    return new_output("display_data", data={mime: body})


def result(plain: str, **faces: str) -> NotebookNode:
    return new_output("execute_result", data={"text/plain": plain} | faces, execution_count=1)


def words(table: str) -> NotebookNode:
    """Give the words that a widget of ours stands for."""
    html = f'<table><thead><tr><th scope="col">table</th></tr></thead><tbody><tr><td>{table}</td></tr></tbody></table>'
    faces = {
        "text/plain": f"table\n-----\n{table}",
        "text/markdown": f"| table |\n| --- |\n| {table} |",
        "text/html": f'<div class="migration-lab-face">{html}</div>',
    }
    return new_output("display_data", data=faces)


MERMAID = "display({'text/vnd.mermaid': 'flowchart LR\\n a --> b'}, raw=True)"
VIEW = """
class Face:
    def _repr_mimebundle_(self, **_):
        return {"text/plain": "3 tables", "application/vnd.jupyter.widget-view+json": "now"}
Face()
"""
DRESSED = """
from ipywidgets import HTML
from migration_lab.grid import Grid
from migration_lab.widgets.dressed import Dressed
Dressed(Grid(("table",), (("users",),)), HTML())
"""
VIEW_MIME = "application/vnd.jupyter.widget-view+json"
WRITER = "import sys\nfor word in ('a', 'b'):\n    print(word, flush=True)"

GAPS = [
    Gap("trailing semicolon", "1 + 1;", [], FAILED, PASSED),
    Gap("a result", "40 + 2", [result("42")], PASSED, PASSED),
    Gap("another result", "40 + 3", [result("43")], PASSED, PASSED),
    Gap("Out after two results", "len(Out)", [result("2")], FAILED, PASSED),
    Gap("last result", "_", [result("2")], FAILED, PASSED),
    Gap(
        "Output widget",
        "import ipywidgets\nbox = ipywidgets.Output()\nwith box:\n    print('inside')\nprint('outside')",
        [said("outside\n")],
        FAILED,
        PASSED,
    ),
    Gap(
        "clear_output",
        "from IPython.display import clear_output\nprint('draft')\nclear_output()\nprint('final')",
        [said("final\n")],
        FAILED,
        PASSED,
    ),
    Gap(
        "clear_output that waits",
        "from IPython.display import clear_output\nprint('draft')\nclear_output(wait=True)\nprint('final')",
        [said("final\n")],
        FAILED,
        PASSED,
    ),
    Gap(
        "display update",
        "handle = display({'text/plain': '1 of 2'}, raw=True, display_id=True)\n"
        "handle.update({'text/plain': '2 of 2'}, raw=True)",
        [shown("2 of 2")],
        FAILED,
        PASSED,
    ),
    Gap("chunks of a stream", WRITER, [said("a\nb\n")], PASSED, PASSED),
    Gap(
        "stderr as saved", "import sys; print('warned', file=sys.stderr)", [said("warned\n", "stderr")], PASSED, PASSED
    ),
    Gap(
        "stderr not as saved",
        "import sys; print('warned', file=sys.stderr)",
        [said("fine\n", "stderr")],
        FAILED,
        FAILED,
    ),
    Gap(
        "HTML not as saved",
        "display({'text/html': '<b>1</b>'}, raw=True)",
        [shown("<b>2</b>", "text/html")],
        FAILED,
        FAILED,
    ),
    Gap("mermaid as saved", MERMAID, [shown("flowchart LR\n a --> b", "text/vnd.mermaid")], PASSED, PASSED),
    Gap("mermaid not as saved", MERMAID, [shown("flowchart LR\n a --> c", "text/vnd.mermaid")], FAILED, FAILED),
    Gap(
        "picture not as saved",
        "display({'image/png': 'bm93'}, raw=True)",
        [shown("dGhlbg==", "image/png")],
        PASSED,
        FAILED,
    ),
    Gap("widget with another id", VIEW, [result("3 tables", **{VIEW_MIME: "then"})], PASSED, PASSED),
    Gap("widget that says something else", VIEW, [result("2 tables")], FAILED, FAILED),
    Gap("widget of ours, as it is recorded", DRESSED, [words("users")], PASSED, PASSED),
    Gap("widget of ours, as a notebook was saved", DRESSED, [words("users"), shown("then", VIEW_MIME)], PASSED, PASSED),
    Gap("widget of ours that shows something else", DRESSED, [words("parts")], FAILED, FAILED),
    Gap(
        "outputs in another order",
        "print('first')\ndisplay({'text/plain': 'second'}, raw=True)",
        [shown("second"), said("first\n")],
        PASSED,
        FAILED,
    ),
    Gap(
        "planned failure that does not come",
        "print('fine')",
        [said("fine\n")],
        PASSED,
        FAILED,
        tags=["raises-exception"],
    ),
    Gap("never run, nothing saved", "print('new')", [], PASSED, FAILED, executed=False),
    Gap("never run, nothing shown", "x = 1", [], PASSED, FAILED, executed=False),
    Gap("tag that skips", "print(1)", [said("2\n")], "skipped", FAILED, tags=["nbval-skip"]),
    Gap("tag that ignores", "print(1)", [said("2\n")], PASSED, FAILED, tags=["nbval-ignore-output"]),
    Gap("comment that skips", "# NBVAL_SKIP\nprint(1)", [said("2\n")], "skipped", FAILED),
    Gap("comment that ignores", "# NBVAL_IGNORE_OUTPUT\nprint(1)", [said("2\n")], PASSED, FAILED),
]


@dataclass(frozen=True)
class Outcome:
    """What became of the cells, and all that pytest printed."""

    cells: Sequence[str]
    output: str


def run_nbval(notebook: NotebookNode, folder: Path, *options: str) -> Outcome:
    """Run pytest on the notebook in a process of its own, far from the project's configuration."""
    nbformat.write(notebook, folder / "lesson.ipynb")
    return run_pytest(folder, *options)


def run_pytest(folder: Path, *options: str) -> Outcome:
    (folder / "pytest.ini").write_text("[pytest]\n")
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider", *options]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(
        [*command, "--color=no", "--junitxml=junit.xml", "."],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode in {0, 1, 2}, done.stdout + done.stderr
    cases = ElementTree.parse(folder / "junit.xml").iter("testcase")
    return Outcome([_outcome(case) for case in cases], done.stdout)


def _outcome(case: ElementTree.Element) -> str:
    if case.find("skipped") is not None:
        return "skipped"
    return PASSED if case.find("failure") is None and case.find("error") is None else FAILED


def notebook_of(*cells: NotebookNode) -> NotebookNode:
    return new_notebook(cells=[new_markdown_cell("# Gaps"), *cells])


def run_cell(source: str, outputs: Sequence[NotebookNode] = (), *, tags: Sequence[str] = ()) -> NotebookNode:
    metadata = {"tags": list(tags)} if tags else {}
    return new_code_cell(source, outputs=list(outputs), execution_count=1, metadata=metadata)


def _cell(gap: Gap) -> NotebookNode:
    cell = run_cell(gap.source, gap.saved, tags=gap.tags)
    cell.execution_count = 1 if gap.executed else None
    return cell


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    notebook = notebook_of(*map(_cell, GAPS))
    plain = run_nbval(notebook, tmp_path_factory.mktemp("plain"), "-W", "ignore")
    ours = run_nbval(notebook, tmp_path_factory.mktemp("ours"), "-p", "migration_lab.proof.nbval_gaps")
    return {gap.name: pair for gap, pair in zip(GAPS, zip(plain.cells, ours.cells, strict=True), strict=True)}


@pytest.mark.parametrize("gap", GAPS, ids=lambda gap: gap.name)
def test_a_cell_is_judged_rightly_where_nbval_alone_may_not(gap: Gap, both: dict[str, tuple[str, str]]) -> None:
    plain, ours = both[gap.name]

    assert (plain, ours) == (gap.plain, gap.ours)


def test_a_kernel_that_dies_is_noticed_at_once(tmp_path: Path) -> None:
    notebook = notebook_of(run_cell("import os; os._exit(9)"), run_cell("x = 1"), run_cell("y = 1"))
    for name in ("plain", "ours"):
        (tmp_path / name).mkdir()

    plain = run_nbval(notebook, tmp_path / "plain", "-W", "ignore", "--nbval-cell-timeout=1")
    ours = run_nbval(notebook, tmp_path / "ours", "-p", "migration_lab.proof.nbval_gaps")

    assert "Timeout of 1 seconds exceeded while executing cell." in plain.output
    assert ours.cells == [FAILED, "skipped", "skipped"]
    assert "The kernel died while this cell ran. The 2 code cells after it were not run." in ours.output


def test_an_unplanned_error_is_one_report_and_not_a_cascade(tmp_path: Path) -> None:
    cells = [run_cell("words = []"), run_cell("words[0]"), *(run_cell(f"words[{n}]") for n in range(1, 6))]

    outcome = run_nbval(notebook_of(*cells), tmp_path, "-p", "migration_lab.proof.nbval_gaps")

    assert outcome.cells == [PASSED, FAILED, *["skipped"] * 5]
    report, _, _ = outcome.output.partition("short test summary")  # which is not cut where CI is set
    assert report.count("Traceback:") == 1
    assert "The 5 code cells after it were not run." in outcome.output


def test_one_cell_chosen_alone_is_compared_after_all_before_it_ran(tmp_path: Path) -> None:
    notebook = notebook_of(run_cell("count = 3"), run_cell("print(count)", [said("3\n")]))

    outcome = run_nbval(notebook, tmp_path, "-p", "migration_lab.proof.nbval_gaps", "-k", "2")

    assert outcome.cells == [PASSED]


def test_a_file_that_is_no_notebook_is_named(tmp_path: Path) -> None:
    (tmp_path / "lesson.ipynb").write_text("<<<<<<< HEAD\n")

    outcome = run_pytest(tmp_path, "-p", "migration_lab.proof.nbval_gaps")

    assert "`lesson.ipynb` cannot be read as a notebook" in outcome.output


def test_the_notebooks_work_on_the_desk_that_is_given_and_not_on_the_own_one(tmp_path: Path) -> None:
    cell = run_cell("import os, pathlib; print(pathlib.Path(os.environ['MIGRATION_LAB_HOME']).name)", [said("desk\n")])

    given = run_nbval(
        notebook_of(cell), tmp_path, "-p", "migration_lab.proof.nbval_gaps", f"--lab-desk={tmp_path / 'desk'}"
    )
    own = run_nbval(notebook_of(cell), tmp_path, "-p", "migration_lab.proof.nbval_gaps")

    assert (given.cells, own.cells) == ([PASSED], [FAILED])
    assert "migration-lab-desk-" in own.output


def test_without_nbval_nothing_is_loaded() -> None:
    heavy = "{'nbclient', 'nbformat', 'nbval'}"
    loads = f"import sys, migration_lab.proof.nbval_gaps; print(sorted({heavy} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
