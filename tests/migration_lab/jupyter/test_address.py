import socket
from collections.abc import Iterator

import pytest

from migration_lab.errors import LabError
from migration_lab.jupyter.address import LOOPBACK, Address, Circumstances, free_port, loopback, words


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server((LOOPBACK, 0)) as listening:
        yield listening.getsockname()[1]


def test_a_taken_port_leads_to_the_next_free_one(taken: int) -> None:
    assert free_port(taken) > taken


def test_a_free_port_is_kept(taken: int) -> None:
    free = free_port(taken)

    assert free_port(free) == free


def test_no_free_port_is_said_with_the_next_step() -> None:
    with socket.create_server((LOOPBACK, 65535)), pytest.raises(LabError) as told:
        free_port(65535)

    assert str(told.value) == (
        "No port from 65535 to 65535 is free for you, and the lab is reached through one.\n"
        "Hint: Try others: `./lab --port 9000`."
    )


def test_an_address_of_another_machine_is_said() -> None:
    with pytest.raises(LabError) as told:
        free_port(8888, "203.0.113.7")

    assert told.value.message.startswith("The lab cannot be served at `203.0.113.7`: ")
    assert told.value.message.endswith(". Only an address of this machine works.")
    assert told.value.hint == (
        "Leave `--ip` out: it is 127.0.0.1 then, this machine only. `--ip 0.0.0.0` is all its addresses."
    )


@pytest.mark.parametrize(
    ("ip", "inside"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False)]
)
def test_loopback_is_this_machine_only(ip: str, inside: bool) -> None:
    assert loopback(ip) is inside


@pytest.mark.parametrize(
    ("ip", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8888/?token=key"),
        ("0.0.0.0", "http://127.0.0.1:8888/?token=key"),
        ("::1", "http://[::1]:8888/?token=key"),
    ],
)
def test_the_url_can_be_opened_on_this_machine(ip: str, url: str) -> None:
    assert Address(ip, 8888, "key").url == url


def test_the_lab_says_its_address_and_how_it_ends() -> None:
    assert words(Address(LOOPBACK, 8888, "key"), Circumstances(8888)) == [
        "Open http://127.0.0.1:8888/?token=key",
        "Ctrl-C in this window ends the lab.",
    ]


def test_the_lab_says_what_is_special_here() -> None:
    special = Circumstances(8888, in_browser=True, as_root=True, over_ssh=True)

    assert words(Address("0.0.0.0", 8890, "key"), special) == [
        "You are root, where JupyterLab refuses to start: it was started with --allow-root.",
        "Port 8888 is taken, so the lab uses 8890.",
        "Careful: whoever reaches this machine and has the address below can run any command as you.",
        "Over ssh, first on your own computer: ssh -N -L 8890:127.0.0.1:8890 <here>",
        "Your browser opens. If it does not, open http://127.0.0.1:8890/?token=key",
        "Ctrl-C in this window ends the lab.",
    ]
