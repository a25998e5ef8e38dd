"""The pages; the only importer of Gradio."""

import os

from intake.ui.stubs import keep_out

keep_out()  # here, because it has to come before the first import of Gradio
# Gradio would sum up all its events after each one, with pandas, for a page of its own that is switched off.
os.environ.setdefault("GRADIO_ANALYTICS_CACHE_FREQUENCY", "1000000000")
