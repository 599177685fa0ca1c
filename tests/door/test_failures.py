import errno
from pathlib import Path

import pytest

from migration_lab.door import failures

ROOT = Path("/learner/lab")
NO_SPACE = "There is no space left for the lab's libraries: with the cache of downloads they need about 1 GB."
NO_NETWORK = "The libraries could not be downloaded, because the network or the package index does not answer."
CERTIFICATE = (
    "The server of the libraries showed a certificate that this computer does not trust, so nothing was taken."
)
NOT_WRITABLE = "The lab may not write in its own folder, `/learner/lab`, where `.venv` with its libraries has to lie."


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("error: failed to copy file: No space left on device (os error 28)", NO_SPACE),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", NO_SPACE),
        ("error: Disk quota exceeded (os error 122)", NO_SPACE),
        ("There is not enough space on the disk. (os error 112)", NO_SPACE),
        ("WARNING: Retrying (Retry(total=1)) after connection broken by 'NewConnectionError()'", NO_NETWORK),
        ("error: Failed to fetch\n  Caused by: dns error: failed to lookup address information", NO_NETWORK),
        ("Network connectivity is disabled, but the requested data wasn't found in the cache", NO_NETWORK),
        ("invalid peer certificate: UnknownIssuer", CERTIFICATE),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] ...'))", CERTIFICATE),
        ("error: failed to create directory: Permission denied (os error 13)", NOT_WRITABLE),
    ],
)
def test_the_words_of_a_tool_become_one_sentence(words: str, message: str) -> None:
    error = failures.of_tool(words, "./lab", root=ROOT)

    assert error.message == message
    assert "`./lab`" in error.hint


def test_words_that_nobody_foresaw_are_given_as_they_are() -> None:
    error = failures.of_tool("Looking\nerror: The moon is full\n  Caused by: tides\n", "./lab test", root=ROOT)

    assert str(error) == (
        "The set-up stopped, and the tool that did it said: error: The moon is full\n"
        "Hint: Run `./lab test` again. The details are in `.venv/lab-setup.log`."
    )


def test_a_tool_that_died_without_a_word_is_said_too() -> None:
    error = failures.of_tool("", "./lab", root=ROOT)

    assert error.message == "The set-up stopped, and the tool that did it said: nothing at all"


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (errno.ENOSPC, NO_SPACE),
        (errno.EDQUOT, NO_SPACE),
        (errno.EROFS, NOT_WRITABLE),
        (errno.EACCES, NOT_WRITABLE),
        (errno.ELOOP, "The set-up stopped, because the system said: oh (`/learner/lab/.venv`)."),
    ],
)
def test_what_the_system_refuses_becomes_one_sentence(number: int, message: str) -> None:
    error = failures.of_system(OSError(number, "oh", "/learner/lab/.venv"), ROOT, "./lab")

    assert error.message == message


def test_a_file_in_use_on_windows_is_named() -> None:
    error = PermissionError(errno.EACCES, "Access is denied", "python.exe")
    error.winerror = 5  # type: ignore[attr-defined, unused-ignore]

    assert str(failures.of_system(error, ROOT, "py lab")) == (
        "`python.exe` is in use, so `.venv` cannot be made anew.\n"
        "Hint: End JupyterLab and close the other terminals of the lab, then run `py lab` again."
    )
