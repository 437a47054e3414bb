"""The entry the server calls."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.config.settings")
application = get_wsgi_application()

# The hundred thousand objects the program is made of never become garbage. Left to the collector, each full
# collection walks through them all, which every tenth page or so pays with fifty milliseconds.
gc.collect()
gc.freeze()
