"""Charts and previews drawn as PNG or SVG; uploaded pictures decoded."""
