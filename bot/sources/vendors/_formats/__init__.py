"""Formats that several vendor pages share."""
