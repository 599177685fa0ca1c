"""Endpoint configurations: what the gateway serves, and who owns it."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from lab_app.api.parts import CONFLICT, NOT_FOUND, After, Limit, PathId, Primary, missing, page, save
from lab_app.api.users import find_user
from lab_app.models import EndpointConfig
from lab_app.schemas import EndpointIn, EndpointOut, Page

router = APIRouter(tags=["endpoints"])

Active = Annotated[bool | None, Query(description="Only endpoints that are switched on, or off.")]


@router.get("/endpoints", response_model=Page[EndpointOut], summary="List endpoints")
async def list_endpoints(session: Primary, after: After = 0, limit: Limit = 20, active: Active = None) -> Any:
    """Return the endpoints of all users in the order of their ids."""
    where = () if active is None else (EndpointConfig.is_active.is_(active),)
    return await page(session, EndpointConfig, key=EndpointConfig.id, where=where, bounds=(after, limit))


@router.get(
    "/users/{user_id}/endpoints",
    response_model=Page[EndpointOut],
    responses=NOT_FOUND,
    summary="List a user's endpoints",
)
async def list_endpoints_of_user(session: Primary, user_id: PathId, after: After = 0, limit: Limit = 20) -> Any:
    """Return the endpoints of one user in the order of their ids."""
    await find_user(session, user_id)
    where = (EndpointConfig.owner_id == user_id,)
    return await page(session, EndpointConfig, key=EndpointConfig.id, where=where, bounds=(after, limit))


@router.post(
    "/users/{user_id}/endpoints",
    response_model=EndpointOut,
    status_code=201,
    responses=NOT_FOUND | CONFLICT,
    summary="Create an endpoint",
)
async def create_endpoint(session: Primary, user_id: PathId, endpoint: EndpointIn) -> Any:
    """Add an endpoint to one user, who may have each method and path once."""
    await find_user(session, user_id)
    row = EndpointConfig(owner_id=user_id, **endpoint.model_dump())
    session.add(row)
    await save(session, row, taken=_taken(row))
    return row


@router.get("/endpoints/{endpoint_id}", response_model=EndpointOut, responses=NOT_FOUND, summary="Read an endpoint")
async def read_endpoint(session: Primary, endpoint_id: PathId) -> Any:
    """Return one endpoint."""
    return await _find(session, endpoint_id)


@router.put(
    "/endpoints/{endpoint_id}",
    response_model=EndpointOut,
    responses=NOT_FOUND | CONFLICT,
    summary="Replace an endpoint",
)
async def replace_endpoint(session: Primary, endpoint_id: PathId, endpoint: EndpointIn) -> Any:
    """Write all fields of one endpoint; a field that is left out gets its default."""
    row = await _find(session, endpoint_id)
    for name, value in endpoint.model_dump().items():
        setattr(row, name, value)
    await save(session, row, taken=_taken(row))
    return row


@router.delete("/endpoints/{endpoint_id}", status_code=204, responses=NOT_FOUND, summary="Delete an endpoint")
async def delete_endpoint(session: Primary, endpoint_id: PathId) -> None:
    """Delete one endpoint."""
    await session.delete(await _find(session, endpoint_id))
    await session.commit()


async def _find(session: Primary, endpoint_id: int) -> EndpointConfig:
    row = await session.get(EndpointConfig, endpoint_id)
    if row is None:
        raise missing(f"endpoint {endpoint_id}")
    return row


def _taken(endpoint: EndpointConfig) -> str:
    route = f"{endpoint.method} {endpoint.path}"
    return f"User {endpoint.owner_id} has an endpoint `{route}` already. Change that one instead."
