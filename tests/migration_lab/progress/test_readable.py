"""Progress as text: what is written is read back, what a person got wrong is told, nothing is lost by reading it."""

from pathlib import Path

import pytest

from migration_lab.command import LAB
from migration_lab.errors import LabError
from migration_lab.progress import readable, store
from migration_lab.progress.record import Record
from tests.migration_lab.progress import kept
from tests.migration_lab.progress.kept import DONE, OPEN

AGAIN = "Correct that line, or export it again."
WRITTEN = f"""\
# Progress in the Migration Lab. `{LAB} progress --import FILE` reads it back; nothing is lost by that.
format = 1

["00.1"]
outcome = "done"
attempts = 1

["02.1"]
attempts = 7
hints = 2
failure = "not yet"
criterion = "rename.rows-kept"
repeats = 4
"""


def test_a_person_can_read_it() -> None:
    assert readable.text({"02.1": OPEN, "00.1": DONE}) == WRITTEN


def test_what_is_written_is_read_back() -> None:
    odd = Record("02.2", criterion='a "b" \\ \n Seán')

    assert readable.records(WRITTEN) == {"00.1": DONE, "02.1": OPEN}
    assert readable.records(readable.text({"02.2": odd})) == {"02.2": odd}


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("hello", "Expected '=' after a key in a key/value pair (at end of document)"),
        ('["02.1"]\nattempts = 1', "it has no line `format = 1`, so it is no export of progress"),
        ("format = true", "it has no line `format = 1`, so it is no export of progress"),
        ('format = 1\n["2.1"]', "`2.1` is no exercise"),
        ('format = 1\n"02.1" = 5', "`02.1` is no exercise"),
        ('format = 1\n["02.1"]\nstars = 5', '["02.1"] has the unknown line `stars`'),
        ('format = 1\n["02.1"]\nid = "02.2"', '["02.1"] has the unknown line `id`'),
        ('format = 1\n["02.1"]\nhints = -1', '["02.1"]: `hints` is -1'),
        ('format = 1\n["02.1"]\nattempts = 1.5', '["02.1"]: `attempts` is 1.5'),
        ('format = 1\n["02.1"]\noutcome = "great"', "[\"02.1\"]: `outcome` is 'great'"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(written: str, words: str) -> None:
    with pytest.raises(LabError) as caught:
        readable.records(written)

    assert str(caught.value) == f"The progress in the file cannot be read: {words}. Nothing was changed.\nHint: {AGAIN}"


def test_a_text_of_a_newer_lab_is_told() -> None:
    with pytest.raises(LabError) as caught:
        readable.records("format = 2")

    assert str(caught.value) == (
        "The file has the format 2, which a newer version of the lab wrote; this one reads up to 1.\n"
        "Hint: Update the lab, then import the file."
    )


def test_an_export_goes_to_another_desk(desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.remember(DONE, OPEN)
    file = tmp_path / "progress.toml"

    said = readable.export(file)
    monkeypatch.setenv("MIGRATION_LAB_HOME", str(tmp_path / "second"))
    kept.remember(Record("00.1", "done", 1), Record("02.1", hints=3))
    taken = readable.take(file)

    assert said == f"2 exercises were written to `{file}`."
    assert taken == f"2 exercises were read from `{file}`; 1 of them told something new."
    assert store.read().records["02.1"] == OPEN.merged(Record("02.1", hints=3))


def test_an_import_takes_nothing_away(desk: Path, tmp_path: Path) -> None:
    kept.remember(DONE, OPEN)
    (tmp_path / "poor.toml").write_text('format = 1\n["00.1"]\n["02.1"]\nattempts = 1\n')

    said = readable.take(tmp_path / "poor.toml")

    assert said.endswith("; 0 of them told something new.")
    assert store.read().records == {"00.1": DONE, "02.1": OPEN}


def test_an_export_replaces_an_earlier_one_only(desk: Path, tmp_path: Path) -> None:
    kept.remember(DONE)
    (tmp_path / "mine.txt").write_text("my diary")
    readable.export(tmp_path / "progress.toml")

    again = readable.export(tmp_path / "progress.toml")
    with pytest.raises(LabError) as caught:
        readable.export(tmp_path / "mine.txt")

    assert again == f"1 exercise was written to `{tmp_path / 'progress.toml'}`."
    assert str(caught.value) == (
        f"`{tmp_path / 'mine.txt'}` is there already and is no export of progress, so it was left alone.\n"
        f"Hint: Choose another name: `{LAB} progress --export progress.toml`."
    )
    assert (tmp_path / "mine.txt").read_text() == "my diary"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["desk", "mine.txt", "progress.toml"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe", "The progress in the file cannot be read: it is no text. Nothing was changed."),
        (b"#" * 1_000_001, "The progress in the file cannot be read: it is far too large. Nothing was changed."),
    ],
)
def test_a_file_that_is_no_export_is_told(content: bytes, words: str, desk: Path, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(content)

    with pytest.raises(LabError) as caught:
        readable.take(tmp_path / "x")

    assert caught.value.message == words
    assert not desk.exists()


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LabError) as caught:
        readable.take(tmp_path / "x")

    assert str(caught.value) == (
        f"`{tmp_path / 'x'}` cannot be read: No such file or directory.\nHint: Check its name and folder."
    )
