"""Where the lab is reached: a free port, the address with its key, and the words a learner sees at the start."""

import errno
import socket
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address

from migration_lab.command import LAB
from migration_lab.errors import LabError

PORT = 8888
PORTS_TRIED = 50
LOOPBACK = "127.0.0.1"
TAKEN = {errno.EADDRINUSE, errno.EACCES, errno.EPERM, getattr(errno, "WSAEACCES", errno.EACCES)}


@dataclass(frozen=True)
class Address:
    """Where the lab is served, and the key to it."""

    ip: str
    port: int
    token: str

    @property
    def url(self) -> str:
        """What to open in a browser on this machine; it leads on to the welcome notebook."""
        host = LOOPBACK if self.ip in {"0.0.0.0", "::"} else f"[{self.ip}]" if ":" in self.ip else self.ip
        return f"http://{host}:{self.port}/?token={self.token}"


@dataclass(frozen=True)
class Circumstances:
    """What else has to be told: the port that was wished for, and where and as whom the lab runs."""

    wanted_port: int
    in_browser: bool = False
    as_root: bool = False
    over_ssh: bool = False


def words(address: Address, circumstances: Circumstances) -> list[str]:
    """Write the lines for the terminal once the lab is up."""
    lines = []
    if circumstances.as_root:
        lines.append("You are root, where JupyterLab refuses to start: it was started with --allow-root.")
    if address.port != circumstances.wanted_port:
        lines.append(f"Port {circumstances.wanted_port} is taken, so the lab uses {address.port}.")
    if not loopback(address.ip):
        lines.append("Careful: whoever reaches this machine and has the address below can run any command as you.")
    if circumstances.over_ssh:
        lines.append(f"Over ssh, first on your own computer: ssh -N -L {address.port}:{LOOPBACK}:{address.port} <here>")
    opening = "Your browser opens. If it does not, open" if circumstances.in_browser else "Open"
    return [*lines, f"{opening} {address.url}", "Ctrl-C in this window ends the lab."]


def loopback(ip: str) -> bool:
    """Tell whether an address can be reached from this machine only."""
    try:
        return ip == "localhost" or ip_address(ip).is_loopback
    except ValueError:
        return False


def free_port(wanted: int, ip: str = LOOPBACK) -> int:
    """Find the first free port from `wanted` on.

    Raises:
        LabError: None of the next fifty is free, or this machine has no address `ip`.
    """
    last = min(wanted + PORTS_TRIED - 1, 65535)
    for port in range(wanted, last + 1):
        if not _taken(port, ip):
            return port
    raise LabError(
        f"No port from {wanted} to {last} is free for you, and the lab is reached through one.",
        f"Try others: `{LAB} --port 9000`.",
    )


def _taken(port: int, ip: str) -> bool:
    if loopback(ip):
        with suppress(OSError), socket.create_connection((ip, port), timeout=0.2):
            return True  # macOS would give us the port beside a program that listens on all addresses
    try:
        socket.create_server((ip, port), family=socket.AF_INET6 if ":" in ip else socket.AF_INET).close()
    except OSError as error:
        if error.errno in TAKEN:
            return True
        raise LabError(
            f"The lab cannot be served at `{ip}`: {error.strerror}. Only an address of this machine works.",
            f"Leave `--ip` out: it is {LOOPBACK} then, this machine only. `--ip 0.0.0.0` is all its addresses.",
        ) from error
    return False
