"""Settings, root URLs and the WSGI entry point. Reads the environment once and fails loudly on nonsense."""
