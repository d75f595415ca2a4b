from zhijia.kernel.exports.models import MadeFile
from zhijia.kernel.files.models import Attachment
from zhijia.kernel.imports.models import Batch, BatchLine, BeforeImport, CellFix, ColumnMemory
from zhijia.kernel.jobs.models import Job
from zhijia.kernel.ledger.models import KeptFilter, ListLook
from zhijia.kernel.mail.models import MailServer
from zhijia.kernel.trail.models import Event, EventRow

__all__ = [
    "Attachment", "Batch", "BatchLine", "BeforeImport", "CellFix", "ColumnMemory", "Event", "EventRow", "Job",
    "KeptFilter", "ListLook", "MadeFile", "MailServer",
]  # fmt: skip
