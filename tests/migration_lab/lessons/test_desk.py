"""Notebooks on the desk: an edited one is never overwritten."""

import json
import os
from pathlib import Path

import pytest

from migration_lab import places
from migration_lab.errors import LabError
from migration_lab.lessons import attempts, desk, handout
from migration_lab.lessons.opening import open_lesson
from tests.migration_lab.published import NAME, beside, blank, notebook, publish


def test_a_copy_comes_without_the_saved_answers(built_desk: Path, origin: Path) -> None:
    publish(origin, "how many users?", output="1,000")

    desk.lay(origin)

    assert (built_desk / "notebooks" / NAME).read_text() == blank("how many users?")


def test_a_lesson_with_an_inspector_comes_with_its_two_panes(built_desk: Path, origin: Path) -> None:
    cells = [{"cell_type": "code", "id": "inspector", "source": ["see.inspector(lab)"]}]
    (origin / "notebooks" / NAME).write_text(json.dumps({"cells": cells, "nbformat": 4}), encoding="utf-8")

    desk.lay(origin)

    assert (built_desk / "notebooks" / "02_autogenerate.jupyterlab-workspace").is_file()


def test_the_gallery_is_for_authors_and_comes_only_when_asked_for(built_desk: Path) -> None:
    desk.lay()
    before = (built_desk / "notebooks" / "gallery.ipynb").exists()

    done = desk.reset("gallery")

    assert before is False
    assert done.notebook == built_desk / "notebooks" / "gallery.ipynb"
    assert done.notebook.is_file()


def test_the_desk_is_work_unless_a_variable_moves_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MIGRATION_LAB_HOME", raising=False)
    assert desk.home() == desk.ORIGIN / "work"

    monkeypatch.setenv("MIGRATION_LAB_HOME", str(tmp_path / "my desk"))
    assert desk.home() == (tmp_path / "my desk").resolve()

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MIGRATION_LAB_HOME", "elsewhere")
    assert desk.home() == desk.ORIGIN / "elsewhere"

    monkeypatch.setenv("MIGRATION_LAB_HOME", " ")
    assert desk.home() == desk.ORIGIN / "work"


@pytest.mark.parametrize("char", ["%", os.pathsep])
def test_a_desk_where_alembic_would_not_find_its_scripts_is_refused(
    char: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIGRATION_LAB_HOME", str(tmp_path / f"a{char}b"))

    with pytest.raises(LabError) as caught:
        desk.home()

    assert str(caught.value) == (
        f"The desk `{(tmp_path / f'a{char}b').resolve()}` has a `{char}` in its path. Alembic gives that character a "
        "meaning of its own when it looks for its scripts, and would not find them.\n"
        f"Hint: Set `MIGRATION_LAB_HOME` to a folder without `{char}` in its path."
    )


def test_a_desk_that_points_at_itself_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "loop").symlink_to("loop")
    monkeypatch.setenv("MIGRATION_LAB_HOME", str(tmp_path / "loop"))

    with pytest.raises(LabError) as caught:
        open_lesson("01")

    assert "`MIGRATION_LAB_HOME`" in caught.value.hint or "Give the file another name" in caught.value.hint


def test_notebooks_are_laid_once(copy: Path, origin: Path) -> None:
    before = copy.stat()

    assert desk.lay(origin) == ()

    assert (copy.read_text(), copy.stat().st_mtime_ns) == (blank("old"), before.st_mtime_ns)
    assert beside(copy) == []


def test_a_new_version_replaces_an_untouched_copy(copy: Path, origin: Path) -> None:
    publish(origin, "new")

    said = desk.lay(origin)

    assert said == ()
    assert copy.read_text() == blank("new")
    assert beside(copy) == []
    assert len(attempts.read("02_autogenerate")) == 0


def test_running_a_copy_is_no_edit_and_its_outputs_are_kept(copy: Path, origin: Path) -> None:
    copy.write_text(notebook("old", output="17 users"))
    assert desk.lay(origin) == ()
    assert copy.read_text() == notebook("old", output="17 users")

    publish(origin, "new")
    said = desk.lay(origin)

    assert said == (
        f"`{NAME}` has a new version, which is laid; the one you ran is kept in `attempts/02_autogenerate/1`.",
    )
    assert copy.read_text() == blank("new")
    kept = attempts.read("02_autogenerate")[0].path / "notebooks" / NAME
    assert kept.read_text() == notebook("old", output="17 users")


def test_an_edited_copy_stays_and_the_new_version_is_laid_beside_it(copy: Path, origin: Path) -> None:
    copy.write_text(notebook("old", "mine"))
    assert desk.lay(origin) == ()

    publish(origin, "new")
    said = desk.lay(origin)

    assert said == (
        "`02_autogenerate.ipynb` has a new version. Yours was edited and stays; the new one is "
        "`02_autogenerate.new.ipynb`.",
    )
    assert copy.read_text() == notebook("old", "mine")
    assert (copy.parent / "02_autogenerate.new.ipynb").read_text() == blank("new")
    assert desk.lay(origin) == ()


def test_an_edited_new_version_stays_too(copy: Path, origin: Path) -> None:
    copy.write_text(notebook("mine"))
    publish(origin, "new")
    desk.lay(origin)
    (copy.parent / "02_autogenerate.new.ipynb").write_text(notebook("new", "mine too"))

    publish(origin, "newer")
    desk.lay(origin)

    assert beside(copy) == ["02_autogenerate.new.ipynb", "02_autogenerate.new2.ipynb"]
    assert (copy.parent / "02_autogenerate.new.ipynb").read_text() == notebook("new", "mine too")
    assert (copy.parent / "02_autogenerate.new2.ipynb").read_text() == blank("newer")


def test_only_new_outputs_of_the_lab_are_no_news(copy: Path, origin: Path) -> None:
    copy.write_text(notebook("mine"))
    publish(origin, "old", output="18 users")

    assert desk.lay(origin) == ()
    assert beside(copy) == []


def test_a_deleted_copy_is_laid_again(copy: Path, origin: Path) -> None:
    copy.unlink()

    assert desk.lay(origin) == ()
    assert copy.read_text() == blank("old")


@pytest.mark.parametrize("content", ["", "no json", "[]", '{"cells": 3}', '{"cells": [3]}'])
def test_a_broken_copy_counts_as_edited(content: str, copy: Path, origin: Path) -> None:
    copy.write_text(content)
    publish(origin, "new")

    desk.lay(origin)

    assert copy.read_text() == content
    assert beside(copy) == ["02_autogenerate.new.ipynb"]


def test_a_folder_in_the_place_of_a_notebook_stays(copy: Path, origin: Path) -> None:
    copy.unlink()
    copy.mkdir()
    (copy / "note.txt").write_text("mine")

    desk.lay(origin)

    assert (copy / "note.txt").read_text() == "mine"
    assert beside(copy) == ["02_autogenerate.new.ipynb"]


def test_lost_notes_overwrite_nothing(copy: Path, origin: Path) -> None:
    copy.write_text(notebook("mine"))
    (places.backstage() / handout.NOTE).write_text("no json")
    publish(origin, "new")

    desk.lay(origin)

    assert copy.read_text() == notebook("mine")
    assert beside(copy) == ["02_autogenerate.new.ipynb"]


def handbook(origin: Path, words: str) -> None:
    (origin / "docs").mkdir(exist_ok=True)
    (origin / "docs" / "handbook.md").write_text(words)


def test_the_handbook_lies_where_the_lessons_link_to_and_is_always_the_newest(built_desk: Path, origin: Path) -> None:
    handbook(origin, "old")
    assert desk.lay(origin) == ()

    handbook(origin, "new")
    assert desk.lay(origin) == ()

    assert {file.name: file.read_text() for file in (built_desk / "docs").iterdir()} == {"handbook.md": "new"}


def test_a_handbook_that_a_learner_wrote_in_is_kept_under_another_name(built_desk: Path, origin: Path) -> None:
    for words in ("first", "second"):
        handbook(origin, words)
        desk.lay(origin)
        (built_desk / "docs" / "handbook.md").write_text(f"mine on {words}")

    said = desk.lay(origin)

    assert said == (
        "`docs/handbook.md` is always the lab's newest. You had changed it: yours is `handbook.yours2.md` now.",
    )
    assert {file.name: file.read_text() for file in (built_desk / "docs").iterdir()} == {
        "handbook.md": "second",
        "handbook.yours.md": "mine on first",
        "handbook.yours2.md": "mine on second",
    }


def test_a_read_only_desk_is_said(built_desk: Path, origin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: object, *_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system", str(path))

    monkeypatch.setattr(os, "mkdir", refuse)

    with pytest.raises(LabError) as caught:
        desk.lay(origin)

    assert caught.value.message.startswith(f"`{built_desk.resolve() / 'notebooks'}` cannot be written to (Read-only")
