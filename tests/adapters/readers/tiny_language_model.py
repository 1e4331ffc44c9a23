"""A real language model in a real server, small enough to be written by a test.

A llama of one layer in GGUF, served by llama.cpp's own server (the package xllamacpp), which does
the chat template, the tokens, the grammar and the HTTP. Its weights are set by hand: each word of its
answer leads to the next, and its attention sees whether "zorn" stands anywhere before.

    python tiny_language_model.py FOLDER     serves until standard input ends; says its address
"""

from __future__ import annotations

import sys
from pathlib import Path

import gguf
import numpy as np

WIDTH = 64
SEEN, OTHER, ZORN, START, OPENED, TOLD, WHY, SAID, CLOSED = range(9)  # what each dimension stands for
TEMPLATE = "{% for message in messages %}{{ message['content'] }}\n{% endfor %}<|answer|>"
HEARD = [("zorn", ZORN, gguf.TokenType.USER_DEFINED), ("<|answer|>", START, gguf.TokenType.CONTROL)]
# word, what it leads to, what it follows, and whether "zorn" speaks for it
ANSWER = [
    ('{"promotion":', OPENED, START, False),
    ("0.9", TOLD, OPENED, True),
    ("0.1", TOLD, OPENED, False),
    (',"because":"', WHY, TOLD, False),
    ("it▁offers▁a▁ride", SAID, WHY, True),
    ("nothing▁on▁offer", SAID, WHY, False),
    ('"}', CLOSED, SAID, False),
]
FOLLOWS, LEANS, LOUD = 10_000.0, 0.02, 300.0
CONTEXT = 32_768


def write_model(path: Path) -> Path:
    """Write the model with its tokenizer and its chat template."""
    byte, control = gguf.TokenType.BYTE, gguf.TokenType.CONTROL
    words = [("<unk>", OTHER, gguf.TokenType.UNKNOWN), ("<s>", OTHER, control), ("</s>", OTHER, control)]
    words += [(f"<0x{value:02X}>", OTHER, byte) for value in range(256)]
    words += HEARD + [(word, leads, gguf.TokenType.NORMAL) for word, leads, _, _ in ANSWER]
    names = [word for word, _, _ in words]
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_feed_forward_length(WIDTH)
    writer.add_block_count(1)
    writer.add_head_count(1)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_vocab_size(len(words))
    writer.add_tokenizer_model("llama")
    writer.add_token_list(names)
    writer.add_token_types([kind for _, _, kind in words])
    writer.add_token_scores([0.0] * len(words))
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_chat_template(TEMPLATE)
    for name, weights in _weights(names, [dimension for _, dimension, _ in words]).items():
        writer.add_tensor(name, weights)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _weights(names: list[str], dimensions: list[int]) -> dict[str, np.ndarray]:
    embedding, output = np.zeros((2, len(names), WIDTH), np.float32)
    embedding[np.arange(len(names)), dimensions] = 1
    for word, _, follows, zorn in ANSWER:
        output[names.index(word), follows] = FOLLOWS
        if zorn:
            output[names.index(word), SEEN] = 1
        elif follows in (OPENED, WHY):
            output[names.index(word), follows] += LEANS  # unless "zorn" was seen
    output[names.index("</s>"), CLOSED] = FOLLOWS
    nothing, one = np.zeros((WIDTH, WIDTH), np.float32), np.ones(WIDTH, np.float32)
    value, out = nothing.copy(), nothing.copy()
    value[0, ZORN], out[SEEN, 0] = 1, LOUD
    layer = {
        "attn_norm": one, "attn_q": nothing, "attn_k": nothing, "attn_v": value, "attn_output": out,
        "ffn_norm": one, "ffn_gate": nothing, "ffn_up": nothing, "ffn_down": nothing,
    }  # fmt: skip
    return {
        "token_embd.weight": embedding, "output_norm.weight": one, "output.weight": output,
        **{f"blk.0.{name}.weight": weights for name, weights in layer.items()},
    }  # fmt: skip


def serve(path: Path) -> None:
    """Serve a model on a free port of the loopback; say where."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path, params.model_alias = str(path), ["tiny"]
    params.hostnames, params.port = ["127.0.0.1"], 0
    params.n_ctx, params.n_parallel, params.cpuparams.n_threads, params.warmup = CONTEXT, 1, 1, False
    server = xllamacpp.Server(params)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    serve(write_model(Path(sys.argv[1]) / "tiny.gguf"))
