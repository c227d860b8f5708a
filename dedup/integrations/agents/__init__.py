"""Archives for AI agents, over the Model Context Protocol."""

from dedup.integrations.agents.server import mcp_server, serve_mcp

__all__ = [
    "mcp_server",
    "serve_mcp",
]
