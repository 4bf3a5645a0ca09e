"""Telling members by e-mail; run by a timer, never by a page."""

import typer

from commands.language import LANG, LocalizedCommand, help_text, say
from commands.terminal import fail, group, record, tell

app = group("notices")


@app.command("digest", cls=LocalizedCommand, help=help_text("notices_digest"))
def digest() -> None:
    """Put the digest of today into the outbox, for every member for whom something waits and who wants it."""
    from record.digest import put_digests
    from text.dates import today

    with record(made=True) as store:
        put = put_digests(store, today())
    tell(say("digests_put", n=f"{put:,}"))


@app.command("send", cls=LocalizedCommand, help=help_text("notices_send"))
def send() -> None:
    """Send what is in the outbox; exit 4 when something of it could not be sent."""
    from mail.sending import send_due
    from mail.settings import HOST, MailSettingsError, mail_settings

    try:
        settings = mail_settings()
    except MailSettingsError as error:
        fail(error.sentence(LANG))
    if settings is None:
        fail(say("error.no_mail", variable=HOST))
    with record(made=True) as store:
        found = send_due(store, settings)
    tell(say("notices_sent", n=f"{found.sent:,}"))
    if found.trouble:
        tell(say("error.mail_trouble", error=found.trouble))
    if found.put_off:
        tell(say("notices_put_off", n=f"{found.put_off:,}"))
    if found.ended:
        tell(say("notices_refused", n=f"{found.ended:,}"))
    raise typer.Exit(0 if found.whole else 4)
