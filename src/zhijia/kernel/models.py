from zhijia.kernel.files.models import Attachment
from zhijia.kernel.trail.models import Event, EventRow

__all__ = ["Attachment", "Event", "EventRow"]
