"""Reviews on the record."""

from typing import Annotated

import typer

from commands.terminal import LangOption, group, help_text, read, record, words, write

app = group("review")


@app.command("list", help=help_text("review_list"))
def list_reviews(lang: LangOption = "th") -> None:
    """Print every review, a line each: its id, title and ministry."""
    from record.reviews import reviews
    from record.store import OPERATOR

    with record(lang) as store:
        for review in reviews(store, OPERATOR):
            typer.echo(words("review", lang, review=review.uid, title=review.title(lang), ministry=review.ministry))


@app.command("export", help=help_text("review_export"))
def export_review(
    review: Annotated[str, typer.Argument(metavar="REVIEW", help=help_text("review_id"))],
    output: Annotated[str, typer.Argument(metavar="R.json", help=help_text("review_file"))],
    lang: LangOption = "th",
) -> None:
    """Back up one review with everything in it."""
    from record.exchange import export_review
    from record.store import OPERATOR

    with record(lang) as store:
        data = export_review(store, OPERATOR, review)
    write(output, data, lang)


@app.command("import", help=help_text("review_import"))
def import_review(
    source: Annotated[str, typer.Argument(metavar="R.json", help=help_text("review_file"))], lang: LangOption = "th"
) -> None:
    """Take over a review that was exported."""
    from record.exchange import import_review
    from record.store import OPERATOR

    data = read(source, lang)
    with record(lang) as store:
        review = import_review(store, OPERATOR, data)
    typer.echo(words("imported", lang, review=review.uid))
