"""What does the operator's own transformer classifier say of a text?

A folder as the usual exporters write it: `model.onnx`, `tokenizer.json`, `config.json`. Nothing in
it is run but the graph, by onnxruntime; no Python, no pickle, and no file beside these three is read.

Texts are read one at a time: padded to the length of its neighbours, a text gets a slightly
different vote beside others (and a very different one from a quantised model), and the same
text must always get the same. One thread, so that the work may be forked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from breakwater.detect.student import SUREST
from breakwater.errors import ReaderError
from breakwater.records.learned import Vote

NAME = "classifier"
MODEL, TOKENIZER, CONFIG = "model.onnx", "tokenizer.json", "config.json"
PROMOTION = ("advert", "promotion", "positive")  # what the label of promotion may be called
PROMOTION_OF_TWO = "label_1"  # what exporters call it where nobody named it
INPUTS = {"input_ids": "ids", "attention_mask": "attention_mask", "token_type_ids": "type_ids"}
INTEGERS = {"tensor(int64)": np.int64, "tensor(int32)": np.int32}
MOST_TOKENS = 512  # more than that no post needs
MOST = 20_000  # characters: only so that a long text does not cost more to cut up than to read
EXTRA = "install it with `pip install 'breakwater[classifier]'`, or go on without --classifier"
EXPORT = "export a text classifier to ONNX again, or go on without --classifier"
_PLACES = 3  # of log-odds: far more than anybody can know


class Config(msgspec.Struct, frozen=True):
    """What we need to know from `config.json`."""

    id2label: dict[str, str]
    max_position_embeddings: int = MOST_TOKENS
    problem_type: str | None = None


class Classifier:
    """Votes by a text classifier; a `SecondReader`."""

    name, cheap = NAME, False

    def __init__(self, folder: Path) -> None:
        model = _content(folder / MODEL)
        self._config = _config(folder / CONFIG)
        self._label = _promotion(self._config, folder / CONFIG)
        self._tokenizer = _tokenizer(folder / TOKENIZER, self._config)
        self._session = _session(model, folder / MODEL)
        self._inputs = _inputs(self._session, folder / MODEL)
        self._version = hashlib.sha256(model).hexdigest()[:12]
        self._try(folder / MODEL)

    def votes(self, texts: Sequence[str]) -> list[Vote | None]:
        return [self._vote(text) for text in texts]

    def _vote(self, text: str) -> Vote | None:
        logits = self._logits(text)
        if not np.isfinite(logits).all():
            return None
        odds = round(max(-SUREST, min(SUREST, self._log_odds(logits))), _PLACES) + 0.0
        says = f"{self._config.id2label[str(self._label)]} {1 / (1 + np.exp(-odds)):.0%}"
        return Vote(reader=NAME, version=self._version, log_odds=odds, says=says)

    def _logits(self, text: str) -> npt.NDArray[np.float64]:
        words = text[:MOST].encode("utf-8", "replace").decode()
        read = self._tokenizer.encode(words)
        given = {
            name: np.array([getattr(read, INPUTS[name])], integer) for name, integer in self._inputs.items()
        }
        (told,) = self._session.run([_output(self._session)], given)
        return np.asarray(told, np.float64)

    def _log_odds(self, logits: npt.NDArray[np.float64]) -> float:
        """Return the log-odds of promotion: of one logit, of one label of many, or against all others."""
        row = logits[0]
        own = float(row[self._label])
        if len(row) == 1 or self._config.problem_type == "multi_label_classification":
            return own
        return own - float(np.logaddexp.reduce(np.delete(row, self._label)))

    def _try(self, path: Path) -> None:
        """Read a long text once, so that what does not fit together is told before the work begins."""
        try:
            logits = self._logits("word " * MOST_TOKENS)
        except Exception as error:  # noqa: BLE001 - onnxruntime's errors have no other name
            raise _wrong(path, f"does not run ({_first_line(error)})") from None
        labels = len(self._config.id2label)
        if logits.shape != (1, labels):
            raise _wrong(path, f"gives {logits.shape} for a text where {CONFIG} names {labels} labels")


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _wrong(path, f"cannot be read ({error.strerror})") from None


def _config(path: Path) -> Config:
    try:
        return msgspec.json.decode(_content(path), type=Config)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _wrong(path, f"does not say what is needed ({error})") from None


def _promotion(config: Config, path: Path) -> int:
    """Return the number of the label that means promotion.

    :raises ReaderError: none does, or several
    """
    accepted = (*PROMOTION, *([PROMOTION_OF_TWO] if len(config.id2label) == 2 else []))
    found = [number for number, name in config.id2label.items() if name.strip().lower() in accepted]
    numbers = [str(number) for number in range(len(config.id2label))]
    if sorted(config.id2label) != sorted(numbers) or len(found) != 1:
        told = ", ".join(f"{number}: {name}" for number, name in config.id2label.items()) or "none"
        raise ReaderError(
            NAME,
            f"{path}: which label means promotion? The labels are {told}",
            f"call one of them {' or '.join(PROMOTION)} in id2label; they are numbered from 0",
        )
    return int(found[0])


def _tokenizer(path: Path, config: Config) -> Any:
    try:
        from tokenizers import Tokenizer
    except ImportError:
        raise ReaderError(NAME, "the package tokenizers is not installed", EXTRA) from None
    content = _content(path)
    try:
        tokenizer = Tokenizer.from_buffer(content)
    except Exception as error:  # noqa: BLE001 - tokenizers raises nothing narrower
        raise _wrong(path, f"is no tokenizer ({_first_line(error)})") from None
    told = tokenizer.truncation or {}
    most = min(MOST_TOKENS, config.max_position_embeddings, told.get("max_length", MOST_TOKENS))
    tokenizer.enable_truncation(max(most, 1))
    tokenizer.no_padding()
    return tokenizer


def _session(model: bytes, path: Path) -> Any:
    try:
        import onnxruntime
    except ImportError:
        raise ReaderError(NAME, "the package onnxruntime is not installed", EXTRA) from None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # threads do not outlive a fork
    options.log_severity_level = 4
    try:  # the very bytes whose sum is the version; weights in files beside them are refused
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # noqa: BLE001 - onnxruntime's errors have no other name
        raise _wrong(path, f"is no model that onnxruntime can load ({_first_line(error)})") from None


def _inputs(session: Any, path: Path) -> dict[str, Any]:
    """Return the inputs of a model and the integers that each takes.

    :raises ReaderError: they are not those of a text classifier
    """
    told = {one.name: one.type for one in session.get_inputs()}
    if "input_ids" not in told or not told.keys() <= INPUTS.keys():
        raise _wrong(path, f"takes {', '.join(told) or 'nothing'}, and not {', '.join(INPUTS)}")
    if not set(told.values()) <= INTEGERS.keys():
        raise _wrong(path, f"takes {', '.join(told.values())}, and not integers")
    return {name: INTEGERS[kind] for name, kind in told.items()}


def _output(session: Any) -> str:
    names: list[str] = [one.name for one in session.get_outputs()]
    return "logits" if "logits" in names else names[0]


def _wrong(path: Path, problem: str) -> ReaderError:
    return ReaderError(NAME, f"{path} {problem}", EXPORT)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
