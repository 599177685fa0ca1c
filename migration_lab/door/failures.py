"""Why a set-up stopped, in one sentence with the next step: from an error of the system or the words of pip and uv."""

import errno
import os
import re
import sys
from pathlib import Path

from migration_lab.errors import LabError

DETAILS = "The details are in `.venv/lab-setup.log`."
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
CLOSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
IN_USE = frozenset({5, 32, 33})  # Windows: another program has the file open

NO_SPACE = re.compile(
    r"No space left on device|Disk quota exceeded|File too large|not enough space on the disk|SIGXFSZ"
    r"|\(os error (28|122|27|112)\)",
    re.IGNORECASE,
)
HASHES = re.compile(r"Hash mismatch for `(?P<uv>[^`]+)`|DO NOT MATCH THE HASHES(?:.*?\n)+?\s+(?P<pip>\S+==\S+)")
NO_HASHES = re.compile(
    r"must have a hash, but .*?for: (?P<uv>\S+)"
    r"|Hashes are required in --require-hashes mode(?:.*?\n)+?\s+(?P<pip>\S+==\S+)"
)
CERTIFICATE = re.compile(r"CERTIFICATE_VERIFY_FAILED|invalid peer certificate|certificate verify failed", re.IGNORECASE)
NO_NETWORK = re.compile(
    r"NewConnectionError|ConnectTimeout|ReadTimeout|Read timed out|ProxyError|Max retries exceeded|Connection refused"
    r"|Network is unreachable|name resolution|getaddrinfo failed|error sending request|dns error|tcp connect error"
    r"|are you offline|Network connectivity is disabled|operation timed out|Connection reset|Connection broken",
    re.IGNORECASE,
)
NOT_OFFERED = re.compile(
    r"No matching distribution found for (?P<pip>\S+==\S+)|there is no version of (?P<uv>\S+==\S+)"
)
NOT_WRITABLE = re.compile(
    r"Permission denied|Read-only file system|Access is denied|\(os error (13|30|5)\)", re.IGNORECASE
)


def of_system(error: OSError, root: Path, command: str) -> LabError:
    """Say what the operating system refused."""
    if error.errno in FULL:
        return _no_space(command)
    if getattr(error, "winerror", None) in IN_USE:
        return LabError(
            f"`{error.filename}` is in use, so `.venv` cannot be made anew.",
            f"End JupyterLab and close the other terminals of the lab, then run `{command}` again.",
        )
    if error.errno in CLOSED:
        return _not_writable(root, command)
    words = error.strerror or type(error).__name__
    return LabError(
        f"The set-up stopped, because the system said: {words} (`{error.filename}`).",
        f"Run `{command}` again. {DETAILS}",
    )


def of_tool(output: str, command: str, *, root: Path) -> LabError:
    """Say what the words of pip or uv mean; words that nobody foresaw are given as they are."""
    if NO_SPACE.search(output):
        return _no_space(command)
    if match := HASHES.search(output):
        return _wrong_hash(match["uv"] or match["pip"], command)
    if match := NO_HASHES.search(output):
        return _no_hash(match["uv"] or match["pip"], command)
    if CERTIFICATE.search(output):
        return _not_trusted(command)
    if NO_NETWORK.search(output):
        return _no_network(command)
    if match := NOT_OFFERED.search(output):
        return _not_offered((match["pip"] or match["uv"]).rstrip("."), command)
    if NOT_WRITABLE.search(output):
        return _not_writable(root, command)
    return _unforeseen(output, command)


def no_programs(program: str, root: Path, command: str) -> LabError:
    """Say that the disk is mounted so that nothing on it can be started."""
    return LabError(
        f"The system lets no program start from the lab's own folder, `{root}`: it refused `{Path(program).name}`.",
        f"Copy or clone the lab to another disk (this one may be mounted `noexec`) and run `{command}` there.",
    )


def interrupted(command: str) -> LabError:
    """Say what Ctrl-C left behind: nothing that needs care."""
    return LabError(
        "The set-up was stopped before its end, so the lab is not ready yet.",
        f"Run `{command}` again: it starts over, and what was downloaded is kept.",
    )


def no_venv(command: str) -> LabError:
    """Say which part of Python is missing; Debian and Ubuntu ship it as a package of its own."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    return LabError(
        "This Python comes without `venv` and `ensurepip`, which make the folder for the lab's libraries.",
        f"On Debian or Ubuntu run `sudo apt install {package}`; elsewhere install Python again with all its parts. "
        f"Then run `{command}` again.",
    )


def unusable_name(root: Path, command: str) -> LabError:
    """Say that the folder's name has the letter that divides a list of folders."""
    return LabError(
        f"The lab lies in `{root}`, and no program can be found in a folder that has a `{os.pathsep}` in its name.",
        f"Rename the folder, then run `{command}` there.",
    )


def occupied(command: str) -> LabError:
    """Say that another set-up has not come to its end."""
    return LabError(
        "Another set-up of this folder has not come to its end: two together would mix files.",
        f"Wait for it or close its terminal, then run `{command}` again.",
    )


def _no_space(command: str) -> LabError:
    return LabError(
        "There is no space left for the lab's libraries: with the cache of downloads they need about 1 GB.",
        f"Free some space (or raise the limit you were given), then run `{command}` again. {DETAILS}",
    )


def _not_writable(root: Path, command: str) -> LabError:
    return LabError(
        f"The lab may not write in its own folder, `{root}`, where `.venv` with its libraries has to lie.",
        f"Copy or clone the lab to a folder of your own and run `{command}` there. "
        "If another user made `.venv` (perhaps with `sudo`), delete it first.",
    )


def _wrong_hash(package: str, command: str) -> LabError:
    return LabError(
        f"The file that came for `{package}` is not the one that the lock expects (its hash differs), "
        "so it was not installed.",
        "If you changed a lock, bring it back: `git checkout requirements.lock requirements-dev.lock`. If not, your "
        f"package index sent another file: tell its owner. Then run `{command}` again. {DETAILS}",
    )


def _no_hash(package: str, command: str) -> LabError:
    return LabError(
        f"The lock has no hash for `{package}`, so no file that comes for it could be checked and nothing more was "
        "installed.",
        f"Bring the locks back: `git checkout requirements.lock requirements-dev.lock`. Then run `{command}` again. "
        f"{DETAILS}",
    )


def _not_trusted(command: str) -> LabError:
    return LabError(
        "The server of the libraries showed a certificate that this computer does not trust, so nothing was taken.",
        "In a company, ask for its certificate file and name it: `pip config set global.cert FILE`. "
        f"Then run `{command}` again. {DETAILS}",
    )


def _no_network(command: str) -> LabError:
    return LabError(
        "The libraries could not be downloaded, because the network or the package index does not answer.",
        "Check the connection; in a company, check that pip knows its proxy or mirror (`pip config list`). "
        f"Then run `{command}` again: what is already here is kept. {DETAILS}",
    )


def _not_offered(pin: str, command: str) -> LabError:
    return LabError(
        f"The package index does not offer `{pin}` for this computer, and the lab needs exactly this version.",
        f"A mirror may be behind: try again later, or with another index. Then run `{command}` again. {DETAILS}",
    )


def _unforeseen(output: str, command: str) -> LabError:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error")]
    words = [*errors, *reversed(lines), "nothing at all"][0]
    return LabError(f"The set-up stopped, and the tool that did it said: {words}", f"Run `{command}` again. {DETAILS}")
