"""What is shown in some blocks."""


def texts(node):
    """Every text that is shown in some blocks."""
    if isinstance(node, list):
        return [text for entry in node for text in texts(entry)]
    if not isinstance(node, dict):
        return []
    own = [node["text"]] if isinstance(node.get("text"), str) else []
    return own + [text for value in node.values() for text in texts(value)]
