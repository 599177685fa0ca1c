import json
import os
from pathlib import Path

from migration_lab.jupyter import quiet
from migration_lab.jupyter.address import Address

JUPYTERLAB = "@jupyterlab/"


def test_nothing_of_the_users_own_jupyter_or_project_comes_in(tmp_path: Path) -> None:
    foreign = {
        "DATABASE_URL": "postgresql://production",
        "JUPYTER_PATH": "/mine",
        "JUPYTER_TOKEN": "mine",
        "JUPYTERLAB_DIR": "/mine",
        "IPYTHONDIR": "/mine",
        "PYTHONSTARTUP": "/mine.py",
        "PYTHONPATH": "/mine",
    }

    variables = quiet.surroundings(tmp_path, tmp_path / "run", {**foreign, "LANG": "de_DE.UTF-8", "PATH": "/bin"})

    assert not {name: value for name, value in variables.items() if foreign.get(name) == value}
    assert variables["LANG"] == "de_DE.UTF-8"
    assert variables["IPYTHONDIR"] == str(tmp_path / ".lab" / "ipython")
    assert variables["JUPYTER_RUNTIME_DIR"] == str(tmp_path / "run")


def test_all_that_jupyter_keeps_lies_on_the_desk_or_in_the_private_folder(tmp_path: Path) -> None:
    variables = quiet.surroundings(tmp_path, tmp_path / "run", {})

    folders = [value for name, value in variables.items() if name.startswith("JUPYTER") and name.endswith("_DIR")]
    assert len(folders) == 5
    assert all(folder.startswith(str(tmp_path)) for folder in folders)


def test_the_settings_name_only_what_this_jupyterlab_has() -> None:
    schemas = Path(quiet.SCHEMAS)
    overrides = json.loads((quiet.DEFAULTS / "overrides.json").read_text(encoding="utf-8"))

    for plugin, settings in overrides.items():
        package, name = plugin.split(":")
        known = json.loads((schemas / package / f"{name}.json").read_text(encoding="utf-8"))["properties"]
        assert set(settings) <= set(known), plugin


def test_root_and_address_are_given_to_jupyterlab(tmp_path: Path) -> None:
    server = quiet.configuration(tmp_path, Address("127.0.0.1", 8890, "key"), b"secret")["ServerApp"]

    assert (server["root_dir"], server["ip"], server["port"]) == (str(tmp_path), "127.0.0.1", 8890)


def test_a_desk_keeps_its_secret_to_itself(tmp_path: Path) -> None:
    first = quiet.secret(tmp_path / "secret")

    assert quiet.secret(tmp_path / "secret") == first
    assert len(first) == 32
    assert quiet.secret(tmp_path / "other") != first
    if os.name == "posix":
        assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
