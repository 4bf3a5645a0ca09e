// Reads a DMN document with dmn-moddle and decides rows of answers with feelin, another engine's FEEL.
// decide.mjs FILE.dmn < rows.jsonl > outputs.jsonl; warnings of the reader and rows that not one rule takes end it.
import { readFileSync } from "node:fs";
import { DmnModdle } from "dmn-moddle";
import { unaryTest, evaluate } from "feelin";

const { rootElement, warnings } = await new DmnModdle().fromXML(readFileSync(process.argv[2], "utf8"));
if (warnings.length) throw new Error(warnings.map((w) => w.message).join("\n"));
if (!rootElement.dmnDI?.diagrams?.[0]?.diagramElements?.length) throw new Error("no diagram");
const decision = rootElement.drgElement.find((element) => element.$type === "dmn:Decision");
const { input, output, rule } = decision.decisionLogic;

const tests = new Map();
function takes(text, value) {
  const key = JSON.stringify([text, value]);
  if (!tests.has(key)) tests.set(key, unaryTest(text, { "?": value }).value === true);
  return tests.get(key);
}
const value = (text) => evaluate(text).value;
const given = rule.map((r) => JSON.stringify(Object.fromEntries(output.map((o, n) => [o.name, value(r.outputEntry[n].text)]))));

const lines = [];
for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const row = JSON.parse(line);
  const asked = input.map((i) => evaluate(i.inputExpression.text, row).value);
  const hits = rule.flatMap((r, n) => (r.inputEntry.every((e, m) => takes(e.text, asked[m])) ? [n] : []));
  if (hits.length !== 1) throw new Error(`${hits.length} rules take ${line}`);
  lines.push(given[hits[0]]);
}
process.stdout.write(lines.join("\n") + "\n");
