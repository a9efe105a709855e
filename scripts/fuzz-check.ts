import { parseArgs } from "node:util";
import { NEWEST_MINOR } from "../src/kubernetes/versions.ts";
import type { Given } from "../test/agreement/objects.ts";
import { Random } from "../test/agreement/random.ts";
import { misjudgement, serverOfAll } from "../test/check/judging.ts";
import { randomObjects } from "../test/check/random-objects.ts";

const help = `node scripts/fuzz-check.ts [--count N] [--seed N]

Judges objects of every kind with random JSON at random places, as creates and as updates of the one
before, and stops with 1 at the first that makes the judge throw or takes more than ten seconds.

  --count N  how many objects; default: 1000000
  --seed N   which ones; default: the time
`;

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "1000000" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    help: { type: "boolean", default: false },
  },
});
if (values.help) process.stdout.write(help);
else await run(Number(values.count), Number(values.seed));

async function run(count: number, seed: number): Promise<void> {
  console.log(`${count} objects of seed ${seed}`);
  const server = await serverOfAll(NEWEST_MINOR);
  const before = new Map<string, Given>();
  let [done, slowest] = [0, 0];
  for (const object of randomObjects(new Random(seed))) {
    if (done >= count) break;
    const kind = `${object.apiVersion} ${object.kind}`;
    const start = performance.now();
    const wrong = misjudgement(server, object, before.get(kind));
    const took = performance.now() - start;
    before.set(kind, object);
    if (wrong !== undefined || took > 10_000) {
      console.log(`object ${done}: ${wrong ?? `took ${took.toFixed(0)} ms`}`);
      console.log(JSON.stringify(object).slice(0, 20_000));
      process.exitCode = 1;
      return;
    }
    slowest = Math.max(slowest, took);
    done++;
    if (done % 100_000 === 0) console.log(`${done} judged, at most ${slowest.toFixed(0)} ms`);
  }
  console.log(`${done} objects judged, none in more than ${slowest.toFixed(0)} ms`);
}
