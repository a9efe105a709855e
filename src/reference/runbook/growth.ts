import { formatQuantity, parseQuantity } from "../../kubernetes/quantity.ts";
import { multiplyQuantity } from "../../kubernetes/quantity-arithmetic.ts";
import type { Environment } from "../environment.ts";
import { nameOf, ofKind } from "../given.ts";
import { listed } from "../purposes/purposes.ts";
import { type Claim, claimsOf } from "../volumes.ts";
import { kubectl } from "./commands.ts";
import type { Part } from "./runbook.ts";

/** Larger claims; they can never become smaller again. */
export function growth(environment: Environment): Part[] {
  const k = kubectl(environment);
  const claims = claimsOf(environment);
  const fixed = ofKind(environment, "StorageClass")
    .filter(({ object }) => !object.allowVolumeExpansion)
    .map(({ entry }) => nameOf(entry));
  const canGrow = ({ className }: Claim) => className === undefined || !fixed.includes(className);
  const named = claims.filter((claim) => claim.template === undefined && canGrow(claim));
  const members = claims.filter(({ template }) => template !== undefined);
  const clusters = ofKind(environment, "Cluster");
  if (claims.length + clusters.length === 0) return [];
  return [
    {
      text: `Write the new size into the platform file and deploy; or at once, and into the platform file after that: a smaller size there would be refused. A volume never becomes smaller again${fixed.length > 0 ? `, and those of ${listed(fixed)} cannot grow` : ""}. The storage class must allow it: \`ALLOWVOLUMEEXPANSION\` in \`kubectl get storageclass\`.`,
    },
    {
      script: [
        ...named.map(({ name, size }) => `${k} patch pvc ${name} --type=merge -p '${grown(size)}'`),
        `${k} get pvc`,
      ],
    },
    ...(clusters.length > 0
      ? [
          { text: "CloudNativePG makes the claims of its servers larger by itself:" },
          {
            script: clusters.map(
              ({ object, entry }) =>
                `${k} patch clusters.postgresql.cnpg.io/${nameOf(entry)} --type=merge -p '${larger(object.spec?.storage?.size ?? "1Gi")}'`,
            ),
          },
        ]
      : []),
    ...(members.length > 0
      ? [
          {
            text: "Claims that each member has for itself grow with a deployment of the new size too, and the pods stay. At once:",
          },
          {
            script: members.flatMap(({ name, size, template }) =>
              ordinals(environment, template).map(
                (ordinal) => `${k} patch pvc ${name}-${ordinal} --type=merge -p '${grown(size)}'`,
              ),
            ),
          },
        ]
      : []),
  ];
}

function ordinals({ workloads }: Environment, set: string | undefined): number[] {
  const { minimum = 1 } = workloads.find(({ name }) => name === set)?.replicas ?? {};
  return Array.from({ length: minimum }, (_, ordinal) => ordinal);
}

/** Twice the size. */
function twice(size: string): string {
  return formatQuantity(multiplyQuantity(parseQuantity(size), 2));
}

function grown(size: string): string {
  return JSON.stringify({ spec: { resources: { requests: { storage: twice(size) } } } });
}

function larger(size: string): string {
  return JSON.stringify({ spec: { storage: { size: twice(size) } } });
}
