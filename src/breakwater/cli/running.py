"""What do all commands that read files share? Progress, rejects, where results go."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import IO, Any, TypeVar

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from breakwater.adapters.engines import InProcess, Pool
from breakwater.adapters.intake import Lines, Piece, Rows, pieces_of
from breakwater.adapters.readers import AUTO, OFF, ON, Asked
from breakwater.adapters.work import How, prepare
from breakwater.errors import PartlyRead, SourceError, UsageError
from breakwater.policy import SHIPPED
from breakwater.ports.engine import Engine
from breakwater.records import Reject
from breakwater.wire.posts import posts_batch

R = TypeVar("R")
SHOWN_REJECTS = 5

files_argument = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
format_option = click.option(
    "--format", "format", metavar="FORMAT", help="Read the files as this format instead of recognising it."
)
policy_option = click.option(
    "--policy",
    "policy",
    type=click.Path(path_type=Path),
    default=SHIPPED,
    help="A folder with another policy; the shipped one otherwise.",
)
workers_option = click.option(
    "--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes to work in."
)
rejects_option = click.option(
    "--rejects",
    "rejects_path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where rejected rows go; rejects.ndjson beside the results otherwise.",
)


_reader_options = (
    click.option(
        "--meaning",
        type=click.Choice([AUTO, ON, OFF]),
        default=AUTO,
        show_default=True,
        help="Let the multilingual embedding vote on what woke the reader: 20 to 40 ms a post. "
        "auto: where it is installed.",
    ),
    click.option(
        "--classifier",
        metavar="DIR",
        default="",
        help="Let your own text classifier vote: a folder with model.onnx, tokenizer.json, config.json.",
    ),
    click.option(
        "--endpoint",
        metavar="URL",
        default="",
        help="Let a language model on your own network vote: the address of an OpenAI-compatible server, "
        "like http://127.0.0.1:8080/v1. Its key, if any, is taken from BREAKWATER_ENDPOINT_KEY.",
    ),
    click.option(
        "--endpoint-model", metavar="NAME", default="", help="The model to ask there, if it has several."
    ),
)


def readers_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options for second readers; it takes them together, as `asked`."""

    @wraps(command)
    def gathered(
        *args: Any, meaning: str, classifier: str, endpoint: str, endpoint_model: str, **others: Any
    ) -> Any:
        if endpoint_model and not endpoint:
            raise UsageError("--endpoint-model needs --endpoint: which server has that model?")
        asked = Asked(
            meaning=meaning, classifier=classifier, endpoint=endpoint, endpoint_model=endpoint_model
        )
        return command(*args, asked=asked, **others)

    told: Callable[..., Any] = gathered
    for option in reversed(_reader_options):
        told = option(told)
    return told


def run(
    work: Callable[[Piece], R], files: Iterable[Path], *, format: str | None, how: How, workers: int
) -> Iterator[R]:
    """Yield the result of every piece of every file, in order, with progress on a terminal.

    A file that cannot be read stops the run before anything is written if it is the first, and
    is told with the others still read otherwise.
    """
    prepare(how)
    engine: Engine = InProcess() if workers == 1 else Pool(workers, prepare=_Prepare(how))
    paths = list(files)
    with _progress(paths) as advance:
        yield from engine.run(work, _counted(paths, format, advance))


def how(policy: Path, asked: Asked, *, moderated: Path | None = None) -> How:
    """Return how texts are to be read; `moderated` holds texts that were moderated before."""
    return How(policy=str(policy), asked=asked, moderated=str(moderated or ""))


def pieces(files: Iterable[Path], *, format: str | None) -> Iterator[Piece]:
    """Yield the pieces of every file, with progress on a terminal (see `run`)."""
    paths = list(files)
    with _progress(paths) as advance:
        yield from _counted(paths, format, advance)


class _Prepare:
    """Makes a worker ready; a plain object, so that it can travel."""

    def __init__(self, how: How) -> None:
        self._how = how

    def __call__(self) -> None:
        prepare(self._how)


def _counted(paths: list[Path], format: str | None, advance: Callable[[int], None]) -> Iterator[Piece]:
    for place, path in enumerate(paths):
        try:
            for piece in pieces_of(path, format=format):
                advance(piece.size if isinstance(piece, Lines) else piece.batch.nbytes)
                yield piece
        except SourceError as error:
            if place == 0:
                raise
            unread = Reject(file=error.file, line=1, field="", problem=error.problem, row="")
            yield Rows(posts_batch([]), (unread,))


@contextmanager
def _progress(paths: list[Path]) -> Iterator[Callable[[int], None]]:
    """Give a function that is told the bytes taken; a bar shows them if somebody looks."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    total = sum(path.stat().st_size for path in paths if path.is_file())
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("reading", total=total or None)
        yield lambda size: progress.advance(task, size)


class Rejects:
    """Counts rejects, shows the first few, and writes them all to a file (made only if needed)."""

    def __init__(self, path: Path) -> None:
        self._path, self.count = path, 0
        self._file: IO[bytes] | None = None

    def add(self, rejects: Iterable[Reject]) -> None:
        for reject in rejects:
            if self._file is None:
                self._file = _opened(self._path)
            name = reject.file.encode("utf-8", "backslashreplace").decode()  # not every name is UTF-8
            self._file.write(msgspec.json.encode(replace(reject, file=name)) + b"\n")
            self.count += 1
            if self.count <= SHOWN_REJECTS:
                field = f"{reject.field}: " if reject.field else ""
                click.echo(f"rejected {reject.file}:{reject.line}: {field}{reject.problem}", err=True)

    def close(self) -> None:
        """Say how many there were.

        :raises PartlyRead: there were any
        """
        if self._file is None:
            return
        self._file.close()
        rows = "row was" if self.count == 1 else "rows were"
        raise PartlyRead(f"{self.count:,} {rows} rejected, everything else was read; see {self._path}")


def rejects_beside(out: Path | None, told: Path | None) -> Path:
    """Return where rejects go when nobody said: beside the results, or here."""
    return told or (out.with_name(out.name + ".rejects.ndjson") if out else Path("rejects.ndjson"))


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("wb")
    except OSError as error:
        raise UsageError(
            f"cannot write {path}: {error.strerror}; name another place with --rejects"
        ) from None


@contextmanager
def output(out: Path | None) -> Iterator[IO[bytes]]:
    """Give where results are written: a file that appears whole or not at all, or standard output."""
    if out is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = out.with_name(out.name + ".part")
    try:
        file = part.open("wb")
    except OSError as error:
        raise UsageError(f"cannot write {out}: {error.strerror}") from None
    try:
        with file:
            yield file
        part.replace(out)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def out_path(out: str) -> Path | None:
    """Return the path that --out names, None for standard output.

    :raises UsageError: it names a folder
    """
    path = Path(out)
    if out != "-" and (not path.name or path.is_dir()):
        raise UsageError(f"cannot write {out or 'to nothing'}: name a file, or - for standard output")
    return None if out == "-" else path


def plain(record: Any) -> Any:
    """Return a record as what JSON can say."""
    return msgspec.to_builtins(record)
