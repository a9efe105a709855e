import { parseArgs } from "node:util";
import { evaluateNetworkPolicies } from "../src/kubernetes/network-policy.ts";
import { compareWithProse } from "../test/kubernetes/network-policy-comparison.ts";

const help = `node scripts/fuzz-policies.ts [--count N] [--seed N]

Asks the evaluator of network policies, and one that follows the API's documentation word by word,
about every connection of random clusters, and ends with 1 where they differ.

  --count N  how many clusters; default: 10000
  --seed N   which ones; default: the time
`;

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "10000" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    help: { type: "boolean", default: false },
  },
});
if (values.help) process.stdout.write(help);
else {
  const [count, seed] = [Number(values.count), Number(values.seed)];
  const compared = compareWithProse(evaluateNetworkPolicies, count, seed);
  const { clusters, open, closed, difference } = compared;
  console.log(`seed ${seed}: ${clusters} clusters, ${open} connections open, ${closed} closed`);
  if (difference !== undefined) {
    console.log(difference);
    process.exitCode = 1;
  } else console.log("no difference");
}
