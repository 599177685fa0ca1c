"""SQLite's own shell on a script, told to stop at an error or not; the program `sqlite3` where it is, else its like."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

PROGRAM = shutil.which("sqlite3")
Shell = Callable[[Path, str], str]


def stopping(file: Path, script: str) -> str:
    """Do what `sqlite3 -bail FILE < SCRIPT` does; return the error."""
    return next(_errors(file, script), "")


def going_on(file: Path, script: str) -> str:
    """Do what `sqlite3 FILE < SCRIPT` does: say each error and run the next statement; return the errors."""
    return "\n".join(_errors(file, script))


def program_stopping(file: Path, script: str) -> str:
    return _program(file, script, "-bail") if PROGRAM else stopping(file, script)


def program_going_on(file: Path, script: str) -> str:
    return _program(file, script) if PROGRAM else going_on(file, script)


def _program(file: Path, script: str, *options: str) -> str:
    command = [str(PROGRAM), "-batch", "-init", os.devnull, *options, str(file)]
    return subprocess.run(command, input=script, capture_output=True, encoding="utf-8", check=False).stderr


def _errors(file: Path, script: str) -> Iterator[str]:
    connection = sqlite3.connect(file, isolation_level=None)
    try:
        for statement in _statements(script):
            try:
                connection.execute(statement)
            except sqlite3.Error as error:
                yield str(error)
    finally:
        connection.close()  # what is not committed is rolled back, as at the end of the shell


def _statements(script: str) -> Iterator[str]:
    begun = ""
    for line in script.splitlines(keepends=True):
        begun += line
        if sqlite3.complete_statement(begun):
            yield begun
            begun = ""
    assert not begun.strip(), f"the script ends in the middle of {begun!r}"
