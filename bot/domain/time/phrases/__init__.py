"""Readers by kind of time phrase: absolute, relative, compound, vague, duration."""
