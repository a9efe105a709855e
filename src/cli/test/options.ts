import { clusterOptions } from "../deploy/options.ts";
import { imageOptions } from "../images.ts";

export const help = `slipway test [-f FILE] [-e ENVIRONMENT] [options]

What the platform promises in one environment, as named tests: of each component, and of the whole.
What slipway check leaves alone breaks no promise (slipway.config.ts, comments, the baseline).

  -f, --file FILE                the platform file; default: platform.ts
  -e, --environment ENVIRONMENT  needed when the platform has several
      --image NAME=REF, --tag TAG  the platform's own images, as in slipway render
      --format text|json         default: text
  -h, --help

With --cluster also in a cluster: unless the check finds errors, the environment is deployed into a
namespace of its own (NAMESPACE-test-xxxxx), what runs there is tested, and all of it is removed,
also where something fails and after Ctrl-C. Secrets are made up, and real ones neither read nor
needed, but for logins to registries and certificates, which nobody can make up. Hosts, alerts and
what the whole cluster has are left out, and CronJobs suspended. What happens is told on stderr.

      --cluster
      --context NAME             of the kubeconfig; default: its current one
      --kubeconfig FILE          default: $KUBECONFIG, else ~/.kube/config
      --timeout TIME             until everything is healthy; default: 10m
      --skip-preflight           do not look whether the cluster has what the deploy needs
      --keep                     leave it there for a look, and show the command that removes it

Exit codes: 0 every test passed, 1 some failed, 2 usage, or it cannot be run.

Examples:
  slipway test -e production
  slipway test -e staging --cluster --tag "$GIT_SHA"
`;

export const options = {
  file: { short: "f", value: "platform.ts" },
  environment: { short: "e", value: "ENVIRONMENT" },
  ...imageOptions,
  format: { value: "text|json" },
  cluster: {},
  ...clusterOptions,
  timeout: { value: "10m" },
  "skip-preflight": {},
  keep: {},
  help: { short: "h" },
} as const;

/** Options that say something only of a cluster. */
export const ONLY_WITH_CLUSTER = [
  "context",
  "kubeconfig",
  "timeout",
  "skip-preflight",
  "keep",
] as const;
