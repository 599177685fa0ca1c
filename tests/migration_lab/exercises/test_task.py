"""A task as it is read, in three faces."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from migration_lab.errors import LabError
from migration_lab.exercises import catalogue, in_terminal, task
from migration_lab.exercises.task import Task

SMALL = Task("02.9", 5, "# 02.9 Small\n\nDo `it` <b>.")
FOOT = '5 minutes. `exercise("02.9")` has `.start()`, `.check()`, `.hint()`, `.solution()`, `.compare()`, `.reset()`.'


def test_a_task_is_its_words_and_what_can_be_done() -> None:
    assert str(SMALL) == SMALL._repr_markdown_() == f"# 02.9 Small\n\nDo `it` <b>.\n\n{FOOT}"


def test_every_verb_is_told() -> None:
    assert set(task.VERBS) == set(in_terminal.VERBS)


def test_a_task_in_html() -> None:
    assert SMALL._repr_html_().startswith(
        '<div class="migration-lab-task"><h3>02.9 Small</h3><p>Do <code>it</code> &lt;b&gt;.</p>'
        "<p>5 minutes. <code>exercise(&quot;02.9&quot;)</code> has <code>.start()</code>, "
    )


@pytest.mark.parametrize(("content", "kind"), [(None, "FileNotFoundError"), (b"\xff", "UnicodeDecodeError")])
def test_a_task_that_cannot_be_read_is_told(content: bytes | None, kind: str, tmp_path: Path) -> None:
    known = catalogue.find("02.1")
    folder = tmp_path / known.name
    shutil.copytree(known.folder, folder)
    (folder / "README.md").unlink()
    if content is not None:
        (folder / "README.md").write_bytes(content)

    with pytest.raises(LabError) as caught:
        task.of(replace(known, folder=folder))

    assert str(caught.value) == (
        f"The task `exercises/02_1_rename/README.md` cannot be read ({kind}).\nHint: Get the lab's files again."
    )
