"""What the web server loads."""

import gc

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
# The program itself is no garbage: looking through all of it again and again took a tenth of each page.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
