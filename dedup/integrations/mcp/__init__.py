"""An archive for agents, by the Model Context Protocol."""

from dedup.integrations.mcp.server import mcp_server, serve_mcp

__all__ = ["mcp_server", "serve_mcp"]
