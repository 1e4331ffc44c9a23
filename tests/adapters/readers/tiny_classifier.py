"""A real text classifier, small enough to be written by a test: embeddings, attention, a layer of labels.

Its tokenizer is trained on the invented trade. Its weights are set by hand: what reads "zorn" is
promotion, what reads "fish" is not, and nothing else counts.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

from builders import ADVERT

SAID = [
    ADVERT,
    "zorn tonight",
    "a zorn ride to Yland",
    "fish on the market",
    "who knows a way",
    "the court heard of a zorn",
]
WIDTH, POSITIONS = 8, 64
ZORN, FISH = 0, 1  # columns of the embedding
TWO = ("ordinary", "advert")


def write_classifier(
    folder: Path,
    *,
    labels: Sequence[str] = TWO,
    inputs: Sequence[str] = ("input_ids", "attention_mask"),
    integers: int = TensorProto.INT64,
    config: dict[str, object] | None = None,
) -> Path:
    """Write a classifier as exporters do; with one label it has one logit."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = trained_tokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    told = {"id2label": dict(enumerate(labels)), "max_position_embeddings": POSITIONS} | (config or {})
    (folder / "config.json").write_text(json.dumps(told), "utf-8")
    onnx.save(_model(tokenizer, len(labels), inputs, integers), str(folder / "model.onnx"))
    return folder


def trained_tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    trainer = trainers.WordPieceTrainer(vocab_size=200, special_tokens=special, show_progress=False)
    tokenizer.train_from_iterator(SAID * 5, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[(name, tokenizer.token_to_id(name)) for name in special[2:]]
    )
    return tokenizer


def _model(tokenizer: Tokenizer, labels: int, inputs: Sequence[str], integers: int) -> onnx.ModelProto:
    words = np.zeros((tokenizer.get_vocab_size(), WIDTH), np.float32)
    for word, column in (("zorn", ZORN), ("fish", FISH)):
        for number in tokenizer.encode(word, add_special_tokens=False).ids:
            words[number, column] = 3
    places = np.full((POSITIONS, WIDTH), 0.01, np.float32)  # as in a transformer, it has an end
    head = np.zeros((WIDTH, labels), np.float32)
    head[ZORN, -1], head[FISH, -1] = 4, -4
    weights = {
        "words": words, "places": places, "head": head, "one": np.array([1], np.int64),
        "zero": np.array([0], np.int64), "scale": np.array(WIDTH**-0.5, np.float32),
    }  # fmt: skip
    nodes = [
        helper.make_node("Cast", ["input_ids"], ["ids"], to=TensorProto.INT64),
        helper.make_node("Gather", ["words", "ids"], ["read"]),
        helper.make_node("Shape", ["ids"], ["shape"]),
        helper.make_node("Slice", ["shape", "one", "two"], ["length"]),
        helper.make_node("Slice", ["places", "zero", "length"], ["held"]),
        helper.make_node("Add", ["read", "held"], ["placed"]),  # breaks where the text is longer
        helper.make_node("Transpose", ["placed"], ["turned"], perm=[0, 2, 1]),
        helper.make_node("MatMul", ["placed", "turned"], ["like"]),
        helper.make_node("Mul", ["like", "scale"], ["scaled"]),
        helper.make_node("Softmax", ["scaled"], ["attention"], axis=-1),
        helper.make_node("MatMul", ["attention", "placed"], ["attended"]),
        helper.make_node("ReduceMean", ["attended"], ["mean"], axes=[1], keepdims=0),
        helper.make_node("MatMul", ["mean", "head"], ["logits"]),
    ]
    weights["two"] = np.array([2], np.int64)
    graph = helper.make_graph(
        nodes, "tiny",
        [helper.make_tensor_value_info(name, integers, ["batch", "length"]) for name in inputs],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", labels])],
        [numpy_helper.from_array(value, name) for name, value in weights.items()],
    )  # fmt: skip
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
