"""The OpenAPI description and its page."""

from collections.abc import Callable
from html.parser import HTMLParser

import httpx

from lab_app.docs_page import render
from lab_app.main import create_app

Call = Callable[..., httpx.Response]


def test_every_operation_has_a_summary_a_description_and_a_known_tag() -> None:
    description = create_app().openapi()
    tags = {tag["name"] for tag in description["tags"]}

    operations = [one for methods in description["paths"].values() for one in methods.values()]

    assert len(operations) == 16
    assert all(one["summary"] and one["description"] for one in operations)
    assert {tag for one in operations for tag in one["tags"]} == tags


def test_every_body_has_an_example_that_the_api_takes(call: Call) -> None:
    description = create_app().openapi()
    sent = {}
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            if body := operation.get("requestBody"):
                name = body["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]
                example = description["components"]["schemas"][name]["examples"][0]
                target = path.replace("{user_id}", "17").replace("{endpoint_id}", "81")
                sent[method, path] = call(method.upper(), target, example).status_code

    assert sent == {
        ("post", "/users"): 409,  # the example is Ada, who is there
        ("put", "/users/{user_id}"): 200,
        ("put", "/users/{user_id}/profile"): 200,
        ("post", "/users/{user_id}/endpoints"): 201,
        ("put", "/endpoints/{endpoint_id}"): 409,  # the same route was created just before
        ("post", "/events"): 201,
    }


def test_the_page_shows_every_operation_and_loads_nothing(call: Call) -> None:
    page = call("GET", "/docs")

    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.text.count("<article>") == 16
    assert loaded_by(page.text) == []


def test_the_front_door_leads_to_the_page(call: Call) -> None:
    answer = call("GET", "/")

    assert (answer.status_code, answer.headers["location"]) == (307, "docs")


def test_the_search_for_what_a_page_loads_finds_scripts_images_and_styles() -> None:
    page = '<script src="a.js"></script><img src="b.png"><link rel="stylesheet" href="c.css"><a href="d">d</a>'

    assert loaded_by(page) == ["a.js", "b.png", "c.css"]


def test_every_text_is_escaped() -> None:
    evil = "<script>alert(1)</script>"
    operation = {
        "tags": [evil],
        "summary": evil,
        "description": evil,
        "parameters": [{"name": evil, "in": evil, "description": evil}],
        "responses": {evil: {"description": evil}},
    }

    page = render(
        {
            "info": {"title": evil, "version": evil, "description": evil},
            "tags": [{"name": evil, "description": evil}],
            "paths": {evil: {evil: operation}},
        }
    )

    assert "<script" not in page


def loaded_by(page: str) -> list[str]:
    """Return what a browser would fetch to show the page."""
    found: list[str] = []

    class Finder(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = dict(attrs)
            found.extend(str(given[name]) for name in ("src", "data") if name in given)
            if tag == "link":
                found.append(str(given.get("href")))

    Finder().feed(page)
    return found
