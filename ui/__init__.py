"""The pages: thin, one file each. They ask the rooms below and hold no rules."""
