import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from migration_lab import cli
from migration_lab.command import LAB
from migration_lab.doctor import Finding
from migration_lab.errors import LabError
from migration_lab.exercises.exercise import Exercise
from migration_lab.lessons import desk as desks
from migration_lab.proof.groups import GROUPS
from tests.migration_lab import learner

HEAVY = (
    "jupyterlab",
    "nbformat",
    "sqlalchemy",
    "alembic",
    "rich.table",
    "migration_lab.jupyter.server",
    "migration_lab.doctor",
)
PROBLEM = Finding("desk", False, "`work` cannot be written to.", "Give yourself the right to write there.")


def _exit_code(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    return int(left.value.code or 0)


@pytest.mark.parametrize("asked", ["--help", "-h", "help"])
def test_help_explains_every_verb_in_a_sentence(asked: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = _exit_code(asked)

    said = " ".join(capsys.readouterr().out.replace("│", " ").split())
    assert code == 0
    assert f"Usage: {LAB} [OPTIONS] [VERB]" in said
    for verb, sentence in {
        "start": "Open JupyterLab on the first lesson; the same as no verb at all.",
        "doctor": "Say whether this computer is ready, and what to do if it is not.",
        "check": "Say how far you are with an exercise; ends with 0 when it is done.",
        "hint": "Give the next of an exercise's three hints.",
        "progress": "Say which exercises are done, with how many attempts and hints.",
        "test": "Run every test, or only the groups you name.",
        "lint": "Check the form and the types of code and notebooks.",
        "selfcheck": "Show that exercises tell right answers from wrong ones.",
        "record": "Run a lesson's notebook again and save its outputs.",
        "new-exercise": "Begin an exercise: its folder, with all that you have to write.",
        "lock": "Pin the libraries again: requirements*.lock, environment.yml.",
    }.items():
        assert f" {verb} {sentence}" in said
    assert f"`{LAB} start --help` shows --port, --no-browser and --ip;" in said


def test_help_for_check_tells_its_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    codes = [_exit_code("check", "--help"), _exit_code("check", "99.9")]

    assert codes == [0, 2]
    assert "Exit codes: 0 done, 1 any other verdict, 2 there is no such exercise." in capsys.readouterr().out


def test_help_loads_nothing_heavy() -> None:
    program = f"import sys, migration_lab.cli; print([name for name in {HEAVY} if name in sys.modules])"

    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert found.stdout == "[]\n"


@pytest.mark.parametrize(
    ("typed", "hint"), [("tset", f"Did you mean `{LAB} test`?"), ("xyz", f"`{LAB} --help` explains them.")]
)
def test_an_unknown_verb_gets_the_list_of_verbs(typed: str, hint: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = _exit_code(typed)

    assert code == 2
    assert capsys.readouterr().err == (
        f"There is no verb `{typed}`. The verbs are start, check, hint, solution, compare, reset, progress, doctor, "
        f"test, lint, selfcheck, record, new-exercise, lock.\nHint: {hint}\n"
    )


def test_an_unknown_lesson_gets_the_list_of_lessons(capsys: pytest.CaptureFixture[str]) -> None:
    code = _exit_code("reset", "99")

    said = capsys.readouterr().err
    assert code == 2
    assert said.startswith("There is no lesson '99'.\nHint: Choose one of 00_welcome, 01_setup, 02_autogenerate")


@pytest.mark.parametrize("typed", [["reset"], ["--prot", "9000"], ["start", "--port", "many"]])
def test_a_word_that_is_missing_or_wrong_is_no_traceback(typed: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code = _exit_code(*typed)

    said = capsys.readouterr().err
    assert code == 2
    assert "--help' for help." in said
    assert "Traceback" not in said


def test_an_error_is_said_in_sentences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("MIGRATION_LAB_HOME", str(tmp_path / "file"))

    with pytest.raises(LabError) as told:
        desks.reset("00")

    code = _exit_code("reset", "00", "--yes")

    assert code == 1
    assert capsys.readouterr().err == f"{told.value}\n"


@pytest.mark.parametrize(("answer", "said"), [("n\n", ""), ("\n", ""), ("", "\n")])
def test_reset_asks_first_and_changes_nothing_without_a_yes(
    answer: str, said: str, desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO(answer))

    code = _exit_code("reset", "00")

    assert code == 0
    assert capsys.readouterr().out.split("[y/N] ") == [
        "Put 00_welcome back to its start? What you wrote is kept. ",
        f"{said}Nothing was changed.\n",
    ]
    assert not desk.exists()


def test_reset_keeps_the_attempt_and_says_where(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _exit_code("reset", "00", "--yes")
    (desk / "00_welcome" / "alembic.ini").write_text("mine")
    capsys.readouterr()

    code = _exit_code("reset", "0", "--yes")

    assert code == 0
    assert "Your work is kept in `attempts/00_welcome/1`: alembic.ini." in capsys.readouterr().out
    assert (desk / "attempts" / "00_welcome" / "1" / "alembic.ini").read_text() == "mine"


def test_an_exercise_is_done_from_a_terminal(rename: Exercise, capsys: pytest.CaptureFixture[str]) -> None:
    learner.write(rename, 'op.drop_column("users", "full_name")')

    codes = [_exit_code("check", "2.1"), _exit_code("check", "rename"), _exit_code("hint", "02.1")]
    codes += [_exit_code("reset", "02.1", "--yes"), _exit_code("progress")]

    said = capsys.readouterr().out
    assert codes == [1, 1, 0, 0, 0]
    assert said.count("Not yet: 3 of 6 hold") == 2
    assert said.count(f"  Hint      hint 1 of 3 is one call away: {LAB} hint 02.1\n") == 1
    assert f"try it, then {LAB} check 02.1; {LAB} hint 02.1 is the next one (2 of 3)" in said
    assert "  Kept      `attempts/02_1_rename/1`: alembic/versions/007_mine.py\nWork in `" in said
    (row,) = [line.split("  ") for line in said.splitlines() if line.startswith("02.1  ")]
    assert [part.strip() for part in row if part] == ["02.1", "Rename without losing data", "not yet", "2", "1 of 3"]
    assert 'exercise("' not in said


def test_a_check_that_is_done_ends_with_0(rename: Exercise) -> None:
    learner.write(rename)

    assert _exit_code("check", "02.1") == 0


def test_reset_of_an_exercise_asks_first(
    rename: Exercise, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = learner.write(rename)
    monkeypatch.setattr(sys, "stdin", StringIO("n\n"))

    code = _exit_code("reset", "02.1")

    assert code == 0
    assert capsys.readouterr().out == (
        "Put 02_1_rename back to its start? What you wrote is kept. [y/N] Nothing was changed.\n"
    )
    assert mine.exists()


def test_progress_goes_out_and_comes_in_as_text(desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(tmp_path / "progress.toml")
    (tmp_path / "progress.toml").write_text('format = 1\n["02.1"]\nattempts = 3\n')

    codes = [_exit_code("progress", "--import", file), _exit_code("progress", "--export", f"{file}2")]

    assert codes == [0, 0]
    assert capsys.readouterr().out == (
        f"1 exercise was read from `{file}`; 1 of them told something new.\n1 exercise was written to `{file}2`.\n"
    )


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (["check", "99.1"], "There is no exercise '99.1'.\nHint: Choose one of "),
        (["hint", "99.1"], "There is no exercise '99.1'.\nHint: Choose one of "),
        (["reset", "99.1"], "There is no exercise '99.1'.\nHint: Choose one of "),
        (["record", "99"], "There is no notebook `99` in `notebooks`.\nHint: Choose one of: 00_welcome"),
        (
            ["test", "nonsense"],
            "There is no group of tests `nonsense`.\n"
            "Hint: Choose one of: lint, unit, exercises, notebooks, browser, door.\n",
        ),
    ],
)
def test_a_word_that_names_nothing_ends_with_2(
    typed: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = _exit_code(*typed)

    assert code == 2
    assert capsys.readouterr().err.startswith(message)


def test_help_for_test_names_every_group(capsys: pytest.CaptureFixture[str]) -> None:
    code = _exit_code("test", "--help")

    assert code == 0
    assert f"{', '.join(GROUPS)}." in " ".join(capsys.readouterr().out.replace("│", " ").split())


def test_the_doctors_table_is_readable_in_80_columns_without_colours(capsys: pytest.CaptureFixture[str]) -> None:
    cli.show([Finding("Python", True, "Python 3.13.0."), PROBLEM])

    said = capsys.readouterr().out
    assert [line.split() for line in said.splitlines() if "─" not in line and line.strip()] == [
        ["looked", "at", "result", "what", "was", "found"],
        ["Python", "ok", "Python", "3.13.0."],
        ["desk", "problem", "`work`", "cannot", "be", "written", "to."],
        ["next", "step", "Give", "yourself", "the", "right", "to", "write", "there."],
    ]
    assert max(map(len, said.splitlines())) <= 80
    assert "\x1b" not in said
