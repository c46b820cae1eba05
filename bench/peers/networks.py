"""The networks of org.scorefield.engine.nn in plain PyTorch, to compare values with.

    networks.py fixtures DIRECTORY   writes a tiny network of each kind with inputs and outputs
    networks.py run FILE             computes such a file's outputs again, prints the largest difference

A file is safetensors. Its metadata hold `kind` and `network`, the JSON of Networks.description; its
tensors are the parameters by name and `in.x`, `in.noise`, `in.condition` and `expected`.
"""

import json
import math
import struct
import sys
from pathlib import Path

import torch
import torch.nn.functional as F


def read(path):
    data = Path(path).read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        start, end = (8 + length + offset for offset in entry["data_offsets"])
        flat = torch.frombuffer(bytearray(data[start:end]), dtype=torch.float32)
        tensors[name] = flat.reshape(entry["shape"])
    return tensors, metadata


def write(path, tensors, metadata):
    header, parts, at = {"__metadata__": metadata}, [], 0
    for name in sorted(tensors):
        part = tensors[name].contiguous().numpy().astype("<f4").tobytes()
        header[name] = {
            "dtype": "F32",
            "shape": list(tensors[name].shape),
            "data_offsets": [at, at + len(part)],
        }
        parts.append(part)
        at += len(part)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    Path(path).write_bytes(struct.pack("<Q", len(text)) + text + b"".join(parts))


class Weights:
    """Parameters by name; draws those that are asked for and not there, if it has a generator."""

    def __init__(self, values, generator=None):
        self.values, self.generator = values, generator

    def __call__(self, name, *axes, center=0.0):
        if name not in self.values and self.generator:
            deviation = 0.2 if len(axes) == 1 else 1 / math.sqrt(math.prod(axes[1:]))
            drawn = torch.randn(axes, generator=self.generator)
            self.values[name] = center + deviation * drawn
        value = self.values[name]
        assert tuple(value.shape) == axes, f"{name} is {tuple(value.shape)}, not {axes}"
        return value

    def linear(self, name, x, outputs):
        weight = self(name + ".weight", outputs, x.shape[-1])
        return F.linear(x, weight, self(name + ".bias", outputs))

    def map(self, name, x, outputs):
        return F.linear(x, self(name + ".weight", outputs, x.shape[-1]))

    def convolution(self, name, x, outputs, size):
        weight = self(name + ".weight", outputs, x.shape[1], size, size)
        return F.conv2d(x, weight, self(name + ".bias", outputs), padding=size // 2)

    def group_norm(self, name, x):
        c = x.shape[1]
        groups = max(g for g in range(1, min(max(c // 4, 1), 32) + 1) if c % g == 0)
        weight = self(name + ".weight", c, center=1.0)
        return F.group_norm(x, groups, weight, self(name + ".bias", c), 1e-5)

    def fourier(self, noise, features):
        frequency = self("noise.frequency", features, 1)
        phase = self("noise.phase", features)
        return math.sqrt(2) * torch.cos(noise @ frequency.T + phase)

    def embedding(self, noise, condition, features, width):
        h = F.silu(self.linear("embedding.0", self.fourier(noise, features), width))
        h = self.linear("embedding.1", h, width)
        if condition is not None:
            h = h + self.map("condition", condition, width)
        return F.silu(h)

    def attention(self, name, x, heads, width):
        q, k, v = self.linear(name + ".in", x, 3 * width).chunk(3, -1)

        def split(t):
            return t.unflatten(-1, (heads, width // heads)).transpose(1, 2)

        q, k, v = split(q), split(k), split(v)
        scores = q @ k.transpose(-1, -2) / math.sqrt(width // heads)
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).flatten(2)
        return self.linear(name + ".out", mixed, width)


def row_norm(x):
    return F.layer_norm(x, x.shape[-1:], eps=1e-5)


def mlp(c, w, x, noise, condition):
    level = w.fourier(noise, c["fourier"]) if c["fourier"] else noise
    parts = [x.flatten(1), level] + ([] if condition is None else [condition])
    h = torch.cat(parts, 1)
    for i in range(c["layers"]):
        h = F.silu(w.linear(f"hidden.{i}", h, c["width"]))
    return w.linear("out", h, x[0].numel()).reshape(x.shape)


def residual_mlp(c, w, x, noise, condition):
    norm = row_norm if c["normalise"] else lambda u: u
    e = w.embedding(noise, condition, c["fourier"], c["width"])
    h = w.linear("in", x.flatten(1), c["width"])
    for i in range(c["blocks"]):
        scale, offset = w.linear(f"block.{i}.modulation", e, 2 * c["width"]).chunk(2, 1)
        u = norm(h) * (1 + scale) + offset
        h = h + w.linear(f"block.{i}.1", F.silu(w.linear(f"block.{i}.0", u, c["hidden"])), c["width"])
    return w.linear("out", norm(h), x[0].numel()).reshape(x.shape)


def relu(c, w, x, noise, condition):
    h = torch.relu(w.map("in", torch.cat([x.flatten(1), noise], 1), c["width"]))
    for i in range(1, c["layers"] + 1):
        h = torch.relu(w.map(f"hidden.{i}", h, c["width"]))
    return w.map("out", h, x[0].numel()).reshape(x.shape)


def two_layer(c, w, x, noise, condition):
    z = torch.cat([x.flatten(1), noise] + ([] if condition is None else [condition]), 1)
    h = torch.relu(w.linear("hidden", z, c["width"]))
    d = x[0].numel()
    return (w.map("out", h, d) + w.linear("skip", z, d)).reshape(x.shape)


def padded(x, multiple):
    bottom, right = -x.shape[2] % multiple, -x.shape[3] % multiple
    return F.pad(x, (0, right, 0, bottom))


def unet(c, w, x, noise, condition):
    levels, patch = len(c["multipliers"]), c["patch"]
    widths = [c["channels"] * m for m in c["multipliers"]]
    e = w.embedding(noise, condition, c["embedding"], c["embedding"])

    def block(name, x, outputs):
        h = F.silu(w.group_norm(name + ".norm.0", x))
        h = w.convolution(name + ".conv.0", h, outputs, 3)
        if c["modulation"] == "scale-shift":
            both = w.linear(name + ".modulation", e, 2 * outputs)
            scale, offset = both[:, :, None, None].chunk(2, 1)
            h = w.group_norm(name + ".norm.1", h) * (1 + scale) + offset
        else:
            h = h + w.linear(name + ".modulation", e, outputs)[:, :, None, None]
            h = w.group_norm(name + ".norm.1", h)
        h = w.convolution(name + ".conv.1", F.silu(h), outputs, 3)
        return h + (x if x.shape[1] == outputs else w.convolution(name + ".shortcut", x, outputs, 1))

    def unit(name, x, outputs):
        h = block(name, x, outputs)
        if max(h.shape[2:]) > c["attention"]:
            return h
        tokens = w.group_norm(name + ".attention.norm", h).flatten(2).transpose(1, 2)
        mixed = w.attention(name + ".attention", tokens, outputs // c["head_width"], outputs)
        return h + mixed.transpose(1, 2).reshape(h.shape)

    h = F.pixel_unshuffle(padded(x, patch << (levels - 1)), patch)
    h = w.convolution("in", h, widths[0], 3)
    kept = []
    for i in range(levels - 1):
        for b in range(c["blocks"]):
            h = unit(f"down.{i}.{b}", h, widths[i])
            kept.append(h)
        h = F.avg_pool2d(h, 2)
    for b in range(2 * c["blocks"]):
        h = unit(f"middle.{b}", h, widths[-1])
    for i in reversed(range(levels - 1)):
        h = w.convolution(f"up.{i}.in", h, widths[i], 1)
        h = F.interpolate(h, scale_factor=2, mode="nearest")
        for b in range(c["blocks"]):
            h = unit(f"up.{i}.{b}", torch.cat([h, kept.pop()], 1), widths[i])
    h = F.silu(w.group_norm("out.norm", h))
    h = w.convolution("out", h, x.shape[1] * patch**2, 3)
    return F.pixel_shuffle(h, patch)[:, :, : x.shape[2], : x.shape[3]]


def places(lines, columns, width):
    n = width // 4
    speed = 10000.0 ** (-torch.arange(n, dtype=torch.float64) / n)
    i = torch.arange(lines).repeat_interleave(columns)[:, None] * speed
    j = torch.arange(columns).repeat(lines)[:, None] * speed
    return torch.cat([i.sin(), i.cos(), j.sin(), j.cos()], 1).float()


def dit(c, w, x, noise, condition):
    width, p = c["width"], c["patch"]
    e = w.embedding(noise, condition, c["fourier"], width)
    full = padded(x, p)
    lines, columns = full.shape[2] // p, full.shape[3] // p
    w.values.setdefault("places", places(lines, columns, width))
    tokens = F.unfold(full, p, stride=p).transpose(1, 2)
    h = w.linear("in", tokens, width) + w("places", lines * columns, width)
    for i in range(c["blocks"]):
        name = f"block.{i}"
        m = w.linear(name + ".modulation", e, 6 * width)[:, None].chunk(6, -1)
        u = row_norm(h) * (1 + m[0]) + m[1]
        h = h + m[2] * w.attention(name + ".attention", u, c["heads"], width)
        u = row_norm(h) * (1 + m[3]) + m[4]
        h = h + m[5] * w.linear(name + ".1", F.gelu(w.linear(name + ".0", u, 4 * width)), width)
    m = w.linear("out.modulation", e, 2 * width)[:, None].chunk(2, -1)
    h = w.linear("out", row_norm(h) * (1 + m[0]) + m[1], x.shape[1] * p * p)
    out = F.fold(h.transpose(1, 2), full.shape[2:], p, stride=p)
    return out[:, :, : x.shape[2], : x.shape[3]]


KINDS = {"mlp": mlp, "residual-mlp": residual_mlp, "unet": unet, "dit": dit, "relu": relu,
         "two-layer": two_layer}


def unet_config(shape, condition, channels, attention, head_width, patch, modulation):
    return {
        "shape": {"dimensions": shape},
        "condition": condition,
        "channels": channels,
        "multipliers": [1, 2],
        "blocks": 1,
        "attention": attention,
        "head_width": head_width,
        "patch": patch,
        "embedding": 12,
        "modulation": modulation,
    }


def config(shape, **sizes):
    return {"shape": {"dimensions": shape}, **sizes}


FIXTURES = {
    "mlp": ("mlp", config([3], condition=2, width=8, layers=2, fourier=4)),
    "mlp-plain": ("mlp", config([2, 2], condition=0, width=8, layers=1, fourier=0)),
    "residual-mlp": (
        "residual-mlp",
        config([5], condition=3, width=8, hidden=12, blocks=2, normalise=True, fourier=6),
    ),
    "residual-mlp-plain": (
        "residual-mlp",
        config([4], condition=0, width=8, hidden=6, blocks=2, normalise=False, fourier=6),
    ),
    "unet-scale-shift": ("unet", unet_config([1, 7, 6], 2, 8, 4, 8, 1, "scale-shift")),
    "unet-add-patch": ("unet", unet_config([2, 6, 9], 0, 4, 4, 4, 2, "add")),
    "dit": (
        "dit",
        config([1, 5, 6], condition=3, patch=2, width=8, blocks=2, heads=2, fourier=6),
    ),
    "relu": ("relu", config([4], width=16, layers=2)),
    "two-layer": ("two-layer", config([3], condition=2, width=8)),
}


def fixtures(directory):
    for seed, (name, (kind, c)) in enumerate(FIXTURES.items()):
        generator = torch.Generator().manual_seed(seed)
        x = torch.randn(3, *c["shape"]["dimensions"], generator=generator)
        noise = torch.tensor([[-1.5], [0.0], [1.0]])
        inputs = {"in.x": x, "in.noise": noise}
        count = c.get("condition", 0)
        if count:
            inputs["in.condition"] = torch.eye(count)[:3].repeat(3, 1)[:3] * (noise != 0)
        weights = Weights({}, generator)
        expected = KINDS[kind](c, weights, x, noise, inputs.get("in.condition"))
        tensors = {**weights.values, **inputs, "expected": expected}
        write(
            Path(directory) / f"{name}.safetensors",
            tensors,
            {"kind": kind, "network": json.dumps(c)},
        )


def run(path):
    tensors, metadata = read(path)
    out = KINDS[metadata["kind"]](
        json.loads(metadata["network"]),
        Weights(tensors),
        tensors["in.x"],
        tensors["in.noise"],
        tensors.get("in.condition"),
    )
    print((out - tensors["expected"]).abs().max().item())


if __name__ == "__main__":
    with torch.inference_mode():
        {"fixtures": fixtures, "run": run}[sys.argv[1]](sys.argv[2])
