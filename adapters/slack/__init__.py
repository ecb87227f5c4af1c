"""Slack: a payload becomes a request, a reply becomes blocks."""
