"""The pages; the only importer of Gradio."""

from intake.ui.stubs import keep_out

keep_out()  # here, because it has to come before the first import of Gradio
