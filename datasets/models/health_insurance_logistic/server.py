"""The logistic regression of this folder behind HTTP, for trying out AuditHarness's models of kind "http" and "chat".

    python3 server.py coefficients.json --port 8123

Needs Python 3.8 or later and no package. Answers on this machine alone:

    GET  /v2/models/health_insurance_logistic          Open Inference Protocol: what the model takes and gives
    POST /v2/models/health_insurance_logistic/infer    Open Inference Protocol: tensors in, "risk" out
    POST /score                                        plain JSON: columns and rows in, scores out
    POST /v1/chat/completions                          OpenAI-compatible chat; no language model: it finds "age: 40" and the like in
                                                       the prompt, and answers "Risk: 0.0421" from the regression

With --token-variable NAME each request must bear the token that this environment variable holds. Port 0 takes a free port; the first
line that is printed says which. Ends when its standard input is closed and --until-closed is given, or when it is interrupted.
"""

import argparse
import hmac
import json
import math
import os
import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NAME = "health_insurance_logistic"
LONGEST = 64 * 1024 * 1024


class Refused(Exception):
    """A request that cannot be answered: status and reason."""

    def __init__(self, status, reason):
        super().__init__(reason)
        self.status, self.reason = status, reason


class Model:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            model = json.load(file)
        self.numbers, self.texts, self.intercept = model["numbers"], model["texts"], model["intercept"]
        self.names = [f["name"] for f in self.numbers + self.texts]

    def risk(self, row):
        margin = self.intercept
        for n in self.numbers:
            value = row[n["name"]]
            margin += n["weight"] * n["scale"] * ((n["whenMissing"] if value is None else value) - n["offset"])
        for t in self.texts:
            # A level that the model never saw, and a missing one, adds nothing.
            margin += t["weights"].get(row[t["name"]], 0.0)
        return 1 / (1 + math.exp(-margin))

    def metadata(self):
        inputs = [{"name": n["name"], "datatype": "FP64", "shape": [-1]} for n in self.numbers]
        inputs += [{"name": t["name"], "datatype": "BYTES", "shape": [-1]} for t in self.texts]
        return {"name": NAME, "versions": ["1"], "platform": "python", "inputs": inputs, "outputs": [{"name": "risk", "datatype": "FP64", "shape": [-1]}]}

    def infer(self, request):
        columns = {t["name"]: t["data"] for t in request["inputs"]}
        if sorted(columns) != sorted(self.names):
            raise Refused(400, "the inputs are not those of the model")
        rows = len(columns[self.names[0]])
        risks = [self.risk({name: columns[name][row] for name in self.names}) for row in range(rows)]
        output = {"name": "risk", "datatype": "FP64", "shape": [rows], "data": risks}
        return {"id": request.get("id", ""), "model_name": NAME, "model_version": "1", "outputs": [output]}

    def score(self, request):
        columns = request["columns"]
        if sorted(columns) != sorted(self.names):
            raise Refused(400, "the columns are not those of the model")
        return {"scores": [self.risk(dict(zip(columns, row))) for row in request["rows"]], "ids": request.get("ids", [])}

    def chat(self, request):
        prompt = request["messages"][-1]["content"]
        prompt = prompt if isinstance(prompt, str) else "".join(part.get("text", "") for part in prompt)
        said = dict(re.findall(r"^(\w+): (.*)$", prompt, re.MULTILINE))
        row = {name: None if said.get(name, "unknown") == "unknown" else said[name] for name in self.names}
        for n in self.numbers:
            row[n["name"]] = None if row[n["name"]] is None else float(row[n["name"]])
        text = f"Risk: {self.risk(row)!r}"
        usage = {"prompt_tokens": len(prompt.split()), "completion_tokens": 2, "total_tokens": len(prompt.split()) + 2}
        choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
        return {"id": "chatcmpl-1", "object": "chat.completion", "created": 0, "model": request["model"], "choices": [choice], "usage": usage}


def handler(model, token):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self):
            self.answer({f"/v2/models/{NAME}": lambda _: model.metadata()}, None)

        def do_POST(self):
            self.answer({f"/v2/models/{NAME}/infer": model.infer, "/score": model.score, "/v1/chat/completions": model.chat}, self.body())

        def body(self):
            length = int(self.headers.get("Content-Length") or 0)
            if length > LONGEST:
                self.close_connection = True
                return None
            return self.rfile.read(length)

        def answer(self, routes, body):
            try:
                sent = self.headers.get("Authorization") or ""
                if token is not None and not hmac.compare_digest(sent.encode(), f"Bearer {token}".encode()):
                    raise Refused(401, "no valid token")
                if self.path not in routes:
                    raise Refused(404, "nothing is here")
                status, answer = 200, routes[self.path](None if body is None else json.loads(body))
            except Refused as refused:
                status, answer = refused.status, {"error": refused.reason}
            except (KeyError, TypeError, ValueError, IndexError):
                status, answer = 400, {"error": "the request cannot be read"}
            content = json.dumps(answer, allow_nan=False).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            """Keeps quiet: a log would say who asked when."""

    return Handler


def main():
    arguments = argparse.ArgumentParser(description="Serves a logistic regression on this machine.")
    arguments.add_argument("coefficients")
    arguments.add_argument("--port", type=int, default=8123)
    arguments.add_argument("--token-variable")
    arguments.add_argument("--until-closed", action="store_true")
    given = arguments.parse_args()
    token = os.environ[given.token_variable] if given.token_variable else None
    server = ThreadingHTTPServer(("127.0.0.1", given.port), handler(Model(given.coefficients), token))
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    if given.until_closed:
        threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown()), daemon=True).start()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    server.server_close()


if __name__ == "__main__":
    main()
