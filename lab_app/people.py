"""The named users of the seed: the same people in every database, so that a test can ask what became of user 17."""

from typing import NamedTuple


class Person(NamedTuple):
    """One named user; everybody knows these rows by their id."""

    id: int
    username: str
    full_name: str | None
    email: str | None
    bio: str | None
    avatar_url: str | None


def _avatar(name: str) -> str:
    return f"https://gateway.example/avatars/{name}.png"


PEOPLE = (
    Person(1, "grace", "Grace Hopper", "grace@example.com", "Keeps the gateway running.", _avatar("grace")),
    Person(2, "alan", "Alan Turing", "alan@example.com", "Asks whether it can answer.", None),
    Person(3, "katherine", "Katherine Johnson", "katherine@example.com", "Checks every number by hand.", None),
    Person(4, "edsger", "Edsger Dijkstra", "edsger@example.com", None, _avatar("edsger")),
    Person(5, "service_account", None, None, None, None),
    Person(6, "barbara", "Barbara Liskov", "barbara@example.com", "", None),
    Person(7, "hedy", "Hedy Lamarr", "office@example.com", "Hops between frequencies.", _avatar("hedy")),
    Person(8, "george", "George Antheil", "office@example.com", "Shares a mailbox with user 7.", None),
    Person(9, "donald", "Donald Knuth", "donald@example.com", "Pays for every mistake you find.", None),
    Person(10, "margaret", "Margaret Hamilton", "margaret@example.com", "First line.\nSecond line.", None),
    Person(11, "zoe", "Zoë Łukasiewicz", "zoe@example.com", "Pisze od tyłu do przodu. ✍️", _avatar("zoe")),
    Person(12, "claude", "Claude Shannon", "claude@example.com", "Measures surprise.", None),
    Person(13, "sean", "Seán O'Brien", "sean@example.com", "It's a quote, isn't it?", None),
    Person(14, "radia", "Radia Perlman", "radia@example.com", None, None),
    Person(15, "tony", "Tony Hoare", "tony@example.com", "Sorry about NULL.", None),
    Person(16, "frances", "Frances Allen", "frances@example.com", "Makes it faster.", _avatar("frances")),
    Person(17, "ada", "Ada Byron", "ada@example.com", "Writes programs for a machine to come.", _avatar("ada")),
    Person(18, "mei", "李梅", "mei@example.com", "喜欢数据库。", None),
    Person(19, "john", "John Backus", "JOHN@Example.com", None, None),
    Person(20, "jean", "Jean Bartik", "jean@example.com", "Rewires things.", None),
    Person(21, "percent", "Percent % Colon :id", "percent@example.com", "100 % of {this} is :text.", None),
    Person(22, "dennis", "Dennis Ritchie", "dennis@example.com", None, _avatar("dennis")),
    Person(23, "adele", "Adele Goldberg", "adele@example.com", "Draws windows.", None),
    Person(24, "vint", "Vint Cerf", "vint@example.com", "Delivers, mostly.", None),
)
