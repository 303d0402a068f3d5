"""The command ``quotes``: read the arguments, call one function, print.

Results go to standard output, everything else to standard error. Exit status: 0 done, 1 a document or the model failed, 2 bad usage, 130
interrupted.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

import rich_click as click

from quotes import __version__
from quotes.cli.checking import evaluate, explain, model
from quotes.cli.running import BAD_USAGE, DONE, FAILED, INTERRUPTED
from quotes.cli.terminal import complain
from quotes.cli.writing import analyse, extract, recount
from quotes.errors import InputError, OutputError, QuotesError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status; a mistake is one line on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        return commands.main(args=arguments, prog_name="quotes", standalone_mode=False) or DONE
    except click.ClickException as error:
        complain(error.format_message())
        return BAD_USAGE
    except (InputError, OutputError) as error:
        complain(str(error))
        return BAD_USAGE
    except QuotesError as error:
        complain(str(error))
        return FAILED
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def commands() -> None:
    """Say who said what in French text.

    \b
    Examples:
      quotes analyse articles/ --out results
      quotes extract article.txt -o rows.csv
      quotes explain article.txt

    Each command has its own help: quotes analyse --help
    """  # noqa: D301 - click reads \b


@commands.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what makes a shell complete commands, options and file names with the tab key.

    \b
    Examples, for the file that your shell reads at its start:
      quotes completion bash >> ~/.bashrc
      quotes completion zsh >> ~/.zshrc
      quotes completion fish > ~/.config/fish/completions/quotes.fish
    """  # noqa: D301 - click reads \b
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None, "the choices are those that click knows"
    click.echo(kind(commands, {}, "quotes", "_QUOTES_COMPLETE").source())


for command in (analyse, extract, recount, explain, evaluate, model):
    commands.add_command(command)
