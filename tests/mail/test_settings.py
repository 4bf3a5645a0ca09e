"""The settings of the mail: off by default, checked before anything is sent, TLS and sign-in with a real server."""

from pathlib import Path
from typing import Any

import pytest

from mail.settings import MailSettingsError, is_on, mail_settings
from record.store import Store
from record.talk import comment
from tests.mail.server import PASSWORD, USER, Postbox, certificate, listening, signing_in
from tests.record.test_commands import run
from tests.record.working_group import MALEE, PRASERT, make_group
from text.words import LANGS

GOOD = {
    "BLUEPRINT_SMTP_HOST": "localhost",
    "BLUEPRINT_SMTP_FROM": "blueprint@example.go.th",
    "BLUEPRINT_PUBLIC_URL": "https://blueprint.example.go.th/",
}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOST", "PORT", "SECURITY", "USER", "PASSWORD", "PASSWORD_FILE", "FROM"):
        monkeypatch.delenv(f"BLUEPRINT_SMTP_{name}", raising=False)
    monkeypatch.delenv("BLUEPRINT_PUBLIC_URL", raising=False)


def test_mail_is_off_until_a_server_is_named() -> None:
    assert mail_settings() is None
    assert not is_on()


@pytest.mark.parametrize(("security", "port"), [("", 587), ("starttls", 587), ("ssl", 465), ("none", 25)])
def test_the_usual_ports(monkeypatch: pytest.MonkeyPatch, security: str, port: int) -> None:
    for name, value in {**GOOD, "BLUEPRINT_SMTP_SECURITY": security}.items():
        monkeypatch.setenv(name, value)
    found = mail_settings()
    assert found is not None
    assert (found.port, found.public_url) == (port, "https://blueprint.example.go.th")
    assert is_on()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"BLUEPRINT_SMTP_SECURITY": "tls"}, "security"),
        ({"BLUEPRINT_SMTP_PORT": "๕๘๗"}, "port"),
        ({"BLUEPRINT_SMTP_PORT": "70000"}, "port"),
        ({"BLUEPRINT_SMTP_FROM": ""}, "sender"),
        ({"BLUEPRINT_SMTP_FROM": "blueprint"}, "sender"),
        ({"BLUEPRINT_SMTP_FROM": "a@b.th\nBcc: c@d.th"}, "sender"),
        ({"BLUEPRINT_PUBLIC_URL": ""}, "public_url"),
        ({"BLUEPRINT_PUBLIC_URL": "blueprint.example.go.th"}, "public_url"),
        ({"BLUEPRINT_PUBLIC_URL": "https://[x"}, "public_url"),
        ({"BLUEPRINT_SMTP_PASSWORD_FILE": "/nowhere"}, "password_unreadable"),
        ({"BLUEPRINT_SMTP_PASSWORD": "ความลับ"}, "password_letters"),
        (
            {"BLUEPRINT_SMTP_HOST": "mail.th", "BLUEPRINT_SMTP_SECURITY": "none", "BLUEPRINT_SMTP_USER": "x"},
            "in_the_clear",
        ),
    ],
)
def test_what_cannot_be_used_is_said_by_its_variable(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, str], code: str
) -> None:
    for name, value in {**GOOD, **change}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(MailSettingsError) as error:
        mail_settings()
    assert error.value.code == code
    assert all(error.value.variable in error.value.sentence(lang) for lang in LANGS)
    assert not is_on()


def test_a_password_that_others_can_read_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("secret\n", encoding="utf-8")
    file.chmod(0o644)
    for name, value in {**GOOD, "BLUEPRINT_SMTP_PASSWORD_FILE": str(file)}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(MailSettingsError, match="password_open"):
        mail_settings()
    file.chmod(0o600)
    found = mail_settings()
    assert found is not None
    assert found.password == "secret"  # noqa: S105
    assert "secret" not in repr(found)


@pytest.fixture
def kept(tmp_path: Path) -> str:
    """The address of a record with one notice in its outbox."""
    url = f"sqlite:///{tmp_path}/record.db"
    store = Store(url)
    made = make_group(store)
    comment(store, MALEE, made.m1, "core", "@prasert")
    store.close()
    return url


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize("security", ["starttls", "ssl"])
def test_letters_go_encrypted_and_signed_in_from_the_command_line(kept: str, tmp_path: Path, security: str) -> None:
    postbox, (trusted, context) = Postbox(), certificate(tmp_path)
    password = tmp_path / "password"
    password.write_text(PASSWORD, encoding="utf-8")
    password.chmod(0o600)
    own: dict[str, Any] = {"tls_context": context, "require_starttls": True}
    tls = own if security == "starttls" else {"ssl_context": context}
    # The server counts only STARTTLS as encrypted.
    tls |= {"authenticator": signing_in, "auth_required": True, "auth_require_tls": security == "starttls"}
    with listening(postbox, **tls) as port:
        environment = {
            **GOOD,
            "BLUEPRINT_SMTP_PORT": str(port),
            "BLUEPRINT_SMTP_SECURITY": security,
            "BLUEPRINT_SMTP_USER": USER,
            "BLUEPRINT_SMTP_PASSWORD_FILE": str(password),
        }
        strange = run(kept, "notices", "send", **environment)
        assert strange.returncode == 4, "a server whose certificate nobody vouches for"
        assert "SSLCertVerificationError" in strange.stderr
        wrong = {**environment, "BLUEPRINT_SMTP_PASSWORD_FILE": "", "BLUEPRINT_SMTP_PASSWORD": "wrong"}
        refused = run(kept, "notices", "send", **wrong, SSL_CERT_FILE=str(trusted))
        assert refused.returncode == 4
        assert "SMTPAuthenticationError" in refused.stderr
        assert postbox.envelopes == []
        done = run(kept, "notices", "send", **environment, SSL_CERT_FILE=str(trusted))
        assert done.returncode == 0, done.stderr
        said = strange.stderr + refused.stderr + done.stderr + done.stdout
    assert [each.rcpt_tos for each in postbox.envelopes] == [[PRASERT]]
    assert not [word for word in (PRASERT, MALEE, "prasert", "malee", PASSWORD) if word in said]


def test_the_commands_say_what_is_missing(kept: str) -> None:
    done = run(kept, "notices", "send")
    assert done.returncode == 2
    assert "BLUEPRINT_SMTP_HOST" in done.stderr
    assert run(kept, "notices", "send", **{**GOOD, "BLUEPRINT_PUBLIC_URL": "x"}).returncode == 2
    assert run(kept, "notices", "digest").returncode == 0


def test_a_record_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    assert run(f"sqlite:///{tmp_path}/none.db", "notices", "send", **GOOD).returncode == 2
    assert not (tmp_path / "none.db").exists()


def test_nothing_is_sent_twice_by_a_second_run(kept: str) -> None:
    postbox = Postbox()
    with listening(postbox) as port:
        environment = {**GOOD, "BLUEPRINT_SMTP_PORT": str(port), "BLUEPRINT_SMTP_SECURITY": "none"}
        environment["BLUEPRINT_SMTP_HOST"] = "127.0.0.1"
        for _ in range(2):
            assert run(kept, "notices", "send", **environment).returncode == 0
    assert len(postbox.envelopes) == 1
