import type { Complaint, Warning } from "../../kubernetes/validation/complaints.ts";
import type { Judged, Judgement } from "../../kubernetes/validation/judge.ts";
import { keyOf } from "../identity.ts";
import type { Found, FoundInObject } from "../rule.ts";
import { once, type Part, type Subject, type World } from "../world.ts";
import { asSent } from "./encrypted.ts";

/** What the server says of every object, by the rules that tell it. */
const verdicts = once((world) => {
  const found = new Map<string, FoundInObject[]>();
  const add = (rule: string, item: FoundInObject) => {
    const items = found.get(rule) ?? [];
    items.push(item);
    found.set(rule, items);
  };
  for (const subject of world.objects) {
    const judgement = world.judge.create(asSent(subject.object) as Judged);
    if (!judgement) continue;
    for (const error of judgement.errors) add(ruleOf(error, judgement), itemOf(subject, error));
    const old = storedBefore(world).get(keyOf(subject) ?? "");
    if (old && judgement.errors.length === 0)
      for (const error of updateErrors(world, subject, old))
        add("immutable-field", itemOf(subject, error));
    for (const warning of judgement.warnings) add("server-warning", itemOf(subject, warning));
  }
  return found;
});

/** What the cluster has before, by identity. */
const storedBefore = once(
  ({ before }) => new Map(before.map((subject) => [keyOf(subject), subject])),
);

function updateErrors({ judge }: World, subject: Subject, old: Subject): readonly Complaint[] {
  const judgement = judge.update(asSent(subject.object) as Judged, asSent(old.object) as Judged);
  return judgement?.errors ?? [];
}

/** What the server says that belongs to one rule. */
export function saidOf(rule: string): (world: World) => readonly Found[] {
  return (world) => verdicts(world).get(rule) ?? [];
}

function ruleOf({ reason, path }: Complaint, { topic }: Judgement): string {
  if (reason === "unknown field") return "unknown-field";
  if (reason === "wrong type") return "wrong-type";
  return path.steps()[0] === "metadata" ? "invalid-metadata" : (topic ?? "invalid-object");
}

function itemOf(subject: Subject, said: Complaint | Warning): FoundInObject {
  const { path, message, instead: fix } = said;
  const isField = "reason" in said && said.reason === "unknown field";
  const part: Part = isField ? "key" : "value";
  return { subject, steps: path.steps(), path: path.toString(), part, message, fix };
}
