"""What this newsroom rejects as spam, learned from its own decisions: a hint with reasons, never a verdict."""
