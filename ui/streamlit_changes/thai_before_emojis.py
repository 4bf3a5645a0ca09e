"""A text that begins with a Thai letter begins with no emoji: that is known without the pattern of all emojis."""

from streamlit import string_util

_look = string_util.extract_leading_emoji
_THAI = "\u0e00", "\u0e7f"


def look_at_first_letter() -> None:
    """Have Streamlit look at the first letter of a choice before it looks for an emoji.

    It compiles a pattern of all emojis for the first one (1.67.0), 35 ms of the processor before the first page shows.
    """
    string_util.extract_leading_emoji = _extract


def _extract(text: str) -> tuple[str, str]:
    if _THAI[0] <= text[:1] <= _THAI[1]:
        return "", text
    return _look(text)
