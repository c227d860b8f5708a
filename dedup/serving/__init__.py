"""An archive over HTTP, for many workers at once: `serve` owns it and answers until it is stopped."""

from dedup.serving.app import make_app
from dedup.serving.limits import Limits
from dedup.serving.server import serve

__all__ = ["Limits", "make_app", "serve"]
