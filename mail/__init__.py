"""Telling members by e-mail what waits in the outbox of the record: settings, letters, and sending them.

No page sends: a command does, every minute (docs/serving.md). Without a mail server named nothing is ever sent.
"""
