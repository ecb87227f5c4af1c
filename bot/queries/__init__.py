"""Reads that join several ports."""
