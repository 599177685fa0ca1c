"""What an author reads about a cell, word for word."""

from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from migration_lab.command import LAB
from migration_lab.proof.kernel import Execution, Stop
from migration_lab.proof.nbval_gaps.report import compare

FILE = "notebooks/02_autogenerate.ipynb"
NEXT = (
    f"Next: if the change is meant, run `{LAB} record 02`, read the difference with `git diff` and commit it; "
    "if not, repair what the cell shows."
)


def lesson(*said: str, count: int | None = 1, tags: tuple[str, ...] = ()) -> NotebookNode:
    """Make a notebook with one code cell that says these lines."""
    outputs = [new_output("stream", name="stdout", text="".join(f"{line}\n" for line in said))] if said else []
    cell = new_code_cell("%alembic current", outputs=outputs, execution_count=count, metadata={"tags": list(tags)})
    return new_notebook(cells=[new_markdown_cell("# Autogenerate\n\n## Where am I?"), cell])


def test_the_same_output_says_nothing() -> None:
    assert compare(lesson("001"), Execution(lesson("001")), file=FILE, number=1) == ""


def test_another_output_shows_saved_and_now_and_the_difference() -> None:
    report = compare(lesson("INFO", "001"), Execution(lesson("INFO", "002")), file=FILE, number=1)

    assert (
        report
        == (
            '`notebooks/02_autogenerate.ipynb`, code cell 1 of 1, under "Where am I?"\n'
            "The output is not the one that is saved.\n\n"
            "cell:\n    %alembic current\n\n"
            "saved:\n    [stdout]\n    INFO\n    001\n\n"
            "now:\n    [stdout]\n    INFO\n    002\n\n"
            "difference:\n    --- saved\n    +++ now\n"
            "    @@ -1,3 +1,3 @@\n     [stdout]\n     INFO\n    -001\n    +002\n\n"
        )
        + NEXT
    )


def test_a_cell_that_now_says_nothing_is_shown_without_a_difference() -> None:
    report = compare(lesson("001"), Execution(lesson()), file=FILE, number=1)

    assert report.endswith(f"saved:\n    [stdout]\n    001\n\nnow:\n    (no output)\n\n{NEXT}")


def test_a_cell_that_was_never_run_is_told_apart() -> None:
    report = compare(lesson(count=None), Execution(lesson()), file=FILE, number=1)

    assert report.splitlines()[1] == "The cell was never run when the notebook was saved."


def test_a_planned_failure_that_does_not_come_is_told_apart() -> None:
    saved = lesson("001", tags=("raises-exception",))

    report = compare(saved, Execution(saved), file=FILE, number=1)

    assert report.splitlines()[1] == "The cell carries the tag `raises-exception`, but nothing was raised."


def test_the_cell_that_ended_the_run_shows_the_whole_traceback() -> None:
    now = Execution(lesson("before"), Stop(1, "The cell raised `KeyError`.", "Traceback …\nKeyError: 'users'"))

    report = compare(lesson("before"), now, file=FILE, number=1)

    assert report.splitlines()[1] == "The cell raised `KeyError`."
    assert report.endswith("\n\nTraceback:\n    Traceback …\n    KeyError: 'users'")


def test_an_output_without_end_is_cut() -> None:
    report = compare(lesson("x"), Execution(lesson(*map(str, range(100)))), file=FILE, number=1)

    assert "    28\n    … (71 more lines)\n" in report


def table(plain: str, html: str) -> NotebookNode:
    notebook = lesson()
    notebook.cells[1].outputs = [new_output("display_data", data={"text/plain": plain, "text/html": html})]
    return notebook


def test_a_table_that_differs_is_shown_once_and_its_other_face_is_named() -> None:
    report = compare(table("1 row", "<td>1</td>"), Execution(table("2 rows", "<td>2</td>")), file=FILE, number=1)

    assert "saved:\n    [text/plain]\n    1 row\n\nnow:\n    [text/plain]\n    2 rows\n\n" in report
    assert "<td>" not in report
    assert "different, too:\n    text/html\n\nNext: " in report


def test_where_only_the_html_differs_its_tags_stand_on_lines_of_their_own() -> None:
    now = Execution(table("1 row", "<tr><td>2</td></tr>"))

    report = compare(table("1 row", "<tr><td>1</td></tr>"), now, file=FILE, number=1)

    assert "     <tr>\n    -<td>1</td>\n    +<td>2</td>\n     </tr>" in report


def test_the_next_step_names_a_file_without_a_number_by_its_name() -> None:
    report = compare(lesson("a"), Execution(lesson("b")), file=str(Path("drafts", "idea.ipynb")), number=1)

    assert f"run `{LAB} record idea`" in report
