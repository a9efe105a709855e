import type { Complaint, Warning } from "../../../src/kubernetes/validation/complaints.ts";
import { Judge, type Judged } from "../../../src/kubernetes/validation/judge.ts";

/** What a server of a minor would refuse an object for, as a person reads it: one line each. */
export async function refusals(object: Judged, minor = 36): Promise<string[]> {
  const judge = await Judge.of(minor, [object]);
  return (judge.create(object)?.errors ?? []).map(line);
}

/** What an update from an old state would be refused for. */
export async function refusalsOfUpdate(object: Judged, old: Judged, minor = 36): Promise<string[]> {
  const judge = await Judge.of(minor, [object, old]);
  return (judge.update(object, old)?.errors ?? []).map(line);
}

/** What a create would be warned of. */
export async function warnings(object: Judged, minor = 36): Promise<string[]> {
  const judge = await Judge.of(minor, [object]);
  return (judge.create(object)?.warnings ?? []).map(line);
}

function line({ path, message, instead }: Complaint | Warning): string {
  return instead === undefined ? `${path}: ${message}` : `${path}: ${message}; ${instead}`;
}
