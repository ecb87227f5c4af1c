"""Labels, reports and confirmations."""
