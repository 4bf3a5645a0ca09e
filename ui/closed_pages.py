"""Forgetting what closed pages left in memory: what they uploaded, and what they offered for download."""

import asyncio

from streamlit import runtime

EVERY = 20.0


async def forget_closed_pages(every: float = EVERY) -> None:
    """Forget the pages whose time to come back is over, again and again.

    Streamlit does so only when the next page closes, and through the garbage collector, which may take its time.
    """
    while True:
        await asyncio.sleep(every)
        running = runtime.get_instance()
        kept = running._session_mgr._session_storage  # type: ignore[attr-defined]
        for _, page in kept._cache.expire():
            page.session.shutdown()
        running.media_file_mgr.remove_orphaned_files()  # twice, to remove what was offered and not only mark it
