"""Whether the pages are open to a person; a page of nobody in particular loads nothing of the record."""

from typing import TYPE_CHECKING

import streamlit as st

from ui.language import lang, plain
from ui.look import looked_up
from ui.sign_in import dangers, signs_in

if TYPE_CHECKING:
    from record.models import Member


def known() -> "Member | None":
    """The member at this page where that is known already; nobody is asked. None when the record cannot tell."""
    if not looked_up("signs_in", signs_in) and "me" not in st.session_state:
        return None
    from ui import who

    return who.recognised()


def still(email: str) -> bool:
    """Whether the member of that address is still at this page, for a part that runs alone.

    A sign-in is looked up again. A name that was picked is not: what the part reads of the record says what it may.
    """
    from ui import who

    if not looked_up("signs_in", signs_in):
        return who.picked() == email
    member = who.recognised()
    return member is not None and member.email == email


def left() -> bool:
    """Whether nobody is signed in here any more, where people sign in; for a part that runs alone."""
    return looked_up("signs_in", signs_in) and known() is None


def admitted() -> bool:
    """Whether the pages are open to this person; if not, they were told what to do. Raises ``StoreError``.

    Where people sign in, the pages are for members; else for everyone, and only the record asks who it is.
    """
    if found := dangers(lang()):
        for sentence in found:
            st.error(plain(sentence), icon=":material/gpp_bad:")
        return False
    if not looked_up("signs_in", signs_in):
        return True
    from ui import who

    return who.signed_in()
