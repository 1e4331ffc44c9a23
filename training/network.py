"""The embedding as a network that can be taught: multilingual-e5-small, read from its packed weight file.

Only what the packed file holds as whole floats can be tuned: biases, norms, and the scales of the
blocks of four-bit weights. The four bits themselves, and the words' embeddings, stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from breakwater.adapters.readers.packed import ZERO, Packed

HEADS, EPSILON = 12, 1e-12
_LINEAR, _NORMS = ("q", "k", "v", "ao", "fi", "fo"), ("aln", "oln")


def together(texts: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Return the tokens of several texts as one matrix, and where it holds tokens at all."""
    longest = max(map(len, texts))
    tokens = torch.tensor([[*row, *[0] * (longest - len(row))] for row in texts])
    real = torch.tensor([[place < len(row) for place in range(longest)] for row in texts])
    return tokens, real


class Blocks(nn.Module):
    """A linear layer of four-bit weights, whose scales can be tuned."""

    def __init__(self, packed: Packed, name: str) -> None:
        super().__init__()
        self.bias = _tunable(packed, f"{name}.b")
        self.register_buffer("bits", torch.from_numpy(packed.bits(f"{name}.w").astype(np.float32) - ZERO))
        self.scales = _tunable(packed, f"{name}.w")

    def forward(self, rows: Tensor) -> Tensor:
        weights = (self.bits * self.scales.unsqueeze(-1)).view(len(self.bias), -1)
        return functional.linear(rows, weights, self.bias)


class Norm(nn.Module):
    def __init__(self, packed: Packed, name: str) -> None:
        super().__init__()
        self.weight, self.bias = _tunable(packed, f"{name}.w"), _tunable(packed, f"{name}.b")

    def forward(self, rows: Tensor) -> Tensor:
        return functional.layer_norm(rows.float(), (len(self.bias),), self.weight, self.bias, EPSILON)


class Layer(nn.Module):
    """One of the twelve: attention, then two linear layers, each added and normed."""

    def __init__(self, packed: Packed, name: str) -> None:
        super().__init__()
        self.parts = nn.ModuleDict({part: Blocks(packed, f"{name}.{part}") for part in _LINEAR})
        self.parts.update({part: Norm(packed, f"{name}.{part}") for part in _NORMS})

    def forward(self, rows: Tensor, seen: Tensor) -> Tensor:
        texts, length, size = rows.shape
        query, key, value = (
            self.parts[part](rows).view(texts, length, HEADS, -1).transpose(1, 2) for part in ("q", "k", "v")
        )
        looked = functional.scaled_dot_product_attention(query, key, value, attn_mask=seen)
        rows = self.parts["aln"](rows + self.parts["ao"](looked.transpose(1, 2).reshape(texts, length, size)))
        return self.parts["oln"](rows + self.parts["fo"](functional.gelu(self.parts["fi"](rows))))


class Network(nn.Module):
    """Tokens in, one row of length one a text out."""

    def __init__(self, packed: Packed) -> None:
        super().__init__()
        self._packed = packed
        self.norm = Norm(packed, "emb.ln")
        self.layers = nn.ModuleList(Layer(packed, f"l{number}") for number in range(packed.layers))

    def forward(self, tokens: Tensor, real: Tensor) -> Tensor:
        places = torch.from_numpy(self._packed.placed(tokens.shape[1]))
        rows = torch.from_numpy(self._packed.looked_up(tokens.numpy())) + places
        rows, seen = self.norm(rows), real[:, None, None, :]
        for layer in self.layers:
            rows = layer(rows, seen)
        held = real.unsqueeze(-1)
        return functional.normalize(((rows * held).sum(1) / held.sum(1)).float(), dim=-1)

    def tuned(self) -> dict[str, npt.NDArray[np.floating]]:
        """Return what was tuned, by the names of the packed file."""
        found = {"emb.ln.w": self.norm.weight, "emb.ln.b": self.norm.bias}
        for number, layer in enumerate(self.layers):
            for part, held in layer.parts.items():
                found[f"l{number}.{part}.w"] = held.scales if isinstance(held, Blocks) else held.weight
                found[f"l{number}.{part}.b"] = held.bias
        return {name: values.detach().numpy() for name, values in found.items()}


def _tunable(packed: Packed, name: str) -> nn.Parameter:
    return nn.Parameter(torch.from_numpy(packed.held(name)))
