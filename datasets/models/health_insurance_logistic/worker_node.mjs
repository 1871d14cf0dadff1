// The logistic regression of this folder in plain JavaScript, answering as a worker of AuditHarness.
//
//     node worker_node.mjs coefficients.json
//
// Speaks the line protocol of src/AuditHarness.Adapters/Models/Worker/PROTOCOL.md. The coefficients are those of model.zip and
// model.onnx. Needs Node 18 or later, and no package.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const model = JSON.parse(readFileSync(process.argv[2], "utf8"));

function score({ rows, columns }) {
  const values = Object.fromEntries(columns.map((column) => [column.name, column.values]));
  const risks = new Array(rows);
  for (let row = 0; row < rows; row++) {
    let margin = model.intercept;
    for (const { name, whenMissing, offset, scale, weight } of model.numbers) margin += weight * scale * ((values[name][row] ?? whenMissing) - offset);
    // A level that the model never saw, and a missing one, adds nothing.
    for (const { name, weights } of model.texts) if (Object.hasOwn(weights, values[name][row] ?? "")) margin += weights[values[name][row]];
    risks[row] = 1 / (1 + Math.exp(-margin));
  }
  return { risks };
}

const methods = {
  hello: () => ({ protocol: 1, name: "health_insurance_logistic", version: "1", capabilities: ["describe", "score"] }),
  describe: () => ({
    inputs: [...model.numbers.map(({ name }) => ({ name, kind: "number" })), ...model.texts.map(({ name }) => ({ name, kind: "text" }))],
    output: "probability",
  }),
  score,
};

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  const method = methods[request.method];
  const answer = method ? method(request) : { error: "This worker does not know the request." };
  process.stdout.write(JSON.stringify({ id: request.id, ...answer }) + "\n");
}
