/**
 * One control plane for all test files of a run.
 *
 * `node --test --test-global-setup=test/control-plane/shared.ts` starts it before the first test and
 * stops it after the last; the processes of the test files find it in their environment. A test file
 * that is run alone starts one for itself.
 */
import { dirname } from "node:path";
import { ControlPlaneMissing } from "./build.ts";
import { attach, type ControlPlane, startControlPlane } from "./control-plane.ts";
import { unaskedDeletes } from "./deletes.ts";

/** The control plane of this run, or the reason why there is none (for `skip` of a test). */
export type Shared =
  | {
      readonly plane: ControlPlane;
      readonly verdictsOnly?: undefined;
      readonly missing?: undefined;
    }
  | {
      readonly plane?: undefined;
      /** An API server from envtest, which judges objects and does nothing with them. */
      readonly verdictsOnly?: ControlPlane | undefined;
      readonly missing: string;
    };

const VARIABLE = "SLIPWAY_TEST_CONTROL_PLANE";

/** What the processes of test files are told. */
interface Told {
  readonly kubeconfig?: string | undefined;
  readonly kubectlProgram?: string | undefined;
  readonly missing?: string | undefined;
}

let own: Promise<Shared> | undefined;

/** The one control plane. Test files keep apart by namespaces and names of their own. */
export function sharedControlPlane(): Promise<Shared> {
  own ??= find();
  return own;
}

async function find(): Promise<Shared> {
  const told = process.env[VARIABLE];
  if (!told) return start();
  const { kubeconfig, kubectlProgram = "kubectl", missing } = JSON.parse(told) as Told;
  if (missing === undefined) return { plane: attach({ kubeconfig: kubeconfig!, kubectlProgram }) };
  if (kubeconfig === undefined) return { missing };
  const verdictsOnly = attach({ kubeconfig, kubectlProgram, level: "verdicts" });
  return { missing, verdictsOnly };
}

async function start(): Promise<Shared> {
  try {
    // Room for the largest platform at full scale beside what other test files have left running.
    const nodes = 8;
    return { plane: await startControlPlane({ nodes, tell: (line) => console.error(line) }) };
  } catch (problem) {
    if (!(problem instanceof ControlPlaneMissing)) throw problem;
    const assets = process.env.KUBEBUILDER_ASSETS;
    const verdictsOnly = assets ? await startControlPlane({ level: "verdicts" }) : undefined;
    return { missing: problem.message, verdictsOnly };
  }
}

/** Called by the test runner before the first test file. */
export async function globalSetup(): Promise<void> {
  const { plane, verdictsOnly, missing } = await sharedControlPlane();
  const { kubeconfig, kubectlProgram } = plane ?? verdictsOnly ?? {};
  process.env[VARIABLE] = JSON.stringify({ kubeconfig, kubectlProgram, missing } satisfies Told);
}

/** Called by the test runner after the last. The run fails where Slipway deleted what no test asked for. */
export async function globalTeardown(): Promise<void> {
  const { plane, verdictsOnly } = (await own) ?? {};
  const log = plane?.auditLog;
  try {
    const unasked = log === undefined ? [] : await unaskedDeletes(dirname(log));
    if (unasked.length === 0) return;
    // An error that is thrown here has the runner of Node 26 go round for ever.
    process.exitCode = 1;
    const how = "no test asked for it (expectDelete in test/control-plane/deletes.ts)";
    for (const line of unasked) console.error(`${line}; ${how}`);
  } finally {
    await (plane ?? verdictsOnly)?.stop();
  }
}
