"""What the API takes and answers: names, limits, descriptions and examples of the OpenAPI page."""

from datetime import date, datetime
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

LARGEST_ID = 2**31 - 1  # an INTEGER column of PostgreSQL holds no more

Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Username = Annotated[str, Field(pattern=r"^[a-z0-9_.-]+$", max_length=50, description="Unique, lower case.")]
RoutePath = Annotated[str, Field(pattern=r"^/[^\x00]*$", max_length=255, description="`{name}` is a variable.")]
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Text = Annotated[str, Field(pattern=r"^[^\x00]*$")]  # PostgreSQL stores every character but this one
Item = TypeVar("Item")
Milliseconds = Annotated[int, Field(ge=0, le=600_000)]


class Problem(BaseModel):
    """Why a request was not done."""

    detail: str


class Page(BaseModel, Generic[Item]):
    """A part of a list, in the order of the key."""

    items: list[Item]
    next_after: int | None = Field(description="Give this as `after` to get the next page; null on the last one.")


class _Row(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class UserIn(BaseModel):
    """A user as a client writes it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"username": "ada", "display_name": "Ada Byron", "email": "ada@example.com"}]}
    )

    username: Username
    display_name: Text | None = Field(default=None, max_length=120)
    email: str | None = Field(default=None, max_length=255, pattern=r"^[^@\s\x00]+@[^@\s\x00]+$")


class UserOut(_Row):
    """A user as the service answers it; times are UTC."""

    id: int
    username: str
    display_name: str | None
    email: str | None
    created_at: datetime
    updated_at: datetime


class ProfileIn(BaseModel):
    """What others see of a user, as a client writes it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"bio": "Writes programs.", "avatar_url": "https://gateway.example/ada.png"}]}
    )

    bio: Text | None = Field(default=None, max_length=10_000)
    avatar_url: str | None = Field(default=None, max_length=255, pattern=r"^https?://[^\x00]+$")


class ProfileOut(_Row):
    """What others see of a user; times are UTC."""

    user_id: int
    bio: str | None
    avatar_url: str | None
    created_at: datetime
    updated_at: datetime


class EndpointIn(BaseModel):
    """One route of the gateway, as a client writes it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "pay", "method": "POST", "path": "/payments", "timeout_ms": 8000}]}
    )

    name: Text = Field(min_length=1, max_length=100)
    method: Method
    path: RoutePath
    timeout_ms: Milliseconds = 5000
    is_active: bool = True


class EndpointOut(_Row):
    """One route of the gateway; times are UTC."""

    id: int
    owner_id: int
    name: str
    method: str
    path: str
    timeout_ms: int
    is_active: bool
    created_at: datetime


class EventIn(BaseModel):
    """One answered request, as the gateway reports it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"endpoint_id": 82, "method": "GET", "path": "/orders", "status_code": 200, "duration_ms": 12}]
        }
    )

    endpoint_id: Id
    user_id: Id | None = None
    method: Method
    path: RoutePath
    status_code: int = Field(ge=100, le=599)
    duration_ms: Milliseconds


class EventOut(_Row):
    """One answered request; the time is UTC."""

    id: int
    endpoint_id: int
    user_id: int | None
    method: str
    path: str
    status_code: int
    duration_ms: int
    occurred_at: datetime


class UsageOut(_Row):
    """The requests of one day, counted."""

    endpoint_id: int
    day: date
    requests: int
    errors: int
    total_duration_ms: int
