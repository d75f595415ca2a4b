"""What an installation to be struck is built with: the demo town's, but style sheets are not squeezed, which takes longest."""

from zhijia.settings.demo import *  # noqa: F403
from zhijia.settings.demo import STORAGES

STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
}
