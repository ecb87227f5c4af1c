"""Tenants, personal data, and look-up history."""
