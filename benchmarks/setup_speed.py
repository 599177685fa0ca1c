"""Measure the first start of `./lab` against venv + `pip install` of the same lock, and what a second start adds.

Run: python benchmarks/setup_speed.py [rounds]

What is committed is cloned into a temporary folder. Each round has caches of its own: first both are cold, then warm.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
COLD, WARM, ADDED = 1 / 2, 1 / 4, 0.3  # what is wanted, at most
VERB = "--help"  # the shortest verb: its own time is counted too


def main(rounds: int) -> int:
    with tempfile.TemporaryDirectory(prefix="migration-lab-speed-") as folder:
        times = [_round(Path(folder) / str(number)) for number in range(rounds)]
        added = _added(Path(folder) / "0" / "the lab")
    for name in times[0]:
        print(f"{name:26} {median(each[name] for each in times):6.1f} s   (median of {rounds})")
    cold, warm = (_ratio(times, cache, wanted) for cache, wanted in (("cold", COLD), ("warm", WARM)))
    print(f"a second start adds        {added:6.2f} s   (median; at most {ADDED:.2f} is wanted)")
    return 0 if cold <= COLD and warm <= WARM and added <= ADDED else 1


def _ratio(times: list[dict[str, float]], cache: str, wanted: float) -> float:
    """Print the ratio of each pair, because other work on the computer shows there, and return the median."""
    pairs = [each[f"lab {cache}"] / each[f"pip {cache}"] for each in times]
    each = ", ".join(f"{pair:.2f}" for pair in sorted(pairs))
    print(f"lab / pip, {cache} caches     {median(pairs):6.2f}     (median of {each}; at most {wanted:.2f} is wanted)")
    return median(pairs)


def _round(folder: Path) -> dict[str, float]:
    caches = {"UV_CACHE_DIR": str(folder / "uv"), "PIP_CACHE_DIR": str(folder / "pip")}
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | caches
    times = {}
    for cache in ("cold", "warm"):
        times[f"pip {cache}"] = _pip(folder / f"pip {cache}", variables)
        times[f"lab {cache}"] = _lab(folder / "the lab", variables)
    return times


def _pip(environment: Path, variables: dict[str, str]) -> float:
    """Return the seconds of the usual way; without `--no-deps` pip wants what the lock leaves out on purpose."""
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install = ("-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", ROOT / "requirements.lock")
    seconds = _seconds((sys.executable, "-m", "venv", environment), variables) + _seconds((python, *install), variables)
    shutil.rmtree(environment)
    return seconds


def _lab(clone: Path, variables: dict[str, str]) -> float:
    """Return the seconds from a fresh clone to the end of the first verb."""
    shutil.rmtree(clone, ignore_errors=True)
    subprocess.run(("git", "clone", "--quiet", ROOT, clone), check=True)
    return _seconds((sys.executable, clone / "lab", VERB), variables)


def _added(clone: Path) -> float:
    """Return the seconds that the door adds to a verb once everything is there."""
    python = clone / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    commands = ((sys.executable, clone / "lab", VERB), (python, "-P", "-m", "migration_lab", VERB))
    return median(_seconds(commands[0], variables) - _seconds(commands[1], variables) for _ in range(9))


def _seconds(command: tuple[str | Path, ...], variables: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, env=variables, check=True, capture_output=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
