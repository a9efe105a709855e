import { imageOptions } from "../images.ts";

export const help = `slipway deploy [COMPONENT...] [-f FILE] [-e ENVIRONMENT] [options]
slipway deploy PATH... --release NAME -n NAMESPACE [options]

Brings a platform's environment, or the manifests of files, folders, kustomizations, charts and - (stdin),
into the cluster of the kubeconfig, and waits until all of it is healthy. Shows where it goes and what
it will do before anything is written; one deploy of a release at a time; what is not wanted any more is
removed when the rest is healthy.

Which cluster:
      --context NAME             of the kubeconfig; default: its current one
      --kubeconfig FILE          default: $KUBECONFIG, else ~/.kube/config
What:
  COMPONENT                      only these of the platform, with what they need and is not there yet
  -f, --file FILE                the platform file; default: platform.ts
  -e, --environment ENVIRONMENT  needed when the platform has several
      --release NAME             how the release of PATHs is called
  -n, --namespace NAMESPACE      of the release of PATHs, and of their objects that name none
      --image NAME=REF, --tag TAG  the platform's own images, as in slipway render
      --keep-images              images stay as they were deployed last; for a change of configuration
How far:
      --dry-run                  show the plan, and end
      --plan-out FILE            save the plan as well
      --plan FILE                go on only if the plan is still what was saved
      --no-wait                  end when all is applied; by default when all is healthy
      --wait-for-addresses       wait until load balancers, Ingresses and Gateways have addresses too
      --timeout TIME             for applying and waiting; default: 10m
      --lock-timeout TIME        for another deploy of this release; default: 10m
      --auto-rollback            bring the last good deploy back when this one fails
What it may do:
      --yes                      do not ask
      --adopt                    take over objects that are there and are not this release's
      --take-over MANAGER        take fields from this field manager; may be repeated
      --recreate                 delete and make anew what cannot be changed
      --change-shared            change objects that other releases have too
      --prune-kind KIND          let objects of this kind go too: Namespace, PersistentVolumeClaim ...
      --prune-most               let more than half of the release go
      --skip-preflight           do not look whether the cluster has what the deploy needs
Output:
      --json                     one JSON object a line
  -h, --help

Exit codes: 0 done, 1 error, 2 wrong usage or input, 3 the rollout failed, 4 another deploy has the lock,
5 stopped for safety, 6 the saved plan is out of date, 7 rolled back.

Examples:
  slipway deploy -e production --tag "$GIT_SHA"
  slipway deploy backend frontend -e production
  slipway deploy -e staging --dry-run
  slipway deploy -e production --plan-out plan.json --dry-run && slipway deploy -e production --plan plan.json
  slipway deploy deploy/ --release shop -n shop
  kustomize build overlays/dev | slipway deploy - --release shop -n shop-dev
`;

/** What every command that talks to a cluster takes. */
export const clusterOptions = {
  context: { value: "NAME" },
  kubeconfig: { value: "FILE" },
} as const;

/** Which release a command is about. */
export const releaseOptions = {
  file: { short: "f", value: "platform.ts" },
  environment: { short: "e", value: "ENVIRONMENT" },
  release: { value: "NAME" },
  namespace: { short: "n", value: "NAMESPACE" },
} as const;

/** What a deploy may do. */
export const consentOptions = {
  adopt: {},
  "take-over": { value: "MANAGER", multiple: true },
  recreate: {},
  "change-shared": {},
  "prune-kind": { value: "KIND", multiple: true },
  "prune-most": {},
} as const;

export const options = {
  ...clusterOptions,
  ...releaseOptions,
  ...imageOptions,
  "keep-images": {},
  "dry-run": {},
  "plan-out": { value: "FILE" },
  plan: { value: "FILE" },
  "no-wait": {},
  "wait-for-addresses": {},
  timeout: { value: "10m" },
  "lock-timeout": { value: "10m" },
  "auto-rollback": {},
  yes: {},
  "skip-preflight": {},
  ...consentOptions,
  json: {},
  help: { short: "h" },
} as const;
