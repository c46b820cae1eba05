"""What the worker asks of a case."""

import numpy as np


class Case:
    def note(self, variant):
        return ""

    def numbers(self, result):
        return np.asarray(result, np.float64)
