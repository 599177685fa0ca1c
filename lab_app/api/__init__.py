"""All routes of the service, one module for each kind of thing."""

from fastapi import APIRouter

from lab_app.api import endpoints, profiles, usage, users

router = APIRouter()
for part in (users, profiles, endpoints, usage):
    router.include_router(part.router)
