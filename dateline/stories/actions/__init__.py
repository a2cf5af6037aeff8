"""Every write of a story that readers can notice. One transaction each: all of it, or nothing.

publishing.py   what Wagtail's Publish and unpublish lead to
acts.py         the acts by name, for programs and the command line
batch.py        many imported stories at once
schedule.py     what the worker publishes when its time has come
recording.py    what all of them end in: versions, entries, shelves
"""
