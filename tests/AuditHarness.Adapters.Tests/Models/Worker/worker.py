"""A worker for tests: python3 worker.py MODE TOKEN [STATE]. Each mode but "good" does one thing wrong, or one thing more."""

import json
import math
import os
import signal
import subprocess
import sys
import time

mode, token = sys.argv[1], sys.argv[2]
state = sys.argv[3] if len(sys.argv) > 3 else ""


def once():
    """True in the first process that asks, and in no later one."""
    try:
        os.close(os.open(state, os.O_CREAT | os.O_EXCL))
        return True
    except FileExistsError:
        return False


def out(text):
    sys.stdout.write(text)
    sys.stdout.flush()


def child(session):
    """A process that outlives its parent and holds its standard output open; the token in its arguments tells whose it is."""
    code = "import time; time.sleep(600)"
    return subprocess.Popen([sys.executable, "-c", code, token], start_new_session=session)


def grow():
    """Up to 1.6 GB, and not for ever: were it not ended, the machine should outlive it."""
    blocks = []
    for _ in range(400):
        blocks.append(b"x" * (4 << 20))
        time.sleep(0.01)
    time.sleep(60)


def orphan():
    """A child of a child that has ended."""
    script = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)', sys.argv[1]], start_new_session=True)"
    subprocess.run([sys.executable, "-c", script, token], check=True)


def children():
    child(False)
    child(True)
    orphan()


def risk(x, z):
    return 1 / (1 + math.exp(-(0.8 * x - 0.02 * z + 0.5)))


def risks(request):
    columns = {c["name"]: c["values"] for c in request["columns"]}
    if mode == "texts":
        levels = {"yes": 0.9, "no": 0.1, None: 0.5, "\u00fc \"\\\n\u2028\U0001f600": 0.7}
        return [levels[t] + (0.05 if n is None else 0) for t, n in zip(columns["t"], columns["n"])]
    answers = [risk(x, z) for x, z in zip(columns["x"], columns["z"])]
    if mode == "logit":
        return [math.log(p / (1 - p)) for p in answers]
    if mode == "few":
        return answers[1:]
    if mode == "many":
        return answers + [0.5]
    if mode == "nan":
        return answers[:-1] + [math.nan]
    if mode == "null":
        return answers[:-1] + [None]
    if mode == "outside":
        return answers[:-1] + [1.5]
    if mode == "huge":
        return answers[:-1] + [10**400]
    if mode == "text-risks":
        return [str(a) for a in answers]
    if mode == "backwards":
        return answers[::-1]
    if mode == "sorted":
        return sorted(answers)
    if mode == "random":
        return [(a + os.urandom(1)[0] / 255) / 2 for a in answers]
    return answers


def third():
    """True from the third request on, in whichever process."""
    with open(state, "a", encoding="utf-8") as file:
        file.write("x")
    return os.path.getsize(state) > 2


def score(request):
    if mode in ("die-later", "hang-later") and third():
        if mode == "die-later":
            os._exit(5)
        child(True)
        time.sleep(600)
    if mode == "die-late-once" and third() and os.path.getsize(state) == 3:
        os._exit(5)
    if mode in ("children", "children-hang", "children-die"):
        children()
    if mode in ("hang", "children-hang"):
        time.sleep(600)
    if mode == "late":
        time.sleep(3)
    if mode == "slow":
        time.sleep(0.3)
    if mode == "deaf":
        # It stops reading, so that a large request fills the pipe.
        signal.pause()
    if mode == "die" or (mode in ("die-once", "renamed") and once()):
        print("Traceback (most recent call last):\n  its own\nValueError: something \x1b[31mbroke", file=sys.stderr)
        sys.exit(3)
    if mode == "children-die":
        os._exit(4)
    if mode == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if mode == "flood":
        while True:
            out("{}\n" * 1000)
    if mode == "flood-answers":
        for _ in range(100000):
            out(json.dumps({"id": request["id"], "risks": risks(request)}) + "\n")
    if mode == "line":
        while True:
            out("x" * 65536)
    if mode == "flood-errors":
        for _ in range(20000):
            print("a line of the log, and nothing is wrong " * 2, file=sys.stderr)
    if mode == "garbage":
        out("Scoring 40 patients, the first aged 63 …\n")
    if mode == "bytes":
        sys.stdout.buffer.write(b"\xff\xfe\x00\x01\n")
        sys.stdout.flush()
    if mode == "empty":
        out("\n")
    if mode == "half":
        out('{"id": ')
        os._exit(0)
    if mode == "closed":
        os.close(1)
        time.sleep(600)
    if mode == "grow":
        grow()
    if mode == "child-grows":
        script = "import time; b = []\nfor _ in range(400): b.append(b'x' * (4 << 20)); time.sleep(0.01)\ntime.sleep(60)"
        subprocess.run([sys.executable, "-c", script, token])
    if mode == "error":
        return {"error": "The coefficient table\nhas no row for it."}
    if mode == "wrong-id":
        return {"id": request["id"] + 41, "risks": risks(request)}
    if mode == "no-id":
        out(json.dumps({"risks": risks(request)}) + "\n")
        return None
    if mode == "no-risks":
        return {"scores": risks(request)}
    if mode == "twice":
        out(json.dumps({"id": request["id"], "risks": risks(request)}) + "\n")
    if mode == "environment":
        return {"error": " ".join(sorted(os.environ))}
    if mode == "arguments":
        return {"error": " | ".join(sys.argv[3:])}
    return {"risks": risks(request)}


def hello(_):
    if mode == "hang-start":
        time.sleep(600)
    if mode == "print-start":
        out("Loading the model …\n")
    if mode == "children-start":
        children()
        time.sleep(600)
    if mode == "started":
        once()
    capabilities = {"no-score": ["sample"], "all": ["sample", "generate", "act", "describe"], "score-only": ["score"]}.get(mode, ["score"])
    if mode.startswith("describe"):
        capabilities = ["score", "describe"]
    name = "another" if mode == "renamed" and os.path.exists(state) else "its own name"
    return {"protocol": 2 if mode == "protocol-2" else 1, "name": name, "version": "its own version", "capabilities": capabilities, "more": [1]}


def describe(_):
    z = {"describe-name": {"name": "zz", "kind": "number"}, "describe-kind": {"name": "z", "kind": "text"}}.get(mode, {"name": "z", "kind": "number"})
    return {"inputs": [z, {"name": "x", "kind": "number"}], "output": "logit" if mode == "describe-logit" else "probability"}


def sample(request):
    values = [request["seed"] + row for row in range(request["rows"])]
    return {"columns": [
        {"name": "age", "kind": "number", "values": [None if v % 3 == 0 else v / 2 for v in values]},
        {"name": "sex", "kind": "text", "values": [[None, "male", "female"][v % 3] for v in values]},
    ]}


def generate(request):
    return {"texts": [None if p == "refuse" else f"{p} #{request['seed']}" for p in request["prompts"]]}


def act(request):
    x = request["columns"][0]["values"]
    return {"actions": ["wait", "treat"], "probabilities": [[1, 0] if v is None else [1 - v, v] for v in x]}


if mode == "die-start":
    print("No module named 'sklaern'", file=sys.stderr)
    sys.exit(1)
if mode == "die-quietly":
    os._exit(7)

methods = {"hello": hello, "describe": describe, "score": score, "sample": sample, "generate": generate, "act": act}
for line in sys.stdin:
    request = json.loads(line)
    answer = methods[request["method"]](request)
    if answer is not None:
        out(json.dumps({"id": request["id"], **answer}) + "\n")
if mode == "stays":
    time.sleep(600)
