"""The fields of the cover letter and the memo on the page of the cabinet summary."""

import streamlit as st

from reports.letter import (
    FORMS,
    LISTS,
    LONGEST,
    MOST_IMAGE_BYTES,
    MOST_LINES,
    TEXTS,
    Letter,
    LetterError,
    letter_of,
    read_emblem,
)
from text.located import Value
from ui.language import lang, plain, say
from ui.widgets.choose_file import choose_file
from ui.widgets.kept import kept

_ORDER = (
    "number", "date", "office", "subject", "to", "references", "enclosures", "body",
    "signer", "position", "unit", "telephone", "fax", "email", "copies",
)  # fmt: skip


def letter_form() -> Letter | None:
    """The letter as it is filled in; None while no letter is asked for."""
    with st.expander(say("letter.heading"), icon=":material/mail:", key="letter_open"):
        forms = st.multiselect(
            say("letter.forms"),
            FORMS,
            format_func=lambda form: say(f"letter.form_{form}"),
            key="letter_forms",
            placeholder=say("letter.forms_hint"),
        )
        if not forms:
            st.caption(say("letter.none"))
            return None
        st.caption(say("letter.empty"))
        given: dict[str, Value] = {"forms": [form for form in forms if form in FORMS]}
        columns = st.columns(2)
        for n, name in enumerate(_ORDER):
            with columns[n % 2]:
                given[name] = _field(name)
        emblem = _emblem()
    try:
        letter = letter_of(given)
    except LetterError as error:
        st.error(plain(error.sentence(lang())))
        return None
    return Letter(**{name: getattr(letter, name) for name in ("forms", "date", *TEXTS, *LISTS)}, emblem=emblem)


def _field(name: str) -> str:
    label, key = say(f"letter.{name}"), f"letter_{name}"
    if name in LISTS:
        most = LONGEST * MOST_LINES
        return st.text_area(label, key=key, help=say(f"letter.{name}_help"), max_chars=most, height=96)
    help_text = say("letter.date_help") if name == "date" else None
    return st.text_input(label, key=key, max_chars=LONGEST, help=help_text)


def _emblem() -> bytes:
    """The picture of the garuda, made anew; nothing, with a sentence, when it cannot be used."""
    upload = choose_file(
        say("letter.emblem"),
        types=["png", "jpg", "jpeg"],
        key="letter_emblem",
        help=say("letter.emblem_help"),
        mb=MOST_IMAGE_BYTES // 1_000_000,
    )
    if upload is None:
        return b""
    data = upload.getvalue()
    try:
        return kept("letter_emblem_read", data, lambda: read_emblem(data))
    except LetterError as error:
        st.error(plain(error.sentence(lang())))
        return b""
