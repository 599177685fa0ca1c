"""The verbs of `./lab`: each calls one function of the lab and says the result in a learner's words."""

import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from migration_lab.called import identity
from migration_lab.command import LAB
from migration_lab.errors import LabError, UnknownWordError
from migration_lab.proof.groups import GROUPS

if TYPE_CHECKING:
    from migration_lab.doctor import Finding

VERBS = (
    "start",
    "check",
    "hint",
    "solution",
    "compare",
    "reset",
    "progress",
    "doctor",
    "test",
    "lint",
    "selfcheck",
    "record",
    "new-exercise",
    "lock",
)
HELP = ("--help", "-h", "help")

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
    subcommand_metavar="[VERB]",
    help="Learn to migrate databases without losing data. Without a verb, JupyterLab opens on the first lesson.",
    epilog=f"`{LAB} start --help` shows --port, --no-browser and --ip; each verb says more about itself this way.",
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the verb that was typed; anything that goes wrong is said in sentences, never as a traceback."""
    typed = list(sys.argv[1:] if arguments is None else arguments)
    try:
        app(_spelled_out(typed), prog_name=LAB)
    except LabError as error:
        _leave(error, 2 if isinstance(error, UnknownWordError) else 1)


def _spelled_out(typed: list[str]) -> list[str]:
    """Add the verb that was left out, and refuse one that does not exist."""
    if typed and typed[0] in HELP:
        return ["--help", *typed[1:]]
    if not typed or typed[0].startswith("-"):
        return ["start", *typed]
    if typed[0] not in VERBS:
        near = get_close_matches(typed[0], VERBS, 1)
        hint = f"Did you mean `{LAB} {near[0]}`?" if near else f"`{LAB} --help` explains them."
        _leave(LabError(f"There is no verb `{typed[0]}`. The verbs are {', '.join(VERBS)}.", hint), 2)
    return typed


@app.command("start", rich_help_panel="Learn")
def _start(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The first port to try.")] = 8888,
    ip: Annotated[str, typer.Option(help="Who may come in: 127.0.0.1 is this computer only.")] = "127.0.0.1",
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only say the address to open.")] = False,
) -> None:
    """Open JupyterLab on the first lesson; the same as no verb at all."""
    from migration_lab.jupyter import server

    serve = server.serve if no_browser else server.start
    serve(port, ip=ip, say=_say)


@app.command("doctor", rich_help_panel="Learn")
def _doctor(
    code: Annotated[bool, typer.Option("--code", help="Say only the ready code, for your instructor.")] = False,
) -> None:
    """Say whether this computer is ready, and what to do if it is not."""
    from migration_lab.doctor import examine, ready_code

    findings = examine()
    ready = ready_code(findings)
    if code:
        _say(ready or f"Not ready: `{LAB} doctor` says why.")
    else:
        show(findings)
        _say(f"Ready. Your code: {ready}" if ready else "Not ready yet: do the next steps above, then run this again.")
    raise typer.Exit(0 if ready else 1)


Wanted = Annotated[str, typer.Argument(metavar="NN.n", help="The exercise's id, such as 02.1.")]


@app.command("check", rich_help_panel="Learn")
def _check(exercise: Wanted) -> None:
    """Say how far you are with an exercise; ends with 0 when it is done.

    Your revisions are run on a copy; your own files and databases are only read.

    Exit codes: 0 done, 1 any other verdict, 2 there is no such exercise.
    """
    from migration_lab.exercises import doing, in_terminal

    verdict = doing.exercise(exercise).check()
    _say(in_terminal.said(verdict))
    raise typer.Exit(0 if verdict.done else 1)


@app.command("hint", rich_help_panel="Learn")
def _hint(exercise: Wanted) -> None:
    """Give the next of an exercise's three hints."""
    from migration_lab.exercises import doing, in_terminal

    _say(in_terminal.said(doing.exercise(exercise).hint()))


@app.command("solution", rich_help_panel="Learn")
def _solution(exercise: Wanted) -> None:
    """Show the model answer of an exercise; before it is done, when you ask twice."""
    from migration_lab.exercises import doing, in_terminal

    _say(in_terminal.said(doing.exercise(exercise).solution()))


@app.command("compare", rich_help_panel="Learn")
def _compare(exercise: Wanted) -> None:
    """Show your answer beside the model, and what wrong ones would have done."""
    from migration_lab.exercises import doing, in_terminal

    _say(in_terminal.said(doing.exercise(exercise).compare()))


@app.command("reset", rich_help_panel="Learn")
def _reset(
    wanted: Annotated[str, typer.Argument(metavar="NN", help="A lesson's number, such as 02, or an exercise's: 02.1.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")] = False,
) -> None:
    """Put a lesson or an exercise back to its start; what you wrote is kept in attempts/."""
    name = _known(wanted)
    if not yes and not _agreed(f"Put {name} back to its start? What you wrote is kept. [y/N] "):
        _say("Nothing was changed.")
        return
    if identity(name):
        from migration_lab.exercises import doing, in_terminal

        _say(in_terminal.said(doing.Doing(name).reset("yes")))
        _say(in_terminal.where(name))
        return
    from migration_lab.lessons import desk

    _say(str(desk.reset(name)))


@app.command("progress", rich_help_panel="Learn")
def _progress(
    export: Annotated[Path | None, typer.Option("--export", metavar="FILE", help="Write it as readable text.")] = None,
    take: Annotated[Path | None, typer.Option("--import", metavar="FILE", help="Read such a text; add it.")] = None,
) -> None:
    """Say which exercises are done, with how many attempts and hints."""
    from migration_lab.progress import board, readable

    if take:
        _say(readable.take(take))
    if export:
        _say(readable.export(export))
    if not take and not export:
        found = board.read()
        _say("\n".join(one for one in (str(found), found.next) if one))


@app.command("test", rich_help_panel="Check")
def _test(
    groups: Annotated[list[str] | None, typer.Argument(metavar="GROUP", help=f"{', '.join(GROUPS)}.")] = None,
) -> None:
    """Run every test, or only the groups you name."""
    from migration_lab.proof import suite

    raise typer.Exit(suite.run(groups or ()))


@app.command("lint", rich_help_panel="Check")
def _lint() -> None:
    """Check the form and the types of code and notebooks."""
    from migration_lab.proof import suite

    raise typer.Exit(suite.lint())


@app.command("selfcheck", rich_help_panel="Check")
def _selfcheck(
    exercises: Annotated[list[str] | None, typer.Argument(metavar="NN.n", help="Exercises; all without one.")] = None,
    table: Annotated[bool, typer.Option("--table", help="Show which criteria see which mutants.")] = False,
    accept: Annotated[bool, typer.Option("--accept", help="Write the transcripts of all messages anew.")] = False,
) -> None:
    """Show that exercises tell right answers from wrong ones."""
    from migration_lab.selfcheck import sweep

    work = sweep.tables if table else sweep.accept if accept else sweep.run
    raise typer.Exit(work(exercises or (), _say))


@app.command("record", rich_help_panel="Write lessons")
def _record(
    lessons: Annotated[list[str] | None, typer.Argument(metavar="NN", help="Lessons; all without one.")] = None,
) -> None:
    """Run a lesson's notebook again and save its outputs."""
    from migration_lab.proof.record import record

    for line in record(lessons or ()):
        _say(str(line))


@app.command("new-exercise", rich_help_panel="Write lessons")
def _new_exercise(
    number: Annotated[str, typer.Argument(metavar="NN.n", help="Its id, such as 02.4.")],
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="A few words for its folder, such as split_name.")],
) -> None:
    """Begin an exercise: its folder, with all that you have to write."""
    from migration_lab.selfcheck import scaffold

    place = scaffold.new(number, slug)
    _say(f"`exercises/{place.name}/` is there. `{LAB} selfcheck {number}` says what it still lacks.")


@app.command("lock", rich_help_panel="Write lessons")
def _lock(
    upgrade: Annotated[
        bool, typer.Option("--upgrade", help="Take the newest versions that pyproject.toml allows.")
    ] = False,
) -> None:
    """Pin the libraries again: requirements*.lock, environment.yml."""
    from migration_lab import lock

    for line in lock.upgrade() if upgrade else lock.write():
        _say(str(line))


def _known(wanted: str) -> str:
    """Return the name of a lesson or an exercise; refuse what is neither, as a word that was typed wrong."""
    from migration_lab.exercises import catalogue
    from migration_lab.lessons import lesson

    try:
        return catalogue.locate(wanted) if "." in wanted or identity(wanted) else lesson.find(wanted).name
    except LabError as error:
        _leave(error, 2)


def show(findings: "Sequence[Finding]") -> None:
    """Print what the doctor found as a table of 80 columns, in words that need no colour."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, width=80, pad_edge=False)
    table.add_column("looked at", no_wrap=True)
    table.add_column("result", no_wrap=True)
    table.add_column("what was found")
    for finding in findings:
        table.add_row(finding.name, "ok" if finding.ok else "problem", finding.words)
        if finding.next_step:
            table.add_row("", "next step", finding.next_step)
    Console(width=80, markup=False, highlight=False, emoji=False).print(table)


def _agreed(question: str) -> bool:
    try:
        return input(question).strip().lower() in {"y", "yes"}
    except EOFError:  # nobody is there to answer
        _say("")
        return False


def _say(line: str) -> None:
    print(line, flush=True)


def _leave(error: LabError, code: int) -> NoReturn:
    print(error, file=sys.stderr)
    raise SystemExit(code)
