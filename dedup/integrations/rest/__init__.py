"""An archive over HTTP, for many workers at once: `serve` owns it and answers until it is stopped."""

from dedup.integrations.rest.app import make_app
from dedup.integrations.rest.guard import LOG, Access
from dedup.integrations.rest.limits import Limits
from dedup.integrations.rest.server import CLOSING_SECONDS, GRACE_SECONDS, read_token, serve

__all__ = [
    "CLOSING_SECONDS",
    "GRACE_SECONDS",
    "LOG",
    "Access",
    "Limits",
    "make_app",
    "read_token",
    "serve",
]
