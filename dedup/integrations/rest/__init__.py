"""An archive over HTTP, for many workers at once: `serve` owns it and answers until it is stopped."""

from dedup.integrations.rest.app import make_app
from dedup.integrations.rest.limits import Limits
from dedup.integrations.rest.server import serve

__all__ = [
    "Limits",
    "make_app",
    "serve",
]
