"""The order of a history, and the knots in it."""

from pathlib import Path

from migration_lab.values.history import History
from tests.migration_lab.revisions import step, write


def ids(folder: Path) -> list[str]:
    return [revision.id for revision in History.read(folder).revisions]


def words(folder: Path) -> list[str]:
    return [str(broken) for broken in History.read(folder).broken]


def test_branches_and_a_merge_are_ordered(tmp_path: Path) -> None:
    write(
        tmp_path,
        a=step("merge", '("right", "left")'),
        b=step("left", '"root"'),
        c=step("right", '"root"'),
        d=step("root"),
        e=step("alone"),
    )

    found = History.read(tmp_path)

    assert [revision.id for revision in found.revisions] == ["alone", "root", "left", "right", "merge"]
    assert found.heads == ("alone", "merge")
    assert found.bases == ("alone", "root")


def test_a_dependency_comes_first_and_may_be_a_label(tmp_path: Path) -> None:
    write(tmp_path, a=step("a1", more='depends_on = "later"'), b=step("b1", more='branch_labels = ("later",)'))

    found = History.read(tmp_path)

    assert [revision.id for revision in found.revisions] == ["b1", "a1"]
    assert found.heads == ("b1", "a1")
    assert found.broken == ()
    assert [revision.id for revision in found.pending(["a1"])] == []


def test_an_id_in_two_files_is_told(tmp_path: Path) -> None:
    write(tmp_path, a=step("002", '"001"'), b=step("002", '"001"'), c=step("001"), d=step("003", '"002"'))

    assert words(tmp_path) == [
        "a.py, line 1: The revision id `002` is used in 2 files; each id may be used once.",
        "b.py, line 1: The revision id `002` is used in 2 files; each id may be used once.",
    ]
    assert ids(tmp_path) == ["001", "002", "002", "003"]


def test_a_missing_parent_is_told(tmp_path: Path) -> None:
    write(tmp_path, a=step("002", '"001"'), b=step("003", '"002"', 'depends_on = "nowhere"'))

    found = History.read(tmp_path)

    assert words(tmp_path) == [
        "a.py, line 1: It follows `001`, and no file has that revision.",
        "b.py, line 1: It depends on `nowhere`, and no file has that revision.",
    ]
    assert ids(tmp_path) == ["002", "003"]
    assert (found.heads, found.bases) == (("003",), ())


def test_a_circle_is_told(tmp_path: Path) -> None:
    write(tmp_path, a=step("001"), b=step("002", '("001", "004")'), c=step("003", '"002"'), d=step("004", '"003"'))

    assert words(tmp_path) == ["b.py, line 1: These revisions follow each other in a circle: `002`, `003`, `004`."]
    assert ids(tmp_path) == ["001", "002", "003", "004"]
    assert [one.id for one in History.read(tmp_path).pending(["001"])] == ["002", "003", "004"]


def test_a_revision_that_follows_itself_is_told(tmp_path: Path) -> None:
    write(tmp_path, a=step("001", '"001"'), b=step("002", '"001"'))

    assert words(tmp_path) == ["a.py, line 1: This revision follows itself: `001`."]
    assert ids(tmp_path) == ["001", "002"]


def test_a_long_history_is_read(tmp_path: Path) -> None:
    names = [f"{number:04}" for number in range(500)]
    downs = ["None", *(f'"{name}"' for name in names)]
    write(tmp_path, **{f"r{name}": step(name, down) for name, down in zip(names, downs, strict=False)})

    found = History.read(tmp_path)

    assert [revision.id for revision in found.revisions] == names
    assert len(found.pending(["0100"])) == 399
