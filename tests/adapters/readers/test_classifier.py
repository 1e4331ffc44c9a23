"""Does an operator's own classifier vote, and is a wrong one told before the work begins?"""

from __future__ import annotations

import json
import math
import multiprocessing
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, numpy_helper
from second_reader_contract import SecondReaderContract
from tiny_classifier import POSITIONS, write_classifier

from breakwater.adapters.readers.classifier import Classifier
from breakwater.errors import ReaderError
from breakwater.ports.reader import SecondReader
from builders import ADVERT


def log_odds(reader: SecondReader, text: str) -> float:
    (vote,) = reader.votes([text])
    assert vote is not None
    return vote.log_odds


class TestClassifier(SecondReaderContract):
    @pytest.fixture
    def reader(self, tmp_path: Path) -> SecondReader:
        return Classifier(write_classifier(tmp_path))


# --- what it says


def test_promotion_is_told_from_the_rest(tmp_path: Path):
    reader = Classifier(write_classifier(tmp_path))

    assert log_odds(reader, "zorn ride") > 1
    assert log_odds(reader, "fish on the market") < -0.3
    assert abs(log_odds(reader, "who knows a way")) < 0.2


def test_a_vote_says_the_label_and_the_sum_of_the_model(tmp_path: Path):
    (vote,) = Classifier(write_classifier(tmp_path)).votes(["zorn"])

    assert vote is not None
    assert vote.says == f"advert {1 / (1 + math.exp(-vote.log_odds)):.0%}"
    assert len(vote.version) == 12
    assert vote.shares == ()


@pytest.mark.parametrize(
    ("labels", "config"),
    [
        (("ordinary", "advert"), {}),
        (("LABEL_0", "LABEL_1"), {}),
        (("NEGATIVE", "POSITIVE"), {}),
        (("Promotion",), {}),
        (("ordinary", "advert"), {"problem_type": "multi_label_classification"}),
    ],
)
def test_one_logit_two_or_a_label_of_many_say_the_same(
    labels: tuple[str, ...], config: dict[str, object], tmp_path: Path
):
    usual = Classifier(write_classifier(tmp_path / "usual"))
    other = Classifier(write_classifier(tmp_path / "other", labels=labels, config=config))

    assert log_odds(other, "zorn ride") == log_odds(usual, "zorn ride")


def test_of_three_classes_the_two_others_stand_together(tmp_path: Path):
    two = Classifier(write_classifier(tmp_path / "two"))
    three = Classifier(write_classifier(tmp_path / "three", labels=("news", "talk", "advert")))

    assert log_odds(three, "zorn") == pytest.approx(log_odds(two, "zorn") - math.log(2), abs=1e-3)


def test_the_type_of_each_token_is_given_where_it_is_asked_for(tmp_path: Path):
    inputs = ("input_ids", "attention_mask", "token_type_ids")
    usual, other = write_classifier(tmp_path / "a"), write_classifier(tmp_path / "b", inputs=inputs)

    assert log_odds(Classifier(usual), "zorn") == log_odds(Classifier(other), "zorn")


def test_a_model_may_take_short_integers(tmp_path: Path):
    usual = write_classifier(tmp_path / "a")
    other = write_classifier(tmp_path / "b", inputs=["input_ids"], integers=TensorProto.INT32)

    assert log_odds(Classifier(usual), "zorn") == log_odds(Classifier(other), "zorn")


def test_a_text_is_cut_to_what_the_model_can_read(tmp_path: Path):
    reader = Classifier(write_classifier(tmp_path))
    full = "fish " * (POSITIONS - 2)

    assert log_odds(reader, full + "zorn zorn zorn") == log_odds(reader, full)


def test_it_may_be_loaded_before_the_work_is_forked(tmp_path: Path):
    reader = Classifier(write_classifier(tmp_path))
    here = log_odds(reader, ADVERT)

    fork = multiprocessing.get_context("fork")
    told = fork.SimpleQueue()
    worker = fork.Process(target=lambda: told.put(log_odds(reader, ADVERT)))
    worker.start()
    worker.join(30)

    assert (worker.exitcode, told.get()) == (0, here)


# --- what is told when it cannot be had


def refusal(folder: Path) -> str:
    with pytest.raises(ReaderError) as told:
        Classifier(folder)
    return str(told.value)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "config.json"])
def test_a_missing_file_is_named(name: str, tmp_path: Path):
    (write_classifier(tmp_path) / name).unlink()

    assert f"{name} cannot be read (No such file" in refusal(tmp_path)


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\x80\x04\x95pickle", b"[1]", b"{}", b"\xff\xfe"])
@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "config.json"])
def test_a_broken_file_is_named(name: str, content: bytes, tmp_path: Path):
    (write_classifier(tmp_path) / name).write_bytes(content)

    assert name in refusal(tmp_path)


@pytest.mark.parametrize(
    "labels", [("yes", "no"), ("advert", "promotion"), ("LABEL_0", "LABEL_1", "LABEL_2")]
)
def test_labels_of_which_none_or_several_mean_promotion_are_told(labels: tuple[str, ...], tmp_path: Path):
    said = refusal(write_classifier(tmp_path, labels=labels))

    assert "which label means promotion?" in said
    assert all(label in said for label in labels)


def test_a_model_that_takes_something_else_is_told(tmp_path: Path):
    said = refusal(write_classifier(tmp_path, inputs=("input_ids", "pixel_values")))

    assert "takes input_ids, pixel_values" in said


def test_a_model_that_takes_numbers_of_another_kind_is_told(tmp_path: Path):
    assert "not integers" in refusal(write_classifier(tmp_path, integers=TensorProto.FLOAT))


def test_labels_that_do_not_fit_the_model_are_told(tmp_path: Path):
    write_classifier(tmp_path)
    labels = {"0": "news", "1": "talk", "2": "advert"}
    (tmp_path / "config.json").write_text(json.dumps({"id2label": labels}), "utf-8")

    assert "names 3 labels" in refusal(tmp_path) or "does not run" in refusal(tmp_path)


def test_a_model_that_is_shorter_than_it_says_is_told_before_the_work(tmp_path: Path):
    write_classifier(tmp_path, config={"max_position_embeddings": 4 * POSITIONS})

    assert "does not run" in refusal(tmp_path)


def test_weights_outside_the_folder_are_not_read(tmp_path: Path):
    folder = write_classifier(tmp_path / "model")
    model = onnx.load(str(folder / "model.onnx"))
    onnx.save(
        model,
        str(folder / "model.onnx"),
        save_as_external_data=True,
        location="weights.bin",
        size_threshold=0,
    )

    assert "model.onnx is no model" in refusal(folder)


def test_a_vote_that_is_no_number_is_no_vote(tmp_path: Path):
    path = write_classifier(tmp_path) / "model.onnx"
    model = onnx.load(str(path))
    (head,) = (one for one in model.graph.initializer if one.name == "head")
    head.CopyFrom(numpy_helper.from_array(np.full((8, 2), np.nan, np.float32), "head"))
    onnx.save(model, str(path))

    assert Classifier(tmp_path).votes(["zorn"]) == [None]


@pytest.mark.parametrize("package", ["onnxruntime", "tokenizers"])
def test_a_missing_extra_is_told(package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write_classifier(tmp_path)
    monkeypatch.setitem(sys.modules, package, None)

    assert f"the package {package} is not installed; install it with" in refusal(tmp_path)
