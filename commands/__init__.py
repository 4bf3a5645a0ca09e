"""The command line, one module per group of commands; ``cli.py`` mounts them.

A command reads its options, asks the rooms below and says what came of it. It decides nothing itself. Every module
imports the other rooms inside its commands, so that each command loads only what it needs and help loads none of it.
"""

import os

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # it would look through every installed package for them
