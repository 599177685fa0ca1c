"""Opening a lesson is killed wherever it changes a folder: nothing is lost, and the next opening repairs."""

import json
import subprocess
import sys
from pathlib import Path

from migration_lab import places
from migration_lab.lessons import ledger, lesson, start

NAME = "02_autogenerate"

# Opens the lesson in one forked process after another, each killed one change later than the one before.
KILLED = """
import json, os, signal, sys
from migration_lab import places
from migration_lab.lessons import ledger, lesson, opened, opening
from migration_lab.errors import LabError

THIS = lesson.find("02_autogenerate")
WORK = places.home() / THIS.name
ENV = WORK / "alembic" / "env.py"
CHANGES = {"os.rename", "os.rmdir"}  # between two of these nothing changes its place

def open_until(last):
    seen = 0
    def count(event, arguments):
        nonlocal seen
        if event in CHANGES:
            seen += 1
        if event in CHANGES and seen == last:
            os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(count)
    opening.restore(THIS)
    os._exit(0)

def is_whole():
    try:
        opened.examine(THIS.name, WORK, "")
    except LabError:
        return False
    return True

def everywhere(text):
    return any(file.read_text() == text for file in places.home().rglob("env.py"))

def in_attempts(text):
    return any(file.read_text() == text for file in (places.home() / "attempts").rglob("env.py"))

opening.restore(THIS)
begun = ledger.read(WORK)
last = 0
while True:
    last += 1
    text = f"print({last})"
    ENV.write_text(text)
    edited = ledger.read(WORK)
    pid = os.fork()
    if pid == 0:
        open_until(last)
    if os.waitpid(pid, 0)[1] == 0:
        break
    facts = {"last": last, "whole": is_whole(), "found": everywhere(text)}
    facts["clean"] = not facts["whole"] or ledger.read(WORK) in (begun, edited)
    opening.restore(THIS)
    facts |= {"repaired": ledger.read(WORK) == begun, "kept": in_attempts(text)}
    facts["swept"] = sorted(os.listdir(places.backstage(THIS.name)))
    print(json.dumps(facts))
"""


def test_an_opening_killed_at_any_change_loses_nothing_and_is_repaired_by_the_next(built_desk: Path) -> None:
    driver = subprocess.run([sys.executable, "-c", KILLED], capture_output=True, text=True, check=False)

    assert driver.stderr == ""
    told = [json.loads(line) for line in driver.stdout.splitlines()]
    wanted = {"found": True, "clean": True, "repaired": True, "kept": True}
    assert [facts for facts in told if not wanted.items() <= facts.items()] == []
    assert {len(facts["swept"]) for facts in told} == {2}  # the start and the note on the last opening
    assert {facts["whole"] for facts in told} == {True, False}  # some were killed between two moves


FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
from migration_lab import LabError, open_lesson
try:
    open_lesson("02_autogenerate")
except LabError as error:
    print(error)
"""


def opened_on_a_full_disk(limit: int) -> str:
    """Open the lesson in a process that may not write a file of more than `limit` bytes."""
    return subprocess.run([sys.executable, "-c", FULL, str(limit)], capture_output=True, text=True, check=True).stdout


def test_a_full_disk_is_said_and_the_work_stays(built_desk: Path) -> None:
    begun = start.ready(lesson.find(NAME), places.backstage(NAME))
    begun.copy(built_desk / NAME)
    (built_desk / NAME / "alembic" / "env.py").write_text("print('mine')")
    before = ledger.read(built_desk / NAME)

    said = opened_on_a_full_disk(100_000)

    assert said == (
        f"There is no space left for `{built_desk.resolve()}` (the disk is full, or a limit is reached). "
        "Nothing of yours was changed.\n"
        "Hint: Free some space and run this again, or choose a folder on another disk: "
        "set `MIGRATION_LAB_HOME` to it.\n"
    )
    assert ledger.read(built_desk / NAME) == before
    assert [entry.name for entry in places.backstage(NAME).iterdir()] == [begun.folder.parent.name]


def test_a_disk_that_fills_up_while_the_start_is_built_is_said(desk: Path) -> None:
    said = opened_on_a_full_disk(100_000)

    assert said.startswith("There is no space left for `")
    assert not (desk / NAME).exists()
    assert list(places.backstage(NAME).iterdir()) == []
