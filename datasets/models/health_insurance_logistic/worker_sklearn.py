"""The logistic regression of this folder as scikit-learn estimators, answering as a worker of AuditHarness.

    python3 worker_sklearn.py coefficients.json

Speaks the line protocol of src/AuditHarness.Adapters/Models/Worker/PROTOCOL.md. The coefficients are those of model.zip and model.onnx,
read from JSON: a pickle would be code. Needs scikit-learn (Debian: python3-sklearn).
"""

import json
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import OneHotEncoder, StandardScaler


def load(path):
    """Real estimators with the fitted values set, instead of a fit."""
    with open(path, encoding="utf-8") as file:
        model = json.load(file)
    numbers, texts = model["numbers"], model["texts"]

    scaler = StandardScaler()
    scaler.mean_ = np.array([n["offset"] for n in numbers])
    scaler.scale_ = 1 / np.array([n["scale"] for n in numbers])
    scaler.var_ = scaler.scale_**2
    scaler.n_features_in_ = len(numbers)

    # A level that the model never saw, and a missing one, is no level.
    levels = [list(t["weights"]) for t in texts]
    encoder = OneHotEncoder(categories=levels, handle_unknown="ignore").fit(np.array([[names[0] for names in levels]], dtype=object))

    regression = LogisticRegression()
    regression.classes_ = np.array([0, 1])
    regression.coef_ = np.array([[n["weight"] for n in numbers] + [w for t in texts for w in t["weights"].values()]])
    regression.intercept_ = np.array([model["intercept"]])
    regression.n_features_in_ = regression.coef_.shape[1]
    return numbers, texts, scaler, encoder, regression


def main():
    numbers, texts, scaler, encoder, regression = load(sys.argv[1])

    def score(request):
        columns = {column["name"]: column["values"] for column in request["columns"]}
        filled = [[n["whenMissing"] if value is None else value for value in columns[n["name"]]] for n in numbers]
        named = [["" if value is None else value for value in columns[t["name"]]] for t in texts]
        encoded = encoder.transform(np.array(named, dtype=object).T).toarray()
        rows = np.hstack([scaler.transform(np.array(filled, dtype=float).T), encoded])
        return {"risks": regression.predict_proba(rows)[:, 1].tolist()}

    methods = {
        "hello": lambda _: {"protocol": 1, "name": "health_insurance_logistic", "version": "1", "capabilities": ["describe", "score"]},
        "describe": lambda _: {
            "inputs": [{"name": n["name"], "kind": "number"} for n in numbers] + [{"name": t["name"], "kind": "text"} for t in texts],
            "output": "probability",
        },
        "score": score,
    }
    for line in sys.stdin:
        request = json.loads(line)
        method = methods.get(request["method"])
        answer = method(request) if method else {"error": "This worker does not know the request."}
        print(json.dumps({"id": request["id"], **answer}, allow_nan=False), flush=True)


if __name__ == "__main__":
    main()
