"""Requests, replies, errors, and their encoded forms."""
