"""Make a command's words the same on every machine: no absolute path, no address."""

import re
import sysconfig
from functools import cache
from pathlib import Path

_ADDRESS = re.compile(r"(?<= at )0x[0-9a-fA-F]{4,16}\b")
_THREAD = re.compile(r"(?<=hread )0x[0-9a-fA-F]+ (?:\[[^\n]*\] )?(?=\()")
_MODULES = re.compile(r"\nExtension modules: .*\n")
_SEPARATOR = r"(?:/|\\{1,2})"


def relative(text: str, root: str) -> str:
    """Cut the workspace's path from each path in the text; shorten those of libraries to `site-packages/…`."""
    for pattern, short in (*_folder(root, ""), *_libraries()):
        text = pattern.sub(short, text)
    return _ADDRESS.sub("0x…", text)


def quiet(dump: str) -> str:
    """Keep of what `faulthandler` writes what is the same each time: the threads and their frames."""
    return _MODULES.sub("", _THREAD.sub("", dump))


@cache
def _libraries() -> tuple[tuple[re.Pattern[str], str], ...]:
    packages = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    instruments = _folder(str(Path(__file__).parents[1]), "migration_lab/")
    standard = _folder(sysconfig.get_path("stdlib"), "python/")
    return (*instruments, *(rule for path in packages for rule in _folder(path, "site-packages/")), *standard)


@cache
def _folder(path: str, short: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Make the rules for one folder: first for what lies in it, then for the folder itself."""
    rules = []
    for spelling in dict.fromkeys((path, str(Path(path).resolve()))):
        words = r"(?<![\w.-])" + _SEPARATOR.join(re.escape(part) for part in re.split(r"[/\\]", spelling))
        rules.append((re.compile(words + _SEPARATOR), short))
        rules.append((re.compile(words + r"(?![\w-]|\.\w)"), short.rstrip("/") or "."))
    return tuple(rules)
