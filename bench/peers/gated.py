"""Gated ReLU networks with a group lasso, given the gates."""

import numpy as np

from case import Case


class Gated(Case):
    """|S - y|^2 / 2 + beta sum_i |z_i|, S = sum_i D_i X z_i, D_i the rows with g_i . x > 0."""

    def __init__(self, arrays, numbers):
        self.x, self.y, self.gates = arrays["x"], arrays["y"], arrays["gates"]
        self.beta = numbers["beta"]
        self.most = numbers["optimum"] * (1 + numbers["close"])
        self.best = {}

    def objective(self, gates, z):
        open_rows = self.x @ gates.T > 0
        residual = (open_rows * (self.x @ z.T)).sum(1) - self.y[:, 0]
        return residual @ residual / 2 + self.beta * np.linalg.norm(z, axis=1).sum()

    def run(self, variant):
        if variant.startswith("cvxpy"):
            return self.cone_program()
        kind = variant.split()[-1]
        if kind not in self.best:
            self.best[kind] = self.loosest(kind)
        return self.scnn(kind, self.best[kind])

    def loosest(self, kind):
        """The loosest tolerance, by powers of ten, with which it comes close enough: by halving."""
        few, many = 4, 16
        while few < many:
            power = (few + many) // 2
            if self.objective(*self.scnn(kind, 10.0**-power)) <= self.most:
                many = power
            else:
                few = power + 1
        return 10.0**-few

    def note(self, variant):
        return "" if variant.startswith("cvxpy") else f"tol {self.best[variant.split()[-1]]:.0e}"

    def scnn(self, kind, tolerance):
        """Its objective is ours over n; its columns are scaled to norm 1, which they have."""
        from scnn.metrics import Metrics
        from scnn.models import ConvexGatedReLU
        from scnn.optimize import optimize_model
        from scnn.regularizers import NeuronGL1
        from scnn.solvers import RFISTA

        model = ConvexGatedReLU(self.gates.T.copy(), c=1, bias=False)
        solved, _ = optimize_model(
            model,
            RFISTA(model, max_iters=100_000, tol=tolerance),
            Metrics(metric_freq=1_000_000),
            self.x,
            self.y,
            regularizer=NeuronGL1(self.beta / len(self.x)),
            return_convex=True,
            dtype=kind,
        )
        return solved.G.T, solved.parameters[0][0].astype(np.float64)

    def cone_program(self):
        import cvxpy

        n, d = self.x.shape
        features = ((self.x @ self.gates.T > 0)[:, :, None] * self.x[:, None, :]).reshape(n, -1)
        z = cvxpy.Variable((len(self.gates), d))
        residual = features @ cvxpy.vec(z, order="C") - self.y[:, 0]
        penalty = cvxpy.sum(cvxpy.norm(z, 2, axis=1))
        cvxpy.Problem(
            cvxpy.Minimize(cvxpy.sum_squares(residual) / 2 + self.beta * penalty)
        ).solve(solver=cvxpy.CLARABEL)
        return self.gates, z.value

    def numbers(self, result):
        return np.array([self.objective(*result)])
