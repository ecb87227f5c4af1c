"""API version 1, as data: which resources there are, what each holds, and the OpenAPI document made from them.

The web server answers ``/api/v1`` with these resources and the MCP server's tools read the same ones.
"""
