from zhijia.kernel.exports.models import MadeFile
from zhijia.kernel.files.models import Attachment
from zhijia.kernel.jobs.models import Job
from zhijia.kernel.ledger.models import KeptFilter, ListLook
from zhijia.kernel.trail.models import Event, EventRow

__all__ = ["Attachment", "Event", "EventRow", "Job", "KeptFilter", "ListLook", "MadeFile"]
