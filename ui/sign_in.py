"""What the server is told about signing in, in ``secrets.toml``, and what it must not be told."""

import os
import stat
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from record.signing_key import FILE_VARIABLE, own_key
from record.store_error import StoreError
from text.words import Lang, Words

if TYPE_CHECKING:
    from record.sign_in import SignInRules

LEAST_SECRET, LEAST_LETTERS = 32, 10
"""Characters that the secret of the cookies has at least, and how many different ones."""

_words = Words.beside(__file__)


def signs_in() -> bool:
    """Whether the secrets have ``[auth]``. Secrets that cannot be read count as having it: nobody gets past them."""
    if st.secrets.load_if_toml_exists():
        return "auth" in st.secrets
    return any(file.exists() for file in _files())


def sign_in_rules() -> "SignInRules":
    """How long a sign-in counts, as ``[sign_in]`` of the secrets says; what is no positive number was not said."""
    from record.sign_in import SignInRules  # only where people sign in

    told: Mapping[str, Any] = st.secrets.get("sign_in", {}) if st.secrets.load_if_toml_exists() else {}
    usual = SignInRules()

    def span(name: str, otherwise: timedelta) -> timedelta:
        minutes = told.get(name)
        usable = isinstance(minutes, int | float) and not isinstance(minutes, bool) and 0 < minutes < 1_000_000
        return timedelta(minutes=float(minutes)) if usable and minutes is not None else otherwise

    return SignInRules(
        idle=span("idle_minutes", usual.idle),
        lifetime=span("lifetime_minutes", usual.lifetime),
        own_addresses=told.get("provider_gives_only_own_addresses") is True,
    )


def dangers(lang: Lang) -> list[str]:
    """Why the pages must not be served as things are, in sentences; empty when nothing speaks against it."""
    open_files = [file for file in _files() if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o007]
    found = [_words("start.secrets_open", lang, file=file) for file in open_files]
    if st.secrets.load_if_toml_exists() and "auth" in st.secrets:
        secret = str(st.secrets["auth"].get("cookie_secret", ""))
        if len(secret) < LEAST_SECRET or len(set(secret)) < LEAST_LETTERS:
            found.append(_words("start.weak_secret", lang, n=LEAST_SECRET))
    try:
        own_key()
    except StoreError as error:
        found.append(f"{error.sentence(lang)} ({FILE_VARIABLE})")
    return found


def several_workers() -> str | None:
    """Why this process must not serve, when it is one of several at one port."""
    import multiprocessing
    import sys

    if multiprocessing.parent_process() is None or "--reload" in sys.argv or os.environ.get("UVICORN_RELOAD"):
        return None
    return _words("start.workers", "en")


def _files() -> list[Path]:
    return [Path(file) for file in st.get_option("secrets.files")]
