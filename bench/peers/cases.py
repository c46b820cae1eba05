"""The cases as a careful user of PyTorch, SciPy or scikit-learn would write them.

A case prepares in its constructor what does not change from call to call. `run(variant)` is timed;
`numbers(result)` turns a result into what is compared with the other side. Names of variants are
those of the Java `Rival`s.
"""

import time

import numpy as np
import scipy.linalg
import scipy.spatial.distance
import torch
from sklearn.decomposition import PCA
from sklearn.metrics.pairwise import euclidean_distances, rbf_kernel
from sklearn.neighbors import NearestNeighbors

import gated
import imported
import restarts
import training
from case import Case


def precision_of(variant):
    return torch.float32 if "float32" in variant else torch.float64


class Empirical(Case):
    """D = softmax(-|x - y|^2 / 2 sigma^2) y, with |x|^2 dropped and |y|^2 prepared."""

    def __init__(self, arrays, numbers):
        self.variance = numbers["sigma"] ** 2
        rows = torch.from_numpy(arrays["rows"])
        mean = rows.mean(0)
        self.of = {}
        for kind in (torch.float64, torch.float32):
            y = (rows - mean).to(kind)
            x = torch.from_numpy(arrays["x"]).to(kind)
            self.of[kind] = (x, mean.to(kind), y, y.T, -0.5 * y.square().sum(1))

    def run(self, variant):
        x, mean, y, transposed, half = self.of[precision_of(variant)]
        scale = 1 / self.variance
        weights = torch.addmm(half, x - mean, transposed, beta=scale, alpha=scale).softmax(1)
        return torch.addmm(mean, weights, y)

    def numbers(self, result):
        return result.double().numpy()


class Mixture(Case):
    """D = sum_k w_k D_k, w = softmax(log pi_k + log N(x; mu_k, C_k + sigma^2 I))."""

    def __init__(self, arrays, numbers):
        self.variance = numbers["sigma"] ** 2
        self.x = torch.from_numpy(arrays["x"])
        self.log_weights = torch.from_numpy(arrays["weights"])[0].log()
        self.means = torch.from_numpy(arrays["means"])
        k, d = self.means.shape
        self.covariances = torch.from_numpy(arrays["covariances"]).reshape(k, d, d)
        values, vectors = torch.linalg.eigh(self.covariances)
        values = values.clamp(min=0)
        side_by_side = vectors.permute(1, 0, 2).reshape(d, k * d).contiguous()
        stacked = vectors.mT.reshape(k * d, d).contiguous()
        shift = -torch.einsum("kd,kde->ke", self.means, vectors).reshape(k * d)
        self.of = {}
        for kind in (torch.float64, torch.float32):
            parts = (self.x, self.log_weights, self.means, values, side_by_side, stacked, shift)
            self.of[kind] = tuple(p.to(kind) for p in parts)

    def run(self, variant):
        return self.cholesky() if "cholesky" in variant else self.eigen(precision_of(variant))

    def eigen(self, kind):
        x, log_weights, means, values, side_by_side, stacked, shift = self.of[kind]
        k, d = values.shape
        noisy = values + self.variance
        c = torch.addmm(shift, x, side_by_side).view(-1, k, d)
        square = torch.einsum("bkd,kd->bk", c.square(), noisy.reciprocal())
        w = (log_weights - 0.5 * (square + noisy.log().sum(1))).softmax(1)
        c = c * (values / noisy) * w.unsqueeze(2)
        return torch.addmm(w @ means, c.view(-1, k * d), stacked)

    def cholesky(self):
        d = self.x.shape[1]
        noisy = self.covariances + self.variance * torch.eye(d, dtype=torch.float64)
        factor = torch.linalg.cholesky(noisy)
        offset = (self.x.unsqueeze(0) - self.means.unsqueeze(1)).mT
        half = torch.linalg.solve_triangular(factor, offset, upper=False)
        log_det = 2 * factor.diagonal(dim1=1, dim2=2).log().sum(1)
        w = (self.log_weights - 0.5 * (half.square().sum(1).T + log_det)).softmax(1)
        whole = torch.linalg.solve_triangular(factor.mT, half, upper=True)
        return self.x - self.variance * torch.einsum("bk,kdb->bd", w, whole)

    def numbers(self, result):
        return result.double().numpy()


class Heun(Case):
    """EDM's Heun on a mixture of isotropic Gaussians; samples as rows or columns, in chunks or not."""

    CHUNKS = (1 << 30, 16384, 4096)

    def __init__(self, arrays, numbers):
        self.variance = numbers["variance"]
        self.sigmas = arrays["sigmas"][0].tolist()
        self.of = {}
        for kind in (torch.float64, torch.float32):
            self.of[kind] = tuple(torch.from_numpy(arrays[a]).to(kind) for a in ("start", "means"))
        self.best = {kind: self.fastest(kind) for kind in self.of}

    def fastest(self, kind):
        seconds = {}
        for _ in range(2):
            for layout in (self.rows, self.columns):
                for chunk in self.CHUNKS:
                    start = time.perf_counter()
                    self.sample(kind, layout, chunk)
                    seconds[layout, chunk] = time.perf_counter() - start
        return min(seconds, key=seconds.get)

    def run(self, variant):
        kind = precision_of(variant)
        return self.sample(kind, *self.best[kind])

    def note(self, variant):
        layout, chunk = self.best[precision_of(variant)]
        return f"{layout.__name__}, {'whole' if chunk > 1 << 29 else f'chunks of {chunk}'}"

    def sample(self, kind, layout, chunk):
        start, means = self.of[kind]
        return torch.cat([layout(part, means) for part in start.split(min(chunk, len(start)))])

    def rows(self, x, means):
        squares, transposed = -0.5 * means.square().sum(1), means.T.contiguous()

        def denoise(x, sigma):
            v = self.variance + sigma * sigma
            w = torch.addmm(squares, x, transposed, beta=1 / v, alpha=1 / v).softmax(1)
            return torch.addmm(x, w, means, beta=self.variance / v, alpha=1 - self.variance / v)

        return self.steps(x, denoise)

    def columns(self, x, means):
        squares, transposed = -0.5 * means.square().sum(1, keepdim=True), means.T.contiguous()

        def denoise(x, sigma):
            v = self.variance + sigma * sigma
            w = torch.addmm(squares, means, x, beta=1 / v, alpha=1 / v).softmax(0)
            return torch.addmm(x, transposed, w, beta=self.variance / v, alpha=1 - self.variance / v)

        return self.steps(x.T.contiguous(), denoise).T.contiguous()

    def steps(self, x, denoise):
        for sigma, following in zip(self.sigmas, self.sigmas[1:]):
            slope = (x - denoise(x, sigma)) / sigma
            euler = torch.add(x, slope, alpha=following - sigma)
            if following == 0:
                return euler
            slope += (euler - denoise(euler, following)) / following
            x = torch.add(x, slope, alpha=(following - sigma) / 2)
        return x

    def numbers(self, result):
        return result.double().numpy()


class Eigen(Case):
    def __init__(self, arrays, numbers):
        self.covariance = torch.from_numpy(arrays["covariance"])
        self.probe = torch.from_numpy(arrays["probe"])[0]

    def run(self, variant):
        return torch.linalg.eigh(self.covariance)

    def numbers(self, result):
        values, vectors = result
        rebuilt = vectors @ (values * (vectors.T @ self.probe))
        return torch.cat([values.flip(0), rebuilt]).numpy()


class LowRank(Case):
    LEADING = 16

    def __init__(self, arrays, numbers):
        self.rows = arrays["rows"]
        self.torch_rows = torch.from_numpy(self.rows)
        self.rank = int(numbers["rank"])

    def run(self, variant):
        n = len(self.rows)
        if variant.startswith("torch"):
            mean = self.torch_rows.mean(0, keepdim=True)
            _, singular, _ = torch.svd_lowrank(self.torch_rows, q=self.rank + 10, niter=2, M=mean)
            return (singular[: self.rank].square() / n).numpy()
        solver = variant.split()[-1]
        fit = PCA(self.rank, svd_solver=solver, random_state=0).fit(self.rows)
        return fit.explained_variance_ * (n - 1) / n

    def numbers(self, result):
        return np.append(result[: self.LEADING], result.sum())


class Frechet(Case):
    def __init__(self, arrays, numbers):
        self.x, self.y = arrays["x"], arrays["y"]

    def run(self, variant):
        gap = self.x.mean(0) - self.y.mean(0)
        a, b = np.cov(self.x, rowvar=False), np.cov(self.y, rowvar=False)
        if variant.endswith("sqrtm"):
            trace = np.trace(scipy.linalg.sqrtm(a @ b)).real
        else:
            trace = np.sqrt(np.maximum(scipy.linalg.eigvals(a @ b).real, 0)).sum()
        return [gap @ gap + np.trace(a) + np.trace(b) - 2 * trace]


def unbiased(kernel, x, y):
    """mean k(x, x') + mean k(y, y') - 2 mean k(x, y), without the pairs of a row with itself."""
    n, m = len(x), len(y)
    xx, yy, xy = kernel(x, x), kernel(y, y), kernel(x, y)
    return (
        (xx.sum() - np.trace(xx)) / (n * (n - 1))
        + (yy.sum() - np.trace(yy)) / (m * (m - 1))
        - 2 * xy.mean()
    )


class Pairwise(Case):
    def __init__(self, arrays, numbers):
        self.x, self.y = arrays["x"], arrays["y"]
        self.gamma = 0.5 / numbers["bandwidth"] ** 2 if numbers["bandwidth"] else None

    def run(self, variant):
        return [unbiased(self.kernel(variant), self.x, self.y)]

    def kernel(self, variant):
        if variant.endswith("rbf_kernel"):
            return lambda a, b: rbf_kernel(a, b, gamma=self.gamma)
        if variant.endswith("euclidean_distances"):
            return lambda a, b: -euclidean_distances(a, b)
        return lambda a, b: -scipy.spatial.distance.cdist(a, b)


class Prdc(Case):
    """As the authors' package does it: radii by nearest neighbours, then all pairs at once."""

    def __init__(self, arrays, numbers):
        self.generated, self.reference = arrays["x"], arrays["y"]
        self.k = int(numbers["neighbours"])

    def radii(self, rows):
        return NearestNeighbors(n_neighbors=self.k).fit(rows).kneighbors()[0][:, -1]

    def run(self, variant):
        of_reference, of_generated = self.radii(self.reference), self.radii(self.generated)
        pairs = euclidean_distances(self.reference, self.generated)
        inside = pairs <= of_reference[:, None]
        return [
            inside.any(0).mean(),
            (pairs <= of_generated[None, :]).any(1).mean(),
            inside.sum() / (self.k * len(self.generated)),
            inside.any(1).mean(),
        ]


class Sliced(Case):
    def __init__(self, arrays, numbers):
        self.x, self.y = arrays["x"], arrays["y"]
        directions = arrays["directions"]
        self.directions = (directions / np.linalg.norm(directions, axis=1, keepdims=True)).T

    def run(self, variant):
        a = np.sort((self.x @ self.directions).T.copy(), axis=1)
        b = np.sort((self.y @ self.directions).T.copy(), axis=1)
        return [np.sqrt(np.square(a - b).mean())]


CASES = {
    "empirical": Empirical,
    "empirical-wide": Empirical,
    "mixture": Mixture,
    "mixture-wide": Mixture,
    "heun": Heun,
    "heun-mlp": training.HeunNetwork,
    "euler-onnx": imported.EulerOnnx,
    "step-mlp-128": training.MlpStep,
    "step-mlp-512": training.MlpStep,
    "step-conv": training.ConvolutionStep,
    "step-unet": training.UNetStep,
    "gated-250x50": gated.Gated,
    "gated-2000x20": gated.Gated,
    "gated-100x5": gated.Gated,
    "restarts": restarts.Restarts,
    "eigen-3072": Eigen,
    "eigen-784": Eigen,
    "low-rank": LowRank,
    "frechet-64": Frechet,
    "frechet-value-64": Frechet,
    "frechet-784": Frechet,
    "frechet-value-784": Frechet,
    "mmd": Pairwise,
    "energy": Pairwise,
    "prdc": Prdc,
    "sliced-w2": Sliced,
}
