"""Small notebooks with the cells of one exercise or of several."""

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output


def cell(identity: str, source: str, said: str = "", name: str = "stdout") -> NotebookNode:
    """Make a code cell that was run and printed this."""
    outputs = [new_output("stream", name=name, text=said)] if said else []
    return new_code_cell(source, id=identity, outputs=outputs, execution_count=1)


def cells(exercise: str, ready: str = "") -> list[NotebookNode]:
    """Make the four cells of an exercise; `ready` is what its start prints."""
    number, call = exercise.replace(".", "-"), f'exercise("{exercise}")'
    return [
        cell(f"task-{number}", f"{call};"),  # the card is compared elsewhere
        cell(f"start-{number}", f"work = {call}.start()", ready),
        cell(f"work-{number}", "# your turn"),
        cell(f"check-{number}", f"{call}.check()", "Not started\n"),
    ]


def lesson(*parts: NotebookNode) -> NotebookNode:
    """Make a notebook that imports what its cells need."""
    above = [new_markdown_cell("# Small\n\n## Exercises", id="title"), cell("import", "from migration_lab import *")]
    return new_notebook(cells=[*above, *parts])


def without(notebook: NotebookNode, identity: str) -> NotebookNode:
    """Take a cell away."""
    notebook.cells = [each for each in notebook.cells if each.id != identity]
    return notebook
