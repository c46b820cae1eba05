"""The Python side of the side-by-side runs: answers one line of JSON with another.

    {"do": "versions"}                                  -> names and versions
    {"do": "setup", "case", "directory",
     "arrays": {name: [rows, columns]}, "numbers"}      -> {}; arrays are files of float64
    {"do": "answer", "variant"}                         -> {"note"}; the answer is in the file `answer`;
                                                           or {"missing"}, what is not installed
    {"do": "run", "variant", "repetitions"}             -> {"seconds"} a repetition, by perf_counter
    anything that fails                                 -> {"error"}

Started by org.scorefield.bench.peer.Worker as `worker.py THREADS`.
"""

import json
import os
import platform
import sys
import time
import traceback

import numpy as np
import onnxruntime
import scipy
import sklearn
import torch

import cases


def versions():
    return {
        "Python": platform.python_version(),
        "torch": torch.__version__,
        "NumPy": np.__version__,
        "SciPy": scipy.__version__,
        "scikit-learn": sklearn.__version__,
        "ONNX Runtime": onnxruntime.__version__,
    }


class Worker:
    def __init__(self):
        self.case = None
        self.directory = None

    def setup(self, question):
        self.case = None  # frees the data of the case before
        self.directory = question["directory"]
        arrays = {
            name: np.fromfile(os.path.join(self.directory, name), "<f8").reshape(shape)
            for name, shape in question["arrays"].items()
        }
        self.case = cases.CASES[question["case"]](arrays, question["numbers"])
        return {}

    def answer(self, question):
        try:
            result = self.case.run(question["variant"])
        except ModuleNotFoundError as e:
            return {"missing": str(e)}
        numbers = np.ascontiguousarray(self.case.numbers(result), "<f8")
        numbers.tofile(os.path.join(self.directory, "answer"))
        return {"note": self.case.note(question["variant"])}

    def run(self, question):
        run, variant, repetitions = self.case.run, question["variant"], question["repetitions"]
        start = time.perf_counter()
        for _ in range(repetitions):
            run(variant)
        return {"seconds": (time.perf_counter() - start) / repetitions}

    def reply(self, question):
        match question["do"]:
            case "versions":
                return versions()
            case "setup":
                return self.setup(question)
            case "answer":
                return self.answer(question)
            case "run":
                return self.run(question)
            case unknown:
                return {"error": f"cannot do {unknown}"}


def main():
    torch.set_num_threads(int(sys.argv[1]))
    replies, sys.stdout = sys.stdout, sys.stderr  # what a library prints must not look like a reply
    worker = Worker()
    with torch.inference_mode():
        for line in sys.stdin:
            try:
                reply = worker.reply(json.loads(line))
            except Exception as e:
                traceback.print_exc()
                reply = {"error": repr(e)}
            print(json.dumps(reply), file=replies, flush=True)


if __name__ == "__main__":
    main()
