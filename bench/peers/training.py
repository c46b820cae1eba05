"""Networks as a careful user of PyTorch would run and train them on a CPU.

Parameters come as arrays named `p.NAME`; `side.NAME` is the side of a convolution's kernel and
`trained.NAME` tells whether a parameter is trained.
"""

import math
import time

import torch
from torch.nn import functional as F

from case import Case


def parameters_of(arrays, numbers):
    out = {}
    for name, values in arrays.items():
        if name.startswith("p."):
            name, value = name[2:], torch.from_numpy(values).float()
            side = int(numbers.get("side." + name, 0))
            flat = name.endswith((".bias", ".phase")) or ".norm" in "." + name
            out[name] = value.view(len(value), -1, side, side) if side else value
            out[name] = out[name].flatten() if flat else out[name]
    return out


def mlp(p, x, noise):
    h = torch.cat([x, noise], 1)
    layers = sum(name.startswith("hidden") for name in p) // 2
    for i in range(layers):
        h = F.silu(F.linear(h, p[f"hidden.{i}.weight"], p[f"hidden.{i}.bias"]))
    return F.linear(h, p["out.weight"], p["out.bias"])


class Step(Case):
    """The gradient of a mean squared error and a step of AdamW, in the fastest of its forms."""

    LAYOUTS = (torch.contiguous_format,)

    def __init__(self, arrays, numbers):
        self.x = self.shaped(torch.from_numpy(arrays["x"]).float())
        self.noise = torch.from_numpy(arrays["noise"]).float()
        self.target = self.shaped(torch.from_numpy(arrays["target"]).float())
        self.start = parameters_of(arrays, numbers)
        self.trained = sorted(name for name in self.start if numbers["trained." + name])
        forms = [self.form(fused, layout) for fused in (True, False) for layout in self.LAYOUTS]
        for form in forms:
            self.seconds(form, 1)
        best = {i: min(self.seconds(form, 0.3) for _ in range(3)) for i, form in enumerate(forms)}
        self.chosen = forms[min(best, key=best.get)]

    def shaped(self, x):
        return x

    def form(self, fused, layout):
        with torch.inference_mode(False):
            p = {}
            for name, value in self.start.items():
                value = value.clone()
                p[name] = value.to(memory_format=layout) if value.dim() == 4 else value
            for name in self.trained:
                p[name].requires_grad_()
            trained = [p[name] for name in self.trained]
            optimizer = torch.optim.AdamW(
                trained, lr=1e-3, betas=(0.9, 0.99), eps=1e-8, weight_decay=0, fused=fused
            )
            x, target, noise = self.x.clone(), self.target.clone(), self.noise.clone()
            if x.dim() == 4:
                x, target = (v.to(memory_format=layout) for v in (x, target))
        return (fused, layout), p, optimizer, (x, noise, target)

    def step(self, form):
        _, p, optimizer, (x, noise, target) = form
        with torch.inference_mode(False), torch.enable_grad():
            optimizer.zero_grad(set_to_none=True)
            F.mse_loss(self.forward(p, x, noise), target).backward()
            optimizer.step()

    def seconds(self, form, least):
        start, n = time.perf_counter(), 0
        while n == 0 or time.perf_counter() - start < least:
            self.step(form)
            n += 1
        return (time.perf_counter() - start) / n

    def run(self, variant):
        self.step(self.chosen)

    def note(self, variant):
        fused, layout = self.chosen[0]
        last = ", channels last" if layout == torch.channels_last else ""
        return ("fused" if fused else "foreach") + last

    def numbers(self, result):
        fresh = self.form(*self.chosen[0])
        self.step(fresh)
        p = [fresh[1][name] for name in self.trained]
        parts = [torch.cat([v.grad.flatten() for v in p]), torch.cat([v.flatten() for v in p])]
        return torch.cat([part.double() / part.double().norm() for part in parts]).detach().numpy()


class MlpStep(Step):
    def forward(self, p, x, noise):
        return mlp(p, x, noise)


class PictureStep(Step):
    LAYOUTS = (torch.contiguous_format, torch.channels_last)

    def shaped(self, x):
        return x.view(len(x), 1, 28, 28)


class ConvolutionStep(PictureStep):
    def forward(self, p, x, noise):
        layers = sum(name.startswith("conv") for name in p) // 2
        for i in range(layers):
            x = F.conv2d(x, p[f"conv.{i}.weight"], p[f"conv.{i}.bias"], padding=1)
            if i < layers - 1:
                x = F.silu(F.group_norm(x, 8, p[f"norm.{i}.weight"], p[f"norm.{i}.bias"]))
        return x


class UNetStep(PictureStep):
    """Levels of 16, 64 and 128 channels, one block each, attention at the lowest."""

    WIDTHS = (16, 64, 128)
    HEAD = 32

    def forward(self, p, x, noise):
        self.p = p
        e = math.sqrt(2) * torch.cos(F.linear(noise, p["noise.frequency"], p["noise.phase"]))
        e = F.silu(self.linear("embedding.0", e))
        e = F.silu(self.linear("embedding.1", e))
        h, kept = self.convolution("in", x), []
        for i in (0, 1):
            h = self.block(f"down.{i}.0", h, self.WIDTHS[i], e)
            kept.append(h)
            h = F.avg_pool2d(h, 2)
        for b in (0, 1):
            h = self.block(f"middle.{b}", h, self.WIDTHS[2], e)
            h = self.attend(f"middle.{b}.attention", h)
        for i in (1, 0):
            h = F.interpolate(self.convolution(f"up.{i}.in", h), scale_factor=2.0)
            h = self.block(f"up.{i}.0", torch.cat([h, kept.pop()], 1), self.WIDTHS[i], e)
        return self.convolution("out", F.silu(self.norm("out.norm", h)))

    def linear(self, name, x):
        return F.linear(x, self.p[name + ".weight"], self.p[name + ".bias"])

    def convolution(self, name, x):
        weight = self.p[name + ".weight"]
        return F.conv2d(x, weight, self.p[name + ".bias"], padding=weight.shape[-1] // 2)

    def norm(self, name, x):
        groups = max(g for g in range(1, min(32, x.shape[1] // 4) + 1) if x.shape[1] % g == 0)
        return F.group_norm(x, groups, self.p[name + ".weight"], self.p[name + ".bias"])

    def block(self, name, x, width, e):
        h = self.convolution(name + ".conv.0", F.silu(self.norm(name + ".norm.0", x)))
        scale, offset = self.linear(name + ".modulation", e)[:, :, None, None].chunk(2, 1)
        h = F.silu(self.norm(name + ".norm.1", h) * (1 + scale) + offset)
        h = self.convolution(name + ".conv.1", h)
        return h + (x if x.shape[1] == width else self.convolution(name + ".shortcut", x))

    def attend(self, name, x):
        n, c, height, width = x.shape
        rows = self.norm(name + ".norm", x).flatten(2).transpose(1, 2)
        parts = self.linear(name + ".in", rows).view(n, -1, 3, c // self.HEAD, self.HEAD)
        mixed = F.scaled_dot_product_attention(*parts.permute(2, 0, 3, 1, 4))
        rows = self.linear(name + ".out", mixed.transpose(1, 2).reshape(n, -1, c))
        return x + rows.transpose(1, 2).reshape(n, c, height, width)


class HeunNetwork(Case):
    """EDM's Heun on a network that predicts the noise, whole or in chunks."""

    CHUNKS = (1 << 30, 16384, 4096, 2048, 1024)

    def __init__(self, arrays, numbers):
        self.p = parameters_of(arrays, numbers)
        self.start = torch.from_numpy(arrays["start"]).float()
        self.sigmas = arrays["sigmas"][0].tolist()
        seconds = {}
        for _ in range(2):
            for chunk in self.CHUNKS:
                begun = time.perf_counter()
                self.sample(chunk, self.start[:20000])
                seconds[chunk] = min(time.perf_counter() - begun, seconds.get(chunk, math.inf))
        self.best = min(seconds, key=seconds.get)

    def run(self, variant):
        return self.sample(self.best, self.start)

    def note(self, variant):
        return "whole" if self.best > 1 << 29 else f"chunks of {self.best}"

    def sample(self, chunk, start):
        return torch.cat([self.steps(x) for x in start.split(min(chunk, len(start)))])

    def slope(self, x, sigma):
        noise = torch.full((1, 1), math.log(sigma) / 4).expand(len(x), 1)
        return mlp(self.p, x / math.sqrt(1 + sigma * sigma), noise)

    def steps(self, x):
        for sigma, following in zip(self.sigmas, self.sigmas[1:]):
            slope = self.slope(x, sigma)
            euler = torch.add(x, slope, alpha=following - sigma)
            if following == 0:
                return euler
            slope += self.slope(euler, following)
            x = torch.add(x, slope, alpha=(following - sigma) / 2)
        return x

    def numbers(self, result):
        return result.double().numpy()
