"""Reader pages, one file for each kind. Each view asks stories.queries and prints; rules live there."""
