"""Slack's Web API, Socket Mode, HTTP endpoint and OAuth."""
