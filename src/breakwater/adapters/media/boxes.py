"""Where in a picture is writing, of whatever script?

RapidOCR's detector (PP-OCRv4) marks words or runs of words. Its recogniser is not used: it knows
neither Arabic nor Ethiopic nor Cyrillic letters, and drops the tones of Vietnamese.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from breakwater.adapters.media.limits import missing

Pixels = npt.NDArray[np.uint8]

MOST_SIDE = (
    960  # of what the detector sees: its own defaults enlarge small pictures, and are ten times slower
)
FEWEST = 32  # pixels of a side; what is smaller holds no writing
ON_ONE_LINE = 0.5  # share of the lower one's height that two boxes of one line have in common
APART = 2.5  # heights between two boxes that are still read as one strip


class Box(NamedTuple):
    """A part of a picture: left and top edge within it, right and bottom edge behind it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def with_(self, other: Box) -> Box:
        """Return the smallest box around both."""
        return Box(
            min(self.left, other.left), min(self.top, other.top),
            max(self.right, other.right), max(self.bottom, other.bottom),
        )  # fmt: skip


Line = tuple[Box, ...]  # its strips, from left to right


def detector_name() -> str:
    return f"rapidocr-onnxruntime {version('rapidocr-onnxruntime')}"


def find_lines(picture: Pixels) -> list[Line]:
    """Return the lines of writing in an RGB picture, from the top down."""
    if min(picture.shape[:2]) < FEWEST:
        return []
    found, _ = _detector()(np.ascontiguousarray(picture[:, :, ::-1]))
    corners = [] if found is None else [np.asarray(four) for four in found]
    boxes = [Box(*map(int, (*four.min(axis=0), *four.max(axis=0)))) for four in corners]
    return [strips(line) for line in grouped(boxes)]


@cache
def _detector() -> Any:
    try:
        import rapidocr_onnxruntime
        from rapidocr_onnxruntime.ch_ppocr_det import TextDetector
    except ModuleNotFoundError:
        raise missing("the text detector (rapidocr-onnxruntime)", "media") from None
    model = Path(rapidocr_onnxruntime.__file__).parent / "models" / "ch_PP-OCRv4_det_infer.onnx"
    return TextDetector(
        {
            "model_path": str(model), "limit_type": "max", "limit_side_len": MOST_SIDE, "use_dilation": True,
            "mean": [0.5] * 3, "std": [0.5] * 3, "intra_op_num_threads": 1, "inter_op_num_threads": 1,
        }
    )  # fmt: skip


def grouped(boxes: Iterable[Box]) -> list[list[Box]]:
    """Return the boxes by line, from the top down, each line from left to right."""
    lines: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: (box.top + box.bottom, box.left)):
        line = next((line for line in reversed(lines[-4:]) if _side_by_side(line[-1], box)), None)
        if line is None:
            lines.append([box])
        else:
            line.append(box)
    return [sorted(line) for line in lines]


def _side_by_side(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > ON_ONE_LINE * min(one.height, other.height)


def strips(line: Iterable[Box]) -> Line:
    """Return the boxes of a line, those close together as one: a table's columns stay apart."""
    joined: list[Box] = []
    for box in line:
        if joined and box.left - joined[-1].right < APART * max(box.height, joined[-1].height):
            joined[-1] = joined[-1].with_(box)
        else:
            joined.append(box)
    return tuple(joined)
