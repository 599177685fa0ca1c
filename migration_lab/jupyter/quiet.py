"""How our JupyterLab differs from a stock one: quiet, local, one kernel, nothing of the user's own Jupyter."""

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from migration_lab.jupyter import terminal
from migration_lab.jupyter.address import Address
from migration_lab.running import environment

WELCOME = "notebooks/00_welcome.ipynb"
KERNEL = "python3"
DEFAULTS = Path(__file__).parent / "settings"  # overrides.json, page_config.json: a learner may change them
STYLE = Path(__file__).parent / "custom"  # custom.css
FOREIGN = ("JUPYTER", "IPYTHON", "PYTHONSTARTUP", "PYTHONPATH")  # variables that would bring another Jupyter into ours
UPDATE_CHECK = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
SCHEMAS = Path(sys.prefix, "share", "jupyter", "lab", "schemas")


def surroundings(desk: Path, runtime: Path, variables: Mapping[str, str]) -> dict[str, str]:
    """Give the environment of the server, its terminals and its kernels.

    Args:
        desk: JupyterLab's settings and workspaces, and IPython's history, are kept there under `.lab/`.
        runtime: A private folder on a local disk for the keys of this one run.
        variables: The environment the lab was started in.
    """
    clean = {name: value for name, value in environment.clean(variables).items() if not name.startswith(FOREIGN)}
    jupyter = desk / ".lab" / "jupyter"
    return clean | {
        "IPYTHONDIR": str(desk / ".lab" / "ipython"),
        "JUPYTER_CONFIG_DIR": str(jupyter / "config"),
        "JUPYTER_DATA_DIR": str(jupyter / "data"),
        "JUPYTERLAB_SETTINGS_DIR": str(jupyter / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(jupyter / "workspaces"),
        "JUPYTER_RUNTIME_DIR": str(runtime),
        "JUPYTER_PREFER_ENV_PATH": "1",  # this environment's kernel wins over any other of the same name
    }


def shell_folder(desk: Path) -> Path:
    """Return where the start-up files of the terminals' shells are."""
    return desk / ".lab" / "jupyter" / terminal.SHELL


def secret(file: Path) -> bytes:
    """Return the desk's own secret: with the same one, a page that stayed open goes on after a new start.

    Raises:
        OSError: The disk refused.
    """
    with suppress(FileExistsError), os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
        new.write(os.urandom(32))
    return file.read_bytes() or os.urandom(32)


def configuration(desk: Path, address: Address, cookie_secret: bytes) -> dict[str, dict[str, Any]]:
    """Give JupyterLab's configuration, by its own names; what stands here wins over every configuration file."""
    return {
        "ServerApp": {
            "root_dir": str(desk),
            "ip": address.ip,
            "port": address.port,
            "cookie_secret": cookie_secret,
            "open_browser": False,  # we open it, when the address is really served
            "allow_root": True,
            "log_level": "WARN",
            "terminado_settings": terminal.settings(shell_folder(desk), os.environ),
        },
        "TerminalsExtensionApp": {"terminal_manager_class": "migration_lab.jupyter.on_desk.TerminalsOnDesk"},
        "IdentityProvider": {"token": address.token},
        "KernelSpecManager": {"allowed_kernelspecs": {KERNEL}},
        "KernelManager": {
            "transport_encryption": "auto",  # or each kernel warns that others on this machine could listen
            "shutdown_wait_time": 1.0,  # a busy kernel may not hold up Ctrl-C
        },
        "LabApp": {
            "log_level": "WARN",
            "custom_css": True,
            "default_url": f"/lab/tree/{WELCOME}",
            "app_settings_dir": str(DEFAULTS),
            "labextensions_path": [str(Path(sys.prefix, "share", "jupyter", "labextensions"))],
            "extension_manager": "readonly",
            "news_url": None,
            "check_for_updates_class": UPDATE_CHECK,
        },
    }
