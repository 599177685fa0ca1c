"""What a notebook saves of time travel: the same bytes whether the history was replayed or remembered."""

from pathlib import Path

from migration_lab.proof import kernel, notebook

CELLS = (
    'from migration_lab import open_lesson, see\nlab = open_lesson("02_autogenerate")',
    'print("before")\nsee.timeline(lab)',
    'print("before")\nsee.timeline(lab)',
)


def test_the_saved_words_are_complete_at_the_first_visit_and_the_same_at_the_second(built_desk: Path) -> None:
    execution = kernel.execute(notebook.of(*CELLS), built_desk, home=built_desk)

    assert execution.stop is None
    _, first, second = notebook.code_cells(execution.notebook)
    assert first.outputs[1:] == second.outputs[1:]
    assert "users 17, revision by revision" in notebook.text(first.outputs)
    assert notebook.text(first.outputs).startswith("[stdout]\nbefore\n")
