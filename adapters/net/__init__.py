"""HTTP client and server, rate limits, SSRF guard."""
