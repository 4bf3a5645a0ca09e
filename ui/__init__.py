"""The pages: thin, one folder for each larger page, ``widgets`` for what several show.

They ask the rooms below and hold no rules. What a page may write is checked again where it is written.
"""

import os

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # it would look through every installed package for them
