"""All models: importing this package registers every table with its base."""

from lab_app.models.api_key import ApiKey

from lab_app.models.analytics import DailyUsage, RequestEvent
from lab_app.models.gateway_config import EndpointConfig
from lab_app.models.user import UserTable
from lab_app.models.user_profile import UserProfile

__all__ = ["ApiKey", "DailyUsage", "EndpointConfig", "RequestEvent", "UserProfile", "UserTable"]
