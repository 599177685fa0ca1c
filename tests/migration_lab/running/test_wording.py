import sysconfig
from pathlib import Path

import pytest

from migration_lab.running import wording

ROOT = "/home/ada/my lab/02_autogenerate"


@pytest.mark.parametrize(
    ("text", "short"),
    [
        (f"Generating {ROOT}/alembic/versions/007.py ...  done", "Generating alembic/versions/007.py ...  done"),
        (f"in {ROOT}, twice", "in ., twice"),
        (f"in '{ROOT}'", "in '.'"),
        (f"sqlite+aiosqlite:///{ROOT}/app.db", "sqlite+aiosqlite:///app.db"),
        (f"{ROOT}_old/app.db", f"{ROOT}_old/app.db"),
        (f"/mnt{ROOT}/app.db", f"/mnt{ROOT}/app.db"),
        (f"{ROOT}.bak", f"{ROOT}.bak"),
        (f"{sysconfig.get_path('purelib')}/alembic/op.py", "site-packages/alembic/op.py"),
        (f"{sysconfig.get_path('stdlib')}/runpy.py", "python/runpy.py"),
        (f"{Path(wording.__file__).parent}/child.py", "migration_lab/running/child.py"),
        ("<Table object at 0x7f12ab34cd56>", "<Table object at 0x…>"),
        ("colour 0xffffff", "colour 0xffffff"),
        ("nothing to shorten: /etc/hosts", "nothing to shorten: /etc/hosts"),
    ],
)
def test_paths_and_addresses_are_cut(text: str, short: str) -> None:
    assert wording.relative(text, ROOT) == short


@pytest.mark.parametrize("separator", ["\\", "\\\\"])
def test_a_path_of_windows_is_cut_however_it_is_quoted(separator: str) -> None:
    root = r"C:\Users\ada\02_autogenerate"
    text = separator.join(("C:", "Users", "ada", "02_autogenerate", "alembic", "env.py"))

    assert wording.relative(f"File {text}", root) == f"File alembic{separator}env.py"


def test_a_dump_loses_what_differs_each_time() -> None:
    dump = (
        "Fatal Python error: Segmentation fault\n\nThread 0x00007f62dcaa06c0 (most recent call first):\n"
        '  File "a.py", line 1 in f\n\nCurrent thread 0x00007f62e0685b80 [python] (most recent call first):\n'
        '  File "b.py", line 2 in g\n\nExtension modules: greenlet._greenlet (total: 1)\n'
    )

    assert wording.quiet(dump) == (
        "Fatal Python error: Segmentation fault\n\nThread (most recent call first):\n"
        '  File "a.py", line 1 in f\n\nCurrent thread (most recent call first):\n'
        '  File "b.py", line 2 in g\n'
    )
