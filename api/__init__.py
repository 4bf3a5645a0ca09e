"""A machine's door: the same functions as the pages and the command line, as JSON over HTTP, described by OpenAPI.

``asgi.py`` mounts ``app`` under ``/api``; it decides nothing itself.
"""
