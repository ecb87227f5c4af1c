"""Tenants, personal data and installations."""
