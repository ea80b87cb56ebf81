"""The command line: the library, spoken. One file a command; this one joins them and turns errors into exit codes.

Exit codes: 0 done; 1 the answer is "no"; 2 wrong usage; 3 bad input; 4 interrupted, continues by the same command;
70 a defect of Probata.
"""

import contextlib
import errno
import io
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer

from probata import __version__
from probata.app import state
from probata.app.cli import (
    anchor,
    assign,
    audit,
    authenticity,
    cameras,
    capture,
    claims,
    code,
    codebook,
    commitments,
    estimate,
    explain,
    export,
    figures,
    init,
    intake,
    investigate,
    judge,
    lists,
    parties,
    proficiency,
    prove,
    queue,
    run,
    sample,
    statements,
    verify,
)
from probata.app.cli.answers import Answer, Call
from probata.errors import ProbataError, UsageError

INTERRUPTED = 4
DEFECT = 70
TYPER_INTERRUPTED = 130  # what Typer makes of a KeyboardInterrupt
STOPS = (signal.SIGINT, signal.SIGTERM)
GLOBAL_VALUES = ("-C", "--inquiry")
TEXTS = (
    "--title", "--by", "--from", "--reason", "--printed", "--numbers", "--as", "--seed", "--test", "--to",
    "--columns", "--categories", "--note", "--text", "--equals", "--words", "--set", "--speaker", "--party",
    "--provision", "--by-whom", "--scope", "--rule", "--claimant", "--unit", "--condition",
    "--place", "--date", "--background", "--qualifier",
)  # fmt: skip

app = typer.Typer(
    name="probata",
    help="From a drive of photographs to findings that hold up.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for command in (
    investigate,
    init,
    intake,
    run,
    verify,
    figures,
    explain,
    queue,
    judge,
    audit,
    sample,
    codebook,
    code,
    assign,
    lists,
    capture,
    prove,
    anchor,
):
    command.register(app)
for group in (export, cameras, authenticity, statements, parties, commitments, claims, estimate, proficiency):
    app.add_typer(group.app, name=group.__name__.rsplit(".", 1)[-1])


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"probata {__version__}\n")
        raise typer.Exit


@app.callback()
def together(
    context: typer.Context,
    inquiry: Annotated[Path, typer.Option("--inquiry", "-C", help="The inquiry's folder.")] = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")] = False,
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """From a drive of photographs to findings that hold up. -C and --json may stand anywhere."""
    context.obj = Call(inquiry, as_json)


def hoisted(arguments: Sequence[str]) -> list[str]:
    """The arguments with ``-C DIR`` and ``--json`` put first, so that they may stand anywhere before ``--``."""
    first: list[str] = []
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            rest += [argument, *waiting]
        elif argument in GLOBAL_VALUES:
            first += [argument, *([value] if (value := next(waiting, None)) is not None else [])]
        elif argument == "--json" or argument.startswith("--inquiry="):
            first.append(argument)
        else:
            rest.append(argument)
    return first + rest


def _check_text(arguments: Sequence[str]) -> None:
    """What is written into the inquiry is text; names of files may be any bytes."""
    for before, argument in zip(["", *arguments], arguments, strict=False):
        option, joined, value = argument.partition("=")
        name, text = (option, value) if joined and option in TEXTS else (before, argument)
        if name in TEXTS and not text.isascii() and text.encode("utf-8", "replace").decode("utf-8") != text:
            raise UsageError(f"{name} is not text", expected="UTF-8", found=ascii(text)[:80], do="type it anew")


def call(arguments: Sequence[str]) -> int:
    """Run one command and print its answer.

    Returns:
        The exit code.
    """
    asked = hoisted(arguments)
    try:
        _check_text(asked)
        answer = app(args=asked, prog_name="probata", standalone_mode=False)
        if isinstance(answer, Answer):
            answer.write("--json" in asked)
            return answer.exit_code
        return _stopped() if answer == TYPER_INTERRUPTED else int(answer or 0)
    except ProbataError as error:
        return _say(str(error), error.exit_code)
    except typer.TyperException as error:
        return _say(" ".join(error.format_message().split()), error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return _stopped()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return _say("the disk is full; free some space, then the same command continues", INTERRUPTED)
        return _say(f"{error.strerror or error}: {error.filename or ''}", 3)
    except Exception as error:  # noqa: BLE001 - the one broad except: no traceback is shown to people
        return _defect(error)


def _stopped() -> int:
    return _say("interrupted; the same command continues", INTERRUPTED)


def _say(message: str, exit_code: int) -> int:
    with contextlib.suppress(OSError):  # nobody can be told where stderr is closed or on a full disk
        sys.stderr.write(f"probata: {message}\n")
    return exit_code


def _defect(error: Exception) -> int:
    """Keep the traceback where a developer finds it, and say so in one line."""
    folder = state.state_folder() / "defects"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{os.getpid()}.txt"
        path.write_text("".join(traceback.format_exception(error)), encoding="utf-8", errors="backslashreplace")
        kept = str(path)
    except OSError as why:
        kept = f"nowhere ({why.strerror})"
    return _say(f"a defect of Probata: {type(error).__name__}; nothing was lost; details are kept in {kept}", DEFECT)


def main() -> NoReturn:
    """Entry point: streams that can be written whatever the locale, and stops that end in exit code 4."""
    _open_streams()
    for number in STOPS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)
    exit_code = call(sys.argv[1:])
    for number in STOPS:
        signal.signal(number, signal.SIG_IGN)  # all is done: a stop while Python takes itself down changes nothing
    _let_go_of_stderr()
    sys.exit(exit_code)


def _let_go_of_stderr() -> None:
    """What can't be written there any more must not change the exit code when Python takes itself down."""
    try:
        sys.stderr.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _open_streams() -> None:
    """Give text a way out: closed streams lead nowhere, and what a locale can't write is written as an escape."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open to the end
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
