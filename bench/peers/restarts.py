"""Two-layer ReLU score networks trained by gradients from many random starts."""

import time

import numpy as np
import scipy.optimize
import torch

from case import Case


class Restarts(Case):
    """|s(x) - y|^2 / 2 + beta/2 sum_j (|u_j|^2 + |alpha_j|^2), s = alpha (U x + b)_+ + V x + c.

    The biases b carry weight decay if `decay`; V is 0 unless `skip`. Answers with the best objective
    of each start, then seconds: of all, and until within 1e-4 of the best of them.
    """

    STARTS = 20
    STEPS = 3000
    RATES = (1e-1, 1e-2)

    def __init__(self, arrays, numbers):
        self.x, self.y = (torch.from_numpy(arrays[name]) for name in ("x", "y"))
        self.width, self.beta = int(numbers["width"]), numbers["beta"]
        self.decay, self.skip = bool(numbers["decay"]), bool(numbers["skip"])

    def run(self, variant):
        with torch.inference_mode(False), torch.enable_grad():
            self.x, self.y = self.x.clone(), self.y.clone()
            start = time.perf_counter()
            values, trace = self.adam(start) if variant == "Adam" else self.lbfgs(start)
            seconds = time.perf_counter() - start
            best = values.min()
            reached = next(s for s, v in trace if v <= best + 1e-4 * abs(best))
            return np.concatenate([values, [seconds, reached]])

    def numbers(self, result):
        return result

    def starts(self, count, seed):
        torch.manual_seed(seed)
        m, (n, d) = self.width, self.x.shape
        shapes = [(m, d), (m,), (m, d), (d, d), (d,)]
        p = [torch.randn(count, *s, dtype=torch.float64) for s in shapes]
        p[0] /= d**0.5
        # Kinks through data points, as the data are spread.
        rows = self.x[torch.randint(n, (count, m))]
        p[1] = -(p[0] * rows).sum(2)
        p[2] /= m**0.5
        p[3:] = [torch.zeros_like(v) for v in p[3:]]
        return p

    def objective(self, p):
        u, b, alpha, v, c = p
        hidden = torch.relu(torch.einsum("smd,nd->snm", u, self.x) + b[:, None])
        s = hidden @ alpha + c[:, None]
        if self.skip:
            s = s + torch.einsum("skd,nd->snk", v, self.x)
        decay = u.square().sum((1, 2)) + alpha.square().sum((1, 2))
        if self.decay:
            decay = decay + b.square().sum(1)
        return (s - self.y).square().sum((1, 2)) / 2 + self.beta / 2 * decay

    def adam(self, start):
        """All starts side by side; the better of the rates; the rate falls to 0 by a cosine."""
        best, trace = None, []
        for rate in self.RATES:
            p = [v.requires_grad_() for v in self.starts(self.STARTS, 0)]
            adam = torch.optim.Adam(p, lr=rate)
            falling = torch.optim.lr_scheduler.CosineAnnealingLR(adam, self.STEPS)
            for step in range(self.STEPS):
                adam.zero_grad()
                values = self.objective(p)
                values.sum().backward()
                if step % 20 == 0:
                    trace.append((time.perf_counter() - start, values.min().item()))
                adam.step()
                falling.step()
            values = self.objective(p).detach().numpy()
            trace.append((time.perf_counter() - start, values.min()))
            best = values if best is None else np.minimum(best, values)
        return best, trace

    def lbfgs(self, start):
        values, trace = [], []
        for seed in range(self.STARTS):
            p = self.starts(1, seed)
            sizes = [v.numel() for v in p]

            def value(flat):
                parts = torch.from_numpy(flat).split(sizes)
                q = [a.reshape(v.shape).requires_grad_() for a, v in zip(parts, p)]
                f = self.objective(q).sum()
                grads = torch.autograd.grad(f, q, allow_unused=True)
                zeros = [torch.zeros_like(v) if g is None else g for g, v in zip(grads, q)]
                return f.item(), torch.cat([g.flatten() for g in zeros]).numpy()

            flat = torch.cat([v.flatten() for v in p]).numpy()
            found = scipy.optimize.minimize(
                value, flat, jac=True, method="L-BFGS-B", options={"maxiter": 3000, "maxfun": 6000}
            )
            values.append(found.fun)
            trace.append((time.perf_counter() - start, min(values)))
        return np.array(values), trace
