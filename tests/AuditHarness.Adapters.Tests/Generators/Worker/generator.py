"""A generator for tests: python3 generator.py MODE TOKEN [STATE]. Each mode but "good" does one thing wrong, or one thing more."""

import datetime
import json
import os
import random
import sys

mode = sys.argv[1]
state = sys.argv[3] if len(sys.argv) > 3 else ""


def once():
    """True in the first process that asks, and in no later one."""
    try:
        os.close(os.open(state, os.O_CREAT | os.O_EXCL))
        return True
    except FileExistsError:
        return False


def hello(_):
    answer = {"protocol": 1, "name": "its own name", "version": "its own version", "capabilities": ["score" if mode == "no-sample" else "sample"]}
    if mode != "silent":
        answer |= {"modality": "images" if mode == "images" else "records", "conditions": ["sex", "ill"], "seeds": mode != "seedless"}
    if mode == "bad-conditions":
        answer["conditions"] = "sex"
    if mode == "bad-seeds":
        answer["seeds"] = 1
    if mode == "bad-modality":
        answer["modality"] = "record"
    return answer


def sample(request):
    if mode == "die" or (mode == "die-once" and once()):
        os._exit(3)
    chance = random.Random(None if mode in ("chance", "seedless") else request["seed"])
    rows, conditions = request["rows"], request.get("conditions", {})
    born = [chance.randrange(7000, 7100) for _ in range(rows)]
    columns = {
        "age": ("number", [None if chance.random() < 0.1 else round(chance.gauss(50, 9), 1) for _ in range(rows)]),
        "sex": ("text", [conditions.get("sex") or chance.choice(["female", "male"]) for _ in range(rows)]),
        "ill": ("number", [float(conditions.get("ill", chance.randrange(2))) for _ in range(rows)]),
        "born": ("text", [(datetime.date(1970, 1, 1) + datetime.timedelta(b)).isoformat() for b in born]),
        "id": ("number", [chance.randrange(1 << 40) for _ in range(rows)]),
        "rows": ("number", [rows] * rows),
    }
    if mode == "days":
        columns["born"] = ("number", born)
    if mode == "few":
        columns = {name: (kind, values[1:]) for name, (kind, values) in columns.items()}
    if mode == "uneven":
        columns["age"] = ("number", columns["age"][1][1:])
    if mode == "no-column":
        del columns["sex"]
    if mode == "text-numbers":
        columns["age"] = ("text", [str(v) for v in columns["age"][1]])
    if mode == "number-texts":
        columns["sex"] = ("number", [1] * rows)
    if mode == "no-day":
        columns["born"] = ("text", ["24.11.2026"] * rows)
    if mode == "huge":
        columns["age"] = ("number", [10**400] * rows)
    if mode == "deaf":
        columns["sex"] = ("text", ["female"] * rows)
    if mode == "error":
        return {"error": "It has not been trained."}
    return {"columns": [{"name": name, "kind": kind, "values": values} for name, (kind, values) in columns.items()]}


for line in sys.stdin:
    request = json.loads(line)
    answer = {"hello": hello, "sample": sample}[request["method"]](request)
    print(json.dumps({"id": request["id"], **answer}), flush=True)
