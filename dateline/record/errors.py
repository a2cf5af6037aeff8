"""What can go wrong with the record.

RecordError
├── NotInTransaction     an act outside transaction.atomic()
├── AppendOnly           somebody tried to change or delete what was published
├── BadEntry             an entry that can't be written: no time zone, too long, not text
├── VersionExists        the act would overwrite a version
├── VersionMissing       the act names a version nobody published
├── BrokenRecord         head, tiles and entries do not fit each other: `dateline verify` says where
└── FollowerNameTaken    two followers of one name
    UnknownFollower      no follower of that name
"""


class RecordError(Exception):
    """Base of every error of the record."""


class NotInTransaction(RecordError):
    """The record is written only inside transaction.atomic()."""


class AppendOnly(RecordError):
    """What the record holds is neither changed nor deleted."""


class BadEntry(RecordError):
    """The entry can't be written as given; the message says why."""


class VersionExists(RecordError):
    """That version of that story is already in the record."""


class VersionMissing(RecordError):
    """That version of that story is not in the record."""


class BrokenRecord(RecordError):
    """Head, tiles and entries do not fit each other; nothing is appended to a broken tree."""


class FollowerNameTaken(RecordError):
    """Another handler already follows the record under that name."""


class UnknownFollower(RecordError):
    """Nobody follows the record under that name."""
