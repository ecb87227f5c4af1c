"""The core: what is asked, what is decided, what is said. It waits for nothing and knows no platform."""
