"""What a user does on a page that is run without a browser, and what the page then says."""

from streamlit.testing.v1 import AppTest

HOSTILE = "<script>alert(1)</script> **หนา** $x$ \"quotes\" 'q' 👩🏽‍🔬 \u202eกลับ\u202c\u200f :red[แดง] `code` {name}"
"""What a user may type to make a page say something else."""


def still(app: AppTest) -> AppTest:
    """The page, which neither failed nor told the user the number of an unexpected error."""
    assert not app.exception, app.exception
    errors = " ".join(error.value for error in app.error)
    assert "รหัส " not in errors
    assert "reference" not in errors
    return app


def press(app: AppTest, label: str) -> AppTest:
    """Press the first button with that label."""
    return still(next(button for button in app.button if button.label == label).click().run())


def press_key(app: AppTest, key: str) -> AppTest:
    """Press the button of that key."""
    return still(app.button(key=key).click().run())


def said(app: AppTest) -> str:
    """All that the page says outside of widgets, with every space a plain one."""
    heads = (app.title, app.header, app.subheader, app.html, app.markdown, app.caption)
    notices = (app.error, app.warning, app.info, app.success)
    return "\n".join(element.value for kind in (*heads, *notices) for element in kind).replace("\u00a0", " ")
