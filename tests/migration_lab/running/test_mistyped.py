from pathlib import Path

import pytest

from migration_lab.running import mistyped
from migration_lab.running.failure import AlembicFailed
from migration_lab.running.runner import Run, Runner

UNKNOWN = "alembic: error: unrecognized arguments: "


def failed(run: Run) -> str:
    """Return what the learner reads."""
    with pytest.raises(AlembicFailed) as caught:
        run.raise_for_failure()
    return str(caught.value)


def test_a_wrong_verb_has_a_neighbour(runner: Runner) -> None:
    said = failed(runner.alembic("-n", "analytics", "upgarde", "head"))

    assert said == (
        "Alembic has no command `upgarde`. Did you mean `upgrade`?\n"
        "`alembic -n analytics upgarde head` ended with exit code 2.\n"
        "Hint: `%alembic -n analytics upgrade head`"
    )


def test_a_wrong_verb_without_a_neighbour(runner: Runner) -> None:
    said = failed(runner.alembic("frobnicate"))

    assert said == (
        "Alembic has no command `frobnicate`.\n`alembic frobnicate` ended with exit code 2.\n"
        "Hint: see which commands there are: `%alembic --help`."
    )


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("upgrade", "head", "-n", "analytics"), "`-n` stands before the verb: `%alembic -n analytics upgrade head`"),
        (("upgrade", "-n", "analytics", "head"), "`-n` stands before the verb: `%alembic -n analytics upgrade head`"),
        (("upgrade", "head", "-x", "a=b c"), '`-x` stands before the verb: `%alembic -x "a=b c" upgrade head`'),
        (
            ("current", "-x", "a=b", "-n", "analytics"),
            "`-x` and `-n` stand before the verb: `%alembic -x a=b -n analytics current`",
        ),
        (("revision", "-m", "add", "is_verified"), 'put the message in quotes: `-m "add is_verified"`'),
        (
            ("revision", "--autogenerate", "--message=add", "it", "now"),
            'put the message in quotes: `-m "add it now"`',
        ),
        (("revision", "-m", "add", "it", "now", "--sqll"), 'put the message in quotes: `-m "add it now"`'),
        (
            ("revision", "x", "-m", "add"),
            "see what the command takes: `%alembic --help`, or `%alembic COMMAND --help`.",
        ),
        (("current", "--nope"), "see what the command takes: `%alembic --help`, or `%alembic COMMAND --help`."),
    ],
)
def test_a_surplus_word_is_put_where_it_belongs(
    runner: Runner, root: Path, arguments: tuple[str, ...], hint: str
) -> None:
    said = failed(runner.alembic(*arguments))

    assert said.startswith(UNKNOWN)
    assert said.endswith(f"Hint: {hint}")
    assert [path.name for path in (root / "alembic/versions").glob("*.py")] == ["001_users.py"]


def test_the_newer_pythons_list_of_choices_is_read_too() -> None:
    words = "alembic: error: argument {check,upgrade}: invalid choice: 'upgarde' (choose from check, upgrade)\n"

    assert mistyped.explain(Run("alembic upgarde", 2, words), words) == (
        "Alembic has no command `upgarde`. Did you mean `upgrade`?",
        "`%alembic upgrade`",
    )


def test_a_line_that_cannot_be_split_again_is_left_to_the_general_hint() -> None:
    assert mistyped.explain(Run('alembic current "a\\"', 2, ""), f"{UNKNOWN}a\\") is None


@pytest.mark.parametrize("option", [("-n", "events"), ("-nevents",), ("--name=events",)])
def test_a_name_without_a_section_gets_one_or_is_corrected(runner: Runner, option: tuple[str, ...]) -> None:
    said = failed(runner.alembic(*option, "current"))

    assert said.splitlines()[0] == "No 'script_location' key found in configuration."
    assert said.splitlines()[-1] == (
        "Hint: `alembic.ini` needs a section `[events]`, written like `[alembic]`: the same `script_location`, and as "
        "`version_locations` a folder of its own. Or correct the name after `-n`. "
        '(Is `alembic.ini` itself gone? `lab = open_lesson("02_autogenerate")` brings it back.)'
    )
