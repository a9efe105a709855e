import { fieldsIn, valueAt } from "../../../kubernetes/fields.ts";
import { awaitsConsumer } from "../../readiness/claim.ts";
import { numberAt, textAt } from "../../readiness/status.ts";
import type { Wanted } from "../../wanted.ts";
import type { Seen } from "./seen.ts";
import { type LiveTest, unless, type Verdict } from "./test.ts";

/** That each claim has a volume: those of the platform, and those of each member of a StatefulSet. */
export function claimTests(wanted: readonly Wanted[], platform: string): LiveTest[] {
  return wanted.flatMap(({ object, part = platform, where }) =>
    claimNames(object).map((name) => ({
      about: part,
      title: `claim ${name} has its volume`,
      where: () => where(["spec"]),
      look: (seen) => look(seen, name),
    })),
  );
}

function claimNames(object: Wanted["object"]): string[] {
  const { kind, metadata, spec } = object;
  if (kind === "PersistentVolumeClaim") return [metadata.name];
  if (kind !== "StatefulSet") return [];
  const first = numberAt(object, "spec.ordinals.start");
  const members = Array.from({ length: numberAt(object, "spec.replicas", 1) }, (_, i) => first + i);
  return fieldsIn(valueAt(spec, ["volumeClaimTemplates"])).flatMap((template) =>
    members.map((member) => `${textAt(template, "metadata.name")}-${metadata.name}-${member}`),
  );
}

async function look(seen: Seen, name: string): Promise<Verdict> {
  const claims = await seen.all("v1", "PersistentVolumeClaim");
  const claim = claims.find(({ metadata }) => metadata.name === name);
  if (!claim) return unless(["it is not there"]);
  const phase = textAt(claim, "status.phase");
  if (phase === "Bound") return unless([]);
  const classes = await seen.wide("storage.k8s.io/v1", "StorageClass");
  const pods = await seen.all("v1", "Pod");
  if (awaitsConsumer(claim, classes, pods))
    return {
      state: "unknown",
      why: ["its class makes the volume for a pod, and none uses it now"],
    };
  return unless([`it is ${phase === "" ? "not looked at yet" : phase}`]);
}
