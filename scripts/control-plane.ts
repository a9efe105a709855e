/**
 * `npm run control-plane`: a real Kubernetes control plane on this machine until Ctrl-C.
 *
 * Exit codes: 0 ended by Ctrl-C, 1 failed, 2 a program that it needs is missing.
 */
import { dirname } from "node:path";
import { ControlPlaneMissing, KUBERNETES_VERSION } from "../test/control-plane/build.ts";
import { startControlPlane } from "../test/control-plane/control-plane.ts";

const told = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => told.abort());
}

if (process.env.SLIPWAY_KUBECONFIG) {
  console.error("SLIPWAY_KUBECONFIG names a cluster already: unset it to start one");
  process.exit(2);
}
try {
  console.error(`starting Kubernetes ${KUBERNETES_VERSION} on loopback …`);
  const starting = startControlPlane({ tell: (line) => console.error(line) });
  const plane = await Promise.race([starting, aborted()]);
  if (plane) {
    console.log(`Kubernetes ${KUBERNETES_VERSION} serves at ${plane.server}

  export KUBECONFIG=${plane.kubeconfig}
  export PATH=${dirname(plane.kubectlProgram)}:$PATH
  kubectl get nodes

Tests use it with SLIPWAY_KUBECONFIG=${plane.kubeconfig}. Ctrl-C ends it and leaves nothing behind.`);
    await aborted();
    console.error("ending …");
    await plane.stop();
  }
  process.exit(0); // ends what was still starting as well
} catch (problem) {
  console.error(problem instanceof Error ? problem.message : problem);
  process.exit(problem instanceof ControlPlaneMissing ? 2 : 1);
}

function aborted(): Promise<undefined> {
  const { signal } = told;
  // A pending promise keeps no process alive: the timer does.
  const awake = setInterval(() => {}, 1 << 30);
  return new Promise((resolve) => {
    const end = () => {
      clearInterval(awake);
      resolve(undefined);
    };
    if (signal.aborted) end();
    else signal.addEventListener("abort", end);
  });
}
