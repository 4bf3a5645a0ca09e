"""The language of a run of the command line, and its help and usage errors in that language.

It is named by ``--lang``, else by ``BLUEPRINT_LANG``, else by the locale; Thai when none of them says English. It is
known before the options are parsed, as what is wrong with them is said in it too.
"""

import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from itertools import pairwise
from typing import Any

import typer

# Typer gives most of its errors and its formatter no public names; its version is pinned.
from typer._click.core import Command as _Command
from typer._click.core import Context as _Context
from typer._click.exceptions import (
    BadOptionUsage,
    MissingParameter,
    NoArgsIsHelpError,
    NoSuchOption,
)
from typer._click.exceptions import UsageError as UsageError
from typer._click.formatting import HelpFormatter
from typer._coercion import resolve_type_descriptor
from typer.core import TyperCommand, TyperGroup, TyperOption

from text.words import LANGS, Lang, Words

PROGRAM = "cli.py"
VARIABLE = "BLUEPRINT_LANG"


def chosen(arguments: Sequence[str], environment: Mapping[str, str]) -> Lang:
    """The language that the arguments name, else the environment, else the locale; Thai by default."""
    named = [word.removeprefix("--lang=") for word in arguments if word.startswith("--lang=")]
    named += [value for option, value in pairwise(arguments) if option == "--lang"]
    for lang in LANGS:
        if lang in (named or [environment.get(VARIABLE, "")]):
            return lang
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return "en" if locale.lower().startswith("en") else "th"


LANG: Lang = chosen(sys.argv[1:], os.environ)
"""The language of this run."""
_words = Words.beside(__file__)


def say(key: str, **names: object) -> str:
    """A text of ``words.yaml`` in the language of this run."""
    return _words(key, LANG, **names)


def help_text(key: str) -> str:
    """What a command or option is for."""
    return say(f"help.{key}")


def nearest(word: str, known: Sequence[str]) -> str:
    """A question whether the most similar known word was meant; "" when none is similar."""
    found = get_close_matches(word, known, n=1)
    return say("nearest", nearest=found[0]) if found else ""


class _Formatter(HelpFormatter):
    """Typer's formatter, with its own English words in the language of this run."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or f"{say('framework.usage')}: ")

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        with super().section(say(f"framework.{name.lower()}")):
            yield

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(name, _NOTES.sub(_note, text)) for name, text in rows], col_max, col_spacing)


_NOTES = re.compile(r"  \[(?:default: (?P<default>[^\]]*))?(?:; )?(?P<required>required)?\]$")


def _note(found: re.Match[str]) -> str:
    default = [say("framework.default", value=found["default"])] if found["default"] else []
    return f"  [{'; '.join([*default, *[say('framework.required')] * bool(found['required'])])}]"


class _LocalizedContext(typer.Context):
    formatter_class = _Formatter


class _LangOption(TyperOption):
    """``--lang``, which every command takes. ``chosen`` has read it already; here it is only checked."""

    def __init__(self) -> None:
        kind = resolve_type_descriptor(Lang, typer.models.OptionInfo())
        super().__init__(
            param_decls=["--lang"],
            type_descriptor=kind,
            default=LANG,
            show_default=True,
            expose_value=False,
            is_eager=True,
            help=help_text("lang"),
        )

    def process_value(self, ctx: _Context, value: Any) -> Any:
        if value not in LANGS:
            raise typer.BadParameter("", ctx=ctx, param=self)
        return value


class _Localized(_Command):
    """What groups and commands share."""

    context_class = _LocalizedContext

    def get_params(self, ctx: _Context) -> list[Any]:
        return [*super().get_params(ctx), _LANG_OPTION]

    def get_help_option(self, ctx: _Context) -> TyperOption | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = help_text("help")
            option.default = False  # Typer would load pydantic to read a flag that was not given
        return option

    def parse_args(self, ctx: _Context, args: list[str]) -> list[str]:
        few = ctx.allow_extra_args
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        ctx.allow_extra_args = few
        if rest and not few and not ctx.resilient_parsing:
            raise UsageError(say("framework.extra", words=" ".join(rest)), ctx)
        return rest


class LocalizedCommand(_Localized, TyperCommand):
    """A command whose help and errors are in the language of this run."""

    def __init__(self, *args: Any, **attrs: Any) -> None:
        super().__init__(*args, **attrs)
        self.options_metavar = say("framework.options_metavar")


class LocalizedGroup(_Localized, TyperGroup):
    """A group of commands whose help and errors are in the language of this run."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(**attrs)
        self.options_metavar = say("framework.options_metavar")
        self.subcommand_metavar = say("framework.command_metavar")

    def parse_args(self, ctx: _Context, args: list[str]) -> list[str]:
        """The command and its arguments. Raises ``NoArgsIsHelpError`` when there is no command."""
        rest = super().parse_args(ctx, args)
        if not rest and not ctx._protected_args and not ctx.resilient_parsing:
            raise NoArgsIsHelpError(ctx)
        return rest

    def resolve_command(self, ctx: _Context, args: list[str]) -> tuple[str | None, _Command | None, list[str]]:
        """The command that is meant. Raises ``UsageError`` with the most similar name when there is none."""
        if args[0] not in self.commands and not args[0].startswith("-") and not ctx.resilient_parsing:
            raise UsageError(say("framework.no_command", name=args[0]) + nearest(args[0], [*self.commands]), ctx)
        return super().resolve_command(ctx, args)


_LANG_OPTION = _LangOption()


def usage_sentence(error: UsageError) -> str:
    """What is wrong with the arguments, in the language of this run."""
    if isinstance(error, NoSuchOption):
        return say("framework.no_option", name=error.option_name) + nearest(error.option_name, _options(error.ctx))
    if isinstance(error, BadOptionUsage):
        return say("framework.option_use", name=error.option_name)
    if isinstance(error, typer.BadParameter) and error.param:
        choices = error.param.type_descriptor.choices or ()
        key = "missing" if isinstance(error, MissingParameter) else "choice" if choices else "value"
        return say(f"framework.{key}", name=error.param.get_error_hint(), choices=", ".join(map(str, choices)))
    return error.message


def _options(ctx: _Context | None) -> list[str]:
    return [name for param in ctx.command.get_params(ctx) for name in param.opts] if ctx else []


def tell_usage_error(error: UsageError) -> None:
    """Print what is wrong with the arguments, or the help when there are none."""
    if isinstance(error, NoArgsIsHelpError):
        typer.echo(error.message, err=True)
        return
    if not error.ctx:
        typer.echo(usage_sentence(error), err=True)
        return
    usage, command = error.ctx.get_usage(), error.ctx.command_path
    typer.echo(say("framework.error", usage=usage, sentence=usage_sentence(error), command=command), err=True)
