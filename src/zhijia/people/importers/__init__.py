"""What of people is taken in from workbooks: members, posts. See `zhijia.kernel.imports`."""

from zhijia.people.importers.members import Members
from zhijia.people.importers.posts import Posts

__all__ = ["Members", "Posts"]
