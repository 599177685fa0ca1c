"""Users: list, create, read, replace, delete."""

from typing import Any

from fastapi import APIRouter

from lab_app.api.parts import CONFLICT, NOT_FOUND, After, Limit, PathId, Primary, missing, page, save
from lab_app.models import UserTable
from lab_app.schemas import Page, UserIn, UserOut

router = APIRouter(prefix="/users", tags=["users"])


@router.get("", response_model=Page[UserOut], summary="List users")
async def list_users(session: Primary, after: After = 0, limit: Limit = 20) -> Any:
    """Return users in the order of their ids."""
    return await page(session, UserTable, key=UserTable.id, bounds=(after, limit))


@router.post("", response_model=UserOut, status_code=201, responses=CONFLICT, summary="Create a user")
async def create_user(session: Primary, user: UserIn) -> Any:
    """Add a user; the username must be free."""
    row = UserTable(**user.model_dump())
    session.add(row)
    await save(session, row, taken=_taken(row))
    return row


@router.get("/{user_id}", response_model=UserOut, responses=NOT_FOUND, summary="Read a user")
async def read_user(session: Primary, user_id: PathId) -> Any:
    """Return one user."""
    return await find_user(session, user_id)


@router.put("/{user_id}", response_model=UserOut, responses=NOT_FOUND | CONFLICT, summary="Replace a user")
async def replace_user(session: Primary, user_id: PathId, user: UserIn) -> Any:
    """Write all fields of one user; a field that is left out becomes null."""
    row = await find_user(session, user_id)
    for name, value in user.model_dump().items():
        setattr(row, name, value)
    await save(session, row, taken=_taken(row))
    return row


@router.delete("/{user_id}", status_code=204, responses=NOT_FOUND, summary="Delete a user")
async def delete_user(session: Primary, user_id: PathId) -> None:
    """Delete one user with the profile and all endpoints: the foreign keys cascade."""
    await session.delete(await find_user(session, user_id))
    await session.commit()


async def find_user(session: Primary, user_id: int) -> UserTable:
    """Return the row.

    Raises:
        HTTPException: 404, there is no such user.
    """
    row = await session.get(UserTable, user_id)
    if row is None:
        raise missing(f"user {user_id}")
    return row


def _taken(user: UserTable) -> str:
    return f"The username `{user.username}` is taken. Choose another one."
