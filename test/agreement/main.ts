/**
 * `npm run agreement`: how far Slipway and the API server agree.
 *
 *     npm run agreement                          the recorded answers
 *     npm run agreement -- --seed 7 --live       new cases, asked now
 *     npm run agreement -- --record              asks again and keeps the answers
 *     npm run agreement -- --list                every disagreement
 *     npm run agreement -- --rivals              what other validators say of the same cases
 *     npm run agreement -- --templates           the server's messages that no case reaches
 *     npm run agreement -- --rivals --templates --write   the figures into docs/agreement.md
 *     npm run agreement -- --minor 31 --count 500    the same against Kubernetes 1.31
 */
import { parseArgs } from "node:util";
import { type ControlPlane, startControlPlane } from "../control-plane/control-plane.ts";
import { OLDER_MINOR, startOlder } from "../control-plane/older.ts";
import { figuresOf } from "./figures.ts";
import { judgeFor } from "./judge.ts";
import { answered, keep, type Question, recorded } from "./recording.ts";
import { rivals } from "./rivals.ts";
import { reachOf, templates } from "./templates.ts";
import { figuresText, listText, reachText, reasonsText, rivalsText } from "./text.ts";
import { writeSection } from "./write.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "20261121" },
    count: { type: "string", default: "3600" },
    minor: { type: "string", default: "36" },
    live: { type: "boolean", default: false },
    record: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    rivals: { type: "boolean", default: false },
    templates: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});

const tell = (line: string) => console.error(line);

/** Does something with a server of the minor that is asked about. */
async function withPlane<T>(minor: number, work: (plane: ControlPlane) => Promise<T>): Promise<T> {
  const older = minor === OLDER_MINOR;
  const plane = await (older ? startOlder(tell) : startControlPlane({ level: "verdicts", tell }));
  try {
    return await work(plane);
  } finally {
    await plane.stop();
  }
}

async function answers(question: Question) {
  if (!values.live && !values.record) return recorded(question);
  const all = await withPlane(question.minor, (plane) => answered(plane, question));
  if (values.record) keep(question, all);
  return all;
}

const question = {
  seed: Number(values.seed),
  count: Number(values.count),
  minor: Number(values.minor),
};
const all = await answers(question);
const figures = figuresOf(all, await judgeFor(question.minor, all));
if (values.list) console.log(listText(figures.disagreements));
const sections = [figuresText(figures, question), reasonsText(figures.disagreements)];
if (values.rivals)
  sections.push(rivalsText(await withPlane(question.minor, (plane) => rivals(plane, all, tell))));
if (values.templates) {
  const reach = reachOf(templates(), all);
  for (const { group, unreached } of reach)
    for (const text of unreached) console.log(`unreached ${group}: ${text}`);
  sections.push(reachText(reach));
}
const text = sections.filter((each) => each !== "").join("\n");
console.log(text);
if (values.write) writeSection(`1.${question.minor}`, text);
