"""Profiles: what others see of a user. A user has one or none."""

from typing import Any

from fastapi import APIRouter
from sqlalchemy import select

from lab_app.api.parts import CONFLICT, NOT_FOUND, PathId, Primary, missing, save
from lab_app.api.users import find_user
from lab_app.models import UserProfile
from lab_app.schemas import ProfileIn, ProfileOut

router = APIRouter(prefix="/users/{user_id}/profile", tags=["profiles"])


@router.get("", response_model=ProfileOut, responses=NOT_FOUND, summary="Read a profile")
async def read_profile(session: Primary, user_id: PathId) -> Any:
    """Return the profile of one user."""
    await find_user(session, user_id)
    return await _existing(session, user_id)


@router.put("", response_model=ProfileOut, responses=NOT_FOUND | CONFLICT, summary="Write a profile")
async def write_profile(session: Primary, user_id: PathId, profile: ProfileIn) -> Any:
    """Create or replace the profile of one user."""
    await find_user(session, user_id)
    row = await _profile_of(session, user_id)
    if row is None:
        row = UserProfile(user_id=user_id)
        session.add(row)
    row.bio, row.avatar_url = profile.bio, profile.avatar_url
    await save(session, row, taken=f"Somebody else wrote the profile of user {user_id} just now. Read it again.")
    return row


@router.delete("", status_code=204, responses=NOT_FOUND, summary="Delete a profile")
async def delete_profile(session: Primary, user_id: PathId) -> None:
    """Delete the profile of one user; the user stays."""
    await find_user(session, user_id)
    await session.delete(await _existing(session, user_id))
    await session.commit()


async def _profile_of(session: Primary, user_id: int) -> UserProfile | None:
    found: UserProfile | None = await session.scalar(select(UserProfile).where(UserProfile.user_id == user_id))
    return found


async def _existing(session: Primary, user_id: int) -> UserProfile:
    row = await _profile_of(session, user_id)
    if row is None:
        raise missing(f"profile of user {user_id}")
    return row
