import pytest

from migration_lab.running.command_line import CommandLine, moved, parse, split


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", []),
        ("upgrade head", ["upgrade", "head"]),
        ("  upgrade   head  ", ["upgrade", "head"]),
        ('revision -m "add  email"', ["revision", "-m", "add  email"]),
        ("revision -m 'it is \"new\"'", ["revision", "-m", 'it is "new"']),
        ('x a"b c"d ""', ["x", "ab cd", ""]),
        ("upgrade head # to the top", ["upgrade", "head"]),
        ("# nothing", []),
        ('revision -m "#12"', ["revision", "-m", "#12"]),
        ("-x url=sqlite:///a#b.db current", ["-x", "url=sqlite:///a#b.db", "current"]),
    ],
)
def test_a_line_is_split_as_a_shell_does_it(line: str, words: list[str]) -> None:
    assert split(line) == words


def test_a_backslash_belongs_to_a_path_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")

    assert split(r'-c "C:\my lab\alembic.ini" current') == ["-c", r"C:\my lab\alembic.ini", "current"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", CommandLine("alembic", "", (), ())),
        ("upgrade head", CommandLine("alembic", "upgrade", ("head",), ())),
        ("-n analytics current -v", CommandLine("analytics", "current", ("-v",), ())),
        ("-nanalytics current", CommandLine("analytics", "current", (), ())),
        ("--name=analytics -q current", CommandLine("analytics", "current", (), ())),
        ("-c other.ini -x a=b -x url=sqlite:// heads", CommandLine("alembic", "heads", (), ("sqlite://",))),
        ("-xurl=sqlite:// -x=url=sqlite:///b heads", CommandLine("alembic", "heads", (), ("sqlite://", "sqlite:///b"))),
        ("upgrade head -x url=sqlite://", CommandLine("alembic", "upgrade", ("head", "-x", "url=sqlite://"), ())),
        ("-x", CommandLine("alembic", "", (), ())),
    ],
)
def test_a_command_line_is_taken_apart(words: str, expected: CommandLine) -> None:
    assert parse(words.split()) == expected


@pytest.mark.parametrize(
    "words", ["--rev-id 007", "--rev-id=007", "--rev 007", "--rev=007", "-m x --rev-id 006 --rev-id 007"]
)
def test_an_option_has_several_spellings(words: str) -> None:
    assert parse(["revision", *words.split()]).value("--rev-id") == "007"


@pytest.mark.parametrize("words", ["-m users", "-musers", "--message users", "--message=users"])
def test_a_message_has_several_spellings(words: str) -> None:
    assert parse(["revision", *words.split()]).value("-m", "--message") == "users"


def test_an_option_that_is_not_given() -> None:
    assert parse(["revision", "-m", "users"]).value("--rev-id") is None


@pytest.mark.parametrize(
    ("words", "options", "meant"),
    [
        ("upgrade head -n analytics", ("-n",), "-n analytics upgrade head"),
        ("-q upgrade -n analytics head -x a=b", ("-n", "-x"), "-q -n analytics -x a=b upgrade head"),
        ("upgrade head --name=analytics", ("--name",), "--name=analytics upgrade head"),
        ("-n analytics upgrade head", (), "-n analytics upgrade head"),
        ("upgrade head -x", ("-x",), "-x upgrade head"),
        ("", (), ""),
    ],
)
def test_options_behind_the_command_are_put_before_it(words: str, options: tuple[str, ...], meant: str) -> None:
    assert moved(words.split()) == (options, tuple(meant.split()))
