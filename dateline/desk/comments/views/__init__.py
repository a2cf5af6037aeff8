"""The pages of moderation. Each asks `access` first."""
