"""Where a file is to be uploaded to reaches the browser even when the page begins to run at that moment."""

from streamlit.runtime.forward_msg_queue import ForwardMsgQueue


def keep_upload_answers() -> None:
    """Have Streamlit keep these answers when a run begins.

    It forgets then what it has not sent yet (1.67.0, ``ForwardMsgQueue.clear``), so that a file chosen while the server
    is busy was never sent, and nothing on the page said so.
    """
    clear = ForwardMsgQueue.clear

    def cleared(
        queue: ForwardMsgQueue, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None
    ) -> None:
        # Of a run of a part Streamlit keeps them itself; and what is kept here must not be there twice.
        whole = retain_lifecycle_msgs and fragment_ids_this_run is None
        answers = [msg for msg in queue._queue if whole and msg.WhichOneof("type") == "file_urls_response"]
        clear(queue, retain_lifecycle_msgs, fragment_ids_this_run)
        for answer in answers:
            queue.enqueue(answer)

    ForwardMsgQueue.clear = cleared  # type: ignore[assignment, method-assign]
