"""What of people is taken in from workbooks: members, posts, the service card. See `zhijia.kernel.imports`."""

from zhijia.people.importers.cards import Cards
from zhijia.people.importers.members import Members
from zhijia.people.importers.posts import Posts

__all__ = ["Cards", "Members", "Posts"]
