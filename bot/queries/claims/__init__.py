"""Grades, states and parts of claims."""
