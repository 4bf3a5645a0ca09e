"""How a document names things: the chart's localizer, with the words of this room."""

from flowchart.localizer import ChartLocalizer
from reports.summary import Name
from reports.words import words
from text.numbers import in_digits


class ReportLocalizer(ChartLocalizer):
    """Says things in ``lang``, with numbers in ``digits``. What people typed keeps its own digits."""

    def say(self, key: str, **names: object) -> str:
        """The text of ``key``; numbers among ``names`` are written out, texts stand as they are."""
        template = words(key, self.lang, **{name: f"{{{name}}}" for name in names})
        for name in (name for name, value in names.items() if isinstance(value, int)):
            template = template.replace(f"{{{name}}} ", f"{{{name}}}\u00a0")  # a number stays with what it counts
        told = {name: self.number(value) if isinstance(value, int) else value for name, value in names.items()}
        return in_digits(template, self.digits).format(**told)

    def name(self, name: Name) -> str:
        """A name, or the words for one that was not given."""
        return name[self.lang] or self.say("unnamed")
