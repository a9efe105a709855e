import { parseArgs } from "node:util";
import { misbehaviour } from "../test/manifests/read/misbehaviour.ts";
import { randomInputs } from "../test/manifests/read/random-inputs.ts";

const help = `node scripts/fuzz-read.ts [--count N] [--seed N]

Reads random bytes, mutated YAML and JSON, and whatever is nested or repeated, and stops with 1 at the
first input that makes the reader throw, takes more than a second, or gets a place outside of its text.

  --count N  how many inputs; default: 1000000
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
else run(Number(values.count), Number(values.seed));

function run(count: number, seed: number): void {
  console.log(`${count} inputs of seed ${seed}`);
  let done = 0;
  for (const input of randomInputs(seed)) {
    const wrong = misbehaviour(input);
    if (wrong !== undefined) {
      console.log(`input ${done}, ${JSON.stringify(input.toString("base64"))}: ${wrong}`);
      process.exitCode = 1;
      return;
    }
    done++;
    if (done % 100_000 === 0) console.log(`${done} read`);
    if (done >= count) break;
  }
  console.log(`${done} inputs read: none crashed, none hung`);
}
