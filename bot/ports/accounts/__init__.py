"""Tenants, what is kept of people, and what they looked up."""
