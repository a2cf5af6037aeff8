"""The story's text in its three forms: as editors see it (blocks.py), as importers hand it over (from_draft.py), and as
readers get it (to_public.py)."""
