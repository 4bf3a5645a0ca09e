"""Reviews on the record."""

from typing import Annotated

import typer

from commands.language import LANG, LocalizedCommand, help_text, say
from commands.terminal import group, read, record, write

app = group("review")


@app.command("list", cls=LocalizedCommand, help=help_text("review_list"))
def list_reviews() -> None:
    """Print every review, a line each: its id, title and ministry."""
    from record.reviews import reviews
    from record.store import OPERATOR

    with record() as store:
        for review in reviews(store, OPERATOR):
            typer.echo(say("review", review=review.uid, title=review.title(LANG), ministry=review.ministry))


@app.command("export", cls=LocalizedCommand, help=help_text("review_export"))
def export_review(
    review: Annotated[str, typer.Argument(metavar="REVIEW", help=help_text("review_id"))],
    output: Annotated[str, typer.Argument(metavar="R.json", help=help_text("review_file"))],
) -> None:
    """Back up one review with everything in it."""
    from record.exchange import export_pieces
    from record.store import OPERATOR

    with record() as store:
        write(output, export_pieces(store, OPERATOR, review))


@app.command("import", cls=LocalizedCommand, help=help_text("review_import"))
def import_review(source: Annotated[str, typer.Argument(metavar="R.json", help=help_text("review_file"))]) -> None:
    """Take over a review that was exported."""
    from record.exchange import import_review
    from record.store import OPERATOR

    data = read(source)
    with record() as store:
        review = import_review(store, OPERATOR, data)
    typer.echo(say("imported", review=review.uid))
