import { NEWEST_MINOR, OLDEST_MINOR } from "../../kubernetes/versions.ts";
import type { parseArguments } from "../arguments.ts";
import { imageOptions } from "../images.ts";

export const help = `slipway check [PATH… | -] [options]

Says what the API server would say of every object, offline, with the line to change.

  PATH is a platform (platform.ts), a YAML or JSON file, a folder of them, a kustomization, a Helm
  chart, or - for stdin. Several paths are one world. Without any: -f, all its environments.

  -f, --file FILE                the platform file; default: platform.ts
  -e, --environment ENVIRONMENT  one environment of the platform
      --image NAME=REF, --tag TAG  the platform's own images, as in slipway render
      --values FILE[,FILE]       values for the charts; repeated: a rendering with each of them
      --kube-version VERSION     1.${OLDEST_MINOR} to 1.${NEWEST_MINOR}; default: the platform's, or 1.${NEWEST_MINOR}
      --nearest                  for a version outside, check for the nearest one inside
      --each                     every file is a world of its own
      --against PATH             what is in the cluster: updates are judged too; may be repeated
      --assume KIND/NAME         what is there without being in the input: Secret/shop/db:password
      --nodes N:CPU,MEMORY       the nodes, by what pods may have of each: 3:4,16Gi; repeatable
      --only NAME, --skip NAME   layers or rules: documents, api, unknown-field …; lists with commas
      --strict                   warnings count as errors
      --format text|json|sarif|junit|github
      --explain RULE             why a rule matters, with an example

  What is left alone, and why (docs/check.md):
      --config FILE              default: slipway.config.ts beside the platform, or in this folder
      --baseline FILE            leave out what FILE knows; tell what of it is gone
      --write-baseline FILE      write what is found now into FILE

      --fix                      mend in the files what has exactly one right answer, then check
      --dry-run                  with --fix: only print what would change, as a diff
  -h, --help

Exit codes: 0 nothing of weight, 1 findings, 2 usage, or a path or program that is missing.

Examples:
  slipway check
  slipway check -e production --kube-version 1.34
  slipway check deploy/overlays/production
  slipway check --each --only documents,api manifests/
  kubectl get deploy web -o yaml | slipway check -
  slipway check --fix --dry-run deploy/
  slipway check --explain unknown-field
`;

export const options = {
  file: { short: "f", value: "platform.ts" },
  environment: { short: "e", value: "ENVIRONMENT" },
  ...imageOptions,
  values: { value: "FILE", multiple: true },
  "kube-version": { value: "1.36" },
  nearest: {},
  each: {},
  against: { value: "PATH", multiple: true },
  assume: { value: "KIND/NAME", multiple: true },
  nodes: { value: "3:4,16Gi", multiple: true },
  only: { value: "NAME", multiple: true },
  skip: { value: "NAME", multiple: true },
  strict: {},
  format: { value: "text|json|sarif|junit|github" },
  explain: { value: "RULE" },
  config: { value: "slipway.config.ts" },
  baseline: { value: "slipway-baseline.json" },
  "write-baseline": { value: "slipway-baseline.json" },
  fix: {},
  "dry-run": {},
  help: { short: "h" },
} as const;

/** What was given of them. */
export type Given = ReturnType<typeof parseArguments<typeof options>>;
