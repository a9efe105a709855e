/**
 * `npm run agreement`: how far Slipway and the API server agree.
 *
 *     npm run agreement                          the recorded answers
 *     npm run agreement -- --seed 7 --live       new cases, asked now
 *     npm run agreement -- --record              asks again and keeps the answers
 *     npm run agreement -- --list                every disagreement
 *     npm run agreement -- --minor 31 --count 500    the same against Kubernetes 1.31
 */
import { parseArgs } from "node:util";
import { startControlPlane } from "../control-plane/control-plane.ts";
import { OLDER_MINOR, startOlder } from "../control-plane/older.ts";
import { figuresOf } from "./figures.ts";
import { judgeFor } from "./judge.ts";
import { answered, keep, type Question, recorded } from "./recording.ts";
import { figuresText, listText } from "./text.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "20261121" },
    count: { type: "string", default: "3600" },
    minor: { type: "string", default: "36" },
    live: { type: "boolean", default: false },
    record: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
  },
});

async function answers(question: Question) {
  if (!values.live && !values.record) return recorded(question);
  const tell = (line: string) => console.error(line);
  const older = question.minor === OLDER_MINOR;
  const plane = await (older ? startOlder(tell) : startControlPlane({ level: "verdicts", tell }));
  try {
    const all = await answered(plane, question);
    if (values.record) keep(question, all);
    return all;
  } finally {
    await plane.stop();
  }
}

const question = {
  seed: Number(values.seed),
  count: Number(values.count),
  minor: Number(values.minor),
};
const all = await answers(question);
const figures = figuresOf(all, await judgeFor(question.minor, all));
if (values.list) console.log(listText(figures.disagreements));
console.log(figuresText(figures, question));
