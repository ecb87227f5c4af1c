"""API version 1 as data: its resources, their types, and the OpenAPI document.

The web server serves these resources under ``/api/v1``; the MCP server's tools read the same ones.
"""
