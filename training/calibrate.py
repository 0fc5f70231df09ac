"""Calibrate the scores of an exported model: after it, of the mentions with score 0.9 about nine in ten are right.

usage: python -m training.calibrate MODEL_FOLDER GOLD.jsonl [GOLD.jsonl ...]

Platt scaling (Platt 1999): a logistic regression of right or wrong on the logit of the raw probability, two numbers in
all, written into the folder's model.json.
"""

import argparse
import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.evaluation.mentions import evaluate
from pipeline.evaluation.metrics import Compared, calibration_error
from pipeline.taggers.manifest import sign
from pipeline.taggers.onnx import FILES, Calibration, OnnxTagger

Vector = npt.NDArray[np.float64]


def fit(probabilities: Vector, right: Vector) -> Calibration:
    """Return the Platt scaling of raw probabilities [n], given which were right [n], by Newton's method.

    The targets are Platt's: a little less than 1 and more than 0, so that few examples do not make it extreme.
    """
    target = np.where(right > 0, (right.sum() + 1) / (right.sum() + 2), 1 / ((1 - right).sum() + 2))
    kept = np.clip(probabilities, 1e-6, 1 - 1e-6)
    x = np.stack([np.log(kept / (1 - kept)), np.ones_like(kept)], axis=1)
    weights = np.array([1.0, 0.0])
    for _ in range(50):
        predicted = 1 / (1 + np.exp(-x @ weights))
        hessian = (x * (predicted * (1 - predicted))[:, None]).T @ x + 1e-9 * np.eye(2)
        weights -= np.linalg.solve(hessian, x.T @ (predicted - target))
    return Calibration(round(float(weights[0]), 4), round(float(weights[1]), 4))


def write(folder: Path, calibration: Calibration) -> None:
    """Write a calibration into the folder's model.json, and sign the folder."""
    text = json.dumps({"calibration": dataclasses.asdict(calibration)}, indent=1)
    (folder / "model.json").write_text(text + "\n", "utf-8")
    sign(folder, FILES)


def calibrate(folder: Path, gold: Sequence[Path]) -> None:
    """Fit the calibration of a model folder on all gold files together."""
    write(folder, Calibration())
    compared = compared_on(folder, gold)
    pairs = [(score, span in one.gold) for one in compared for span, score in one.found.items()]
    before = calibration_error(compared)
    write(folder, fit(np.array([score for score, _ in pairs]), np.array([float(right) for _, right in pairs])))
    after = calibration_error(compared_on(folder, gold))
    print(f"{folder}: expected calibration error {before:.3f} before, {after:.3f} after")


def compared_on(folder: Path, gold: Sequence[Path]) -> list[Compared]:
    """Return what a model finds in gold files, unlikely names too, and what it should find."""
    tagger = OnnxTagger(folder, least_score=0)
    return [compared for path in gold for compared in evaluate(path, tagger)]


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("gold", type=Path, nargs="+")
    arguments = parser.parse_args()
    calibrate(arguments.folder, arguments.gold)


if __name__ == "__main__":
    main()
