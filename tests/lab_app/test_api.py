"""The API over ASGI on migrated, seeded databases."""

import asyncio
from collections.abc import Callable

import httpx
import pytest
from fastapi import HTTPException
from sqlalchemy.ext.asyncio import AsyncSession

from lab_app.api.parts import save
from lab_app.db import app_engine
from lab_app.models import EndpointConfig
from lab_app.settings import Settings

Call = Callable[..., httpx.Response]
ADA = {"username": "ada", "full_name": "Ada Byron", "email": "ada@example.com"}
ROUTE = {"name": "pay", "method": "POST", "path": "/payments"}
DEFAULTS = {"timeout_ms": 5000, "is_active": True}


def test_the_named_user_is_there(call: Call) -> None:
    answer = call("GET", "/users/17")

    assert answer.status_code == 200
    assert answer.json() == {
        **ADA,
        "id": 17,
        "created_at": "2025-01-01T09:00:00",
        "updated_at": "2025-02-01T09:00:00",
    }


def test_a_user_is_created_read_replaced_and_deleted(call: Call) -> None:
    created = call("POST", "/users", {"username": "new", "full_name": "Zoë"})
    path = f"/users/{created.json()['id']}"
    replaced = call("PUT", path, {"username": "newer", "email": "n@example.com"})
    read = call("GET", path)
    deleted = call("DELETE", path)
    gone = call("GET", path)

    assert [one.status_code for one in (created, replaced, read, deleted, gone)] == [201, 200, 200, 204, 404]
    assert created.json()["full_name"] == "Zoë"
    assert read.json() == replaced.json()
    assert (read.json()["username"], read.json()["full_name"]) == ("newer", None)


def test_deleting_a_user_deletes_profile_and_endpoints(call: Call) -> None:
    endpoint = call("GET", "/users/17/endpoints").json()["items"][0]["id"]

    call("DELETE", "/users/17")

    assert call("GET", f"/endpoints/{endpoint}").status_code == 404
    assert call("GET", "/users/17/profile").json() == {"detail": "There is no user 17."}


def test_pages_show_every_user_once(call: Call) -> None:
    seen: list[int] = []
    after: int | None = 0
    while after is not None:
        page = call("GET", f"/users?limit=7&after={after}").json()
        seen += [user["id"] for user in page["items"]]
        after = page["next_after"]

    assert seen == list(range(1, 61))


def test_the_last_page_that_is_exactly_full_has_no_next_one(call: Call) -> None:
    assert call("GET", "/users?limit=10&after=50").json()["next_after"] is None


def test_a_deleted_row_does_not_move_the_next_page(call: Call) -> None:
    first = call("GET", "/users?limit=10").json()

    call("DELETE", "/users/3")
    second = call("GET", f"/users?limit=10&after={first['next_after']}").json()

    assert [user["id"] for user in second["items"]] == list(range(11, 21))


def test_an_endpoint_is_created_read_replaced_and_deleted(call: Call) -> None:
    created = call("POST", "/users/17/endpoints", ROUTE)
    path = f"/endpoints/{created.json()['id']}"
    replaced = call("PUT", path, {**ROUTE, "is_active": False, "timeout_ms": 10})
    read = call("GET", path)
    deleted = call("DELETE", path)
    gone = call("GET", path)

    assert [one.status_code for one in (created, replaced, read, deleted, gone)] == [201, 200, 200, 204, 404]
    assert created.json().items() >= {**ROUTE, **DEFAULTS, "owner_id": 17}.items()
    assert read.json().items() >= {"is_active": False, "timeout_ms": 10}.items()
    assert gone.json() == {"detail": f"There is no endpoint {created.json()['id']}."}


def test_endpoints_are_listed_by_owner_and_by_switch(call: Call) -> None:
    call("PUT", "/endpoints/81", {"name": "health", "method": "GET", "path": "/health", "is_active": False})

    of_ada = call("GET", "/users/17/endpoints").json()["items"]
    off = call("GET", "/endpoints?active=false").json()["items"]
    on = call("GET", "/endpoints?active=true&limit=100").json()["items"]

    assert [one["id"] for one in of_ada] == [81, 82, 83]
    assert [one["id"] for one in off] == [81]
    assert len(on) == 100
    assert 81 not in {one["id"] for one in on}


def test_a_profile_is_written_replaced_and_deleted(call: Call) -> None:
    user = call("POST", "/users", {"username": "new"}).json()["id"]
    path = f"/users/{user}/profile"

    none = call("GET", path)
    written = call("PUT", path, {"bio": "First."})
    replaced = call("PUT", path, {"avatar_url": "https://a.example/1.png"})
    deleted = call("DELETE", path)

    assert none.json() == {"detail": f"There is no profile of user {user}."}
    assert [one.status_code for one in (none, written, replaced, deleted)] == [404, 200, 200, 204]
    assert (written.json()["bio"], replaced.json()["bio"]) == ("First.", None)
    assert call("GET", f"/users/{user}").status_code == 200


def test_events_are_reported_and_usage_is_read_from_the_other_database(call: Call) -> None:
    event = {"endpoint_id": 81, "method": "GET", "path": "/health", "status_code": 200, "duration_ms": 3}

    reported = call("POST", "/events", event)
    usage = call("GET", "/endpoints/81/usage")
    later = call("GET", "/endpoints/81/usage?since=2025-03-20")

    assert reported.status_code == 201
    assert reported.json().items() >= event.items()
    assert [day["day"] for day in usage.json()] == sorted(day["day"] for day in usage.json())
    assert usage.json()[0].keys() == {"endpoint_id", "day", "requests", "errors", "total_duration_ms"}
    assert later.json() == []


@pytest.mark.parametrize(
    ("method", "path", "thing"),
    [
        ("GET", "/users/999", "user 999"),
        ("PUT", "/users/999", "user 999"),
        ("DELETE", "/users/999", "user 999"),
        ("GET", "/users/999/endpoints", "user 999"),
        ("GET", "/users/999/profile", "user 999"),
        ("DELETE", "/users/999/profile", "user 999"),
        ("GET", "/endpoints/9999", "endpoint 9999"),
        ("DELETE", "/endpoints/9999", "endpoint 9999"),
    ],
)
def test_what_is_not_there_is_named(call: Call, method: str, path: str, thing: str) -> None:
    answer = call(method, path, {"username": "x"} if method == "PUT" else None)

    assert answer.status_code == 404
    assert answer.json() == {"detail": f"There is no {thing}."}


def test_a_taken_username_is_a_conflict(call: Call) -> None:
    created = call("POST", "/users", {"username": "ada"})
    renamed = call("PUT", "/users/1", {"username": "ada"})

    assert created.status_code == renamed.status_code == 409
    assert created.json() == {"detail": "The username `ada` is taken. Choose another one."}
    assert call("GET", "/users/1").json()["username"] == "grace"


def test_replacing_a_user_writes_the_time(call: Call) -> None:
    before = call("GET", "/users/17").json()

    after = call("PUT", "/users/17", {**ADA, "full_name": "Ada Lovelace"}).json()

    assert after["updated_at"] != before["updated_at"]
    assert after["created_at"] == before["created_at"]


def test_an_owner_who_was_deleted_in_the_meantime_is_a_404(settings: Settings) -> None:
    async def save_for_nobody() -> None:
        engine = app_engine(settings.database_url)
        try:
            async with AsyncSession(engine) as session:
                row = EndpointConfig(owner_id=999, **ROUTE)
                session.add(row)
                await save(session, row, taken="")
        finally:
            await engine.dispose()

    with pytest.raises(HTTPException) as failure:
        asyncio.run(save_for_nobody())

    assert (failure.value.status_code, failure.value.detail) == (404, "What this belongs to was deleted just now.")


def test_two_users_may_share_an_email(call: Call) -> None:
    emails = {call("GET", f"/users/{user}").json()["email"] for user in (7, 8)}

    assert emails == {"office@example.com"}


def test_the_same_route_twice_is_a_conflict_for_one_owner_only(call: Call) -> None:
    first = call("POST", "/users/17/endpoints", ROUTE)
    again = call("POST", "/users/17/endpoints", {**ROUTE, "name": "pay again"})
    other = call("POST", "/users/1/endpoints", ROUTE)

    assert (first.status_code, again.status_code, other.status_code) == (201, 409, 201)
    assert again.json() == {"detail": "User 17 has an endpoint `POST /payments` already. Change that one instead."}


@pytest.mark.parametrize(
    ("method", "path", "body", "place"),
    [
        ("GET", "/users/0", None, ["path", "user_id"]),
        ("GET", "/users/99999999999999999999", None, ["path", "user_id"]),
        ("GET", "/users/ada", None, ["path", "user_id"]),
        ("GET", "/users?limit=0", None, ["query", "limit"]),
        ("GET", "/users?limit=101", None, ["query", "limit"]),
        ("GET", "/users?after=-1", None, ["query", "after"]),
        ("POST", "/users", {}, ["body", "username"]),
        ("POST", "/users", {"username": "With Space"}, ["body", "username"]),
        ("POST", "/users", {"username": "x" * 51}, ["body", "username"]),
        ("POST", "/users", {"username": "x", "email": "nobody"}, ["body", "email"]),
        ("POST", "/users", {"username": "x", "full_name": "a\x00b"}, ["body", "full_name"]),
        ("POST", "/users/17/endpoints", {**ROUTE, "method": "FETCH"}, ["body", "method"]),
        ("POST", "/users/17/endpoints", {**ROUTE, "path": "orders"}, ["body", "path"]),
        ("POST", "/users/17/endpoints", {**ROUTE, "timeout_ms": -1}, ["body", "timeout_ms"]),
        ("POST", "/events", {"endpoint_id": 1, **ROUTE, "status_code": 99, "duration_ms": 1}, ["body", "status_code"]),
    ],
)
def test_what_cannot_be_stored_is_refused_with_the_place(
    call: Call, method: str, path: str, body: object, place: list[str]
) -> None:
    answer = call(method, path, body)

    assert answer.status_code == 422
    assert [reason["loc"] for reason in answer.json()["detail"]] == [place]
    assert all(reason["msg"] for reason in answer.json()["detail"])


def test_half_a_character_is_refused_and_does_not_break_the_answer(call: Call) -> None:
    answer = call("POST", "/users", content=r'{"username": "x", "full_name": "\ud800"}')

    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", "full_name"]
