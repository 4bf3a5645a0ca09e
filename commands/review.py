"""Reviews on the record."""

from typing import Annotated

import typer

from commands.language import LANG, LocalizedCommand, help_text, say
from commands.terminal import chart_of, group, read, record, write

app = group("review")


@app.command("list", cls=LocalizedCommand, help=help_text("review_list"))
def list_reviews() -> None:
    """Print every review, a line each: its id, title and ministry."""
    from record.reviews import reviews
    from record.store import OPERATOR

    with record() as store:
        for review in reviews(store, OPERATOR):
            typer.echo(say("review", review=review.uid, title=review.title(LANG), ministry=review.ministry))


@app.command("move", cls=LocalizedCommand, help=help_text("review_move"))
def move_review(
    review: Annotated[str, typer.Argument(metavar="REVIEW", help=help_text("review_id"))],
    chart: Annotated[str, typer.Argument(metavar="ID@VERSION", help=help_text("review_move_chart"))],
    by: Annotated[str, typer.Option("--by", metavar="EMAIL", help=help_text("review_move_by"))],
    mapping: Annotated[
        str | None, typer.Option("--mapping", metavar="MAP.csv", help=help_text("review_move_mapping"))
    ] = None,
    why: Annotated[str, typer.Option("--why", help=help_text("review_move_why"))] = "",
) -> None:
    """Have a review go on with another version of its chart, as its chair."""
    from record.new_version import move_review, read_mapping
    from record.store import find_review

    renamed = read_mapping(read(mapping)) if mapping else {}
    wanted = chart_of(chart)
    with record(made=True) as store:
        moved = move_review(store, by, find_review(store, by, review), wanted, renamed, why)
    typer.echo(say("moved", chart=wanted.stamp, otherwise=len(moved.decided_otherwise), unplaced=len(moved.unplaced)))
    for code in moved.decided_otherwise:
        typer.echo(say("moved_otherwise", code=code))
    for code in moved.unsigned:
        typer.echo(say("moved_unsigned", code=code))
    for code in moved.signed_again:
        typer.echo(say("moved_signed_again", code=code))
    for code, question, value in moved.unplaced:
        typer.echo(say("moved_unplaced", code=code, answer=f"{question}={value}"))


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
