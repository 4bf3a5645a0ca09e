"""The page that shows a chart while somebody edits its file."""

from pathlib import Path
from secrets import token_hex

import pytest
from streamlit.testing.v1 import AppTest

from flowchart import charts
from missions.cases import SUFFIX
from record.store import URL_VARIABLE
from tests.charts import changed
from tests.ui.steps import press_key, said, still
from text.words import LANGS, Lang


def the_app() -> None:
    from ui.chart_file import page

    page()


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new version of the default chart, in the folder of this server's charts."""
    monkeypatch.setenv(charts.OWN_CHARTS, str(tmp_path))
    monkeypatch.setenv(URL_VARIABLE, f"sqlite:///{tmp_path}/record.db")
    path = tmp_path / "98.0.0.yaml"
    write(path)
    return path


def write(path: Path, *changes: tuple[str, str]) -> None:
    text = charts.file_of(charts.default()).read_text(encoding="utf-8")
    path.write_text(changed(text, ("version: 1.0.0", "version: 98.0.0"), *changes), encoding="utf-8")


def opened(lang: Lang = "th", **query: str) -> AppTest:
    app = AppTest.from_function(the_app, default_timeout=300)
    app.session_state["lang"] = lang
    for name, value in query.items():
        app.query_params[name] = value
    return still(app.run())


def lines(app: AppTest) -> list[str]:
    """The lines of the file that are shown with their errors."""
    return [block.value for block in app.code]


@pytest.mark.parametrize("lang", LANGS)
def test_errors_stand_with_their_lines_above_the_last_picture(file: Path, lang: Lang) -> None:
    app = opened(lang)
    assert {"th": "ไม่พบข้อผิดพลาด", "en": "No errors were found"}[lang] in said(app)
    assert {"th": "ต้องเริ่มโปรแกรม", "en": "started again"}[lang] in said(app), "no other page has read it"
    assert {"th": "ทั้ง 81 ภารกิจ", "en": "All 81"}[lang] in said(app)
    write(file, ('answer: "no", to: cancel', 'answer: "no", to: nowhere'))
    still(app.run())
    assert [line for line in lines(app) if "to: nowhere" in line]
    assert "`unknown_target`" in said(app)
    assert {"th": "ก่อนเกิดข้อผิดพลาด", "en": "before this error"}[lang] in said(app)
    write(file, ('answer: "no", to: cancel', 'answer: "no", to: transfer'))
    still(app.run())
    assert lines(app) == []
    (table,) = (frame.value for frame in app.dataframe)
    assert len(table) == 4
    assert set(table.iloc[:, 1]) == {{"th": "ยกเลิก", "en": "Cancel"}[lang]}
    press_key(app, "chart_file_anew")
    assert not app.dataframe
    assert {"th": "ทั้ง 81 ภารกิจ", "en": "All 81"}[lang] in said(app)


@pytest.mark.parametrize("lang", LANGS)
def test_cases_that_fail_are_shown_when_their_file_is_saved(file: Path, lang: Lang) -> None:
    app = opened(lang)
    assert file.with_suffix(SUFFIX).name.replace(".", "\\.") in said(app)
    cases = charts.file_of(charts.default()).with_suffix(SUFFIX).read_bytes()
    file.with_suffix(SUFFIX).write_bytes(cases)
    still(app.run())
    assert {"th": "ผ่านทั้ง", "en": "All hold"}[lang] in said(app)
    write(file, ('answer: "no", to: cancel', 'answer: "no", to: transfer'))
    still(app.run())
    assert {"th": "ไม่ผ่านหรืออ่านไม่เข้าใจ", "en": "fail or are not understood"}[lang] in said(app)
    assert len(app.dataframe) == 2


def test_a_file_that_was_never_sound_has_no_picture_yet(file: Path) -> None:
    file.write_text("id: a: b", encoding="utf-8")
    app = opened()
    assert "ยังแสดงภาพและผลไม่ได้" in said(app)
    assert lines(app) == ["id: a: b"]


def test_only_files_of_the_folder_are_looked_at(file: Path) -> None:
    (file.parent / "sub").mkdir()
    other = file.parent / "sub" / "other.yaml"
    other.write_text("id: other\n", encoding="utf-8")
    file.with_name("98.0.0" + charts.PROFILE_SUFFIX).write_text("{}", encoding="utf-8")
    app = opened(file="../../etc/passwd")
    assert app.selectbox[0].options == ["98.0.0.yaml", "sub/other.yaml"]
    assert app.selectbox[0].value == "98.0.0.yaml"
    assert opened(file="sub/other.yaml").selectbox[0].value == "sub/other.yaml"


def test_a_folder_without_charts_says_where_to_put_one(file: Path) -> None:
    file.unlink()
    assert ".yaml" in said(opened())


@pytest.mark.parametrize("lang", LANGS)
def test_without_a_folder_there_is_nothing_to_watch(monkeypatch: pytest.MonkeyPatch, lang: Lang) -> None:
    monkeypatch.delenv(charts.OWN_CHARTS, raising=False)
    app = opened(lang)
    assert charts.OWN_CHARTS in said(app)
    assert not app.selectbox


def test_nobody_looks_before_signing_in_where_people_sign_in(file: Path) -> None:
    app = AppTest.from_function(the_app, default_timeout=300)
    app.secrets["auth"] = {"redirect_uri": "http://localhost/oauth2callback", "cookie_secret": token_hex(32)}
    still(app.run())
    assert "เฉพาะผู้ดูแลระบบ" in said(app)
    assert file.name not in said(app)
    assert not app.selectbox
