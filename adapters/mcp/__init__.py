"""The Model Context Protocol server for agents, over standard input or HTTP."""
