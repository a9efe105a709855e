import { onlyClose } from "../../closest.ts";
import type { Complaint } from "../../kubernetes/validation/complaints.ts";
import { asText, type Edit, type Scalar } from "../living/fix/edit.ts";
import type { Subject } from "../world.ts";

/** What mends a complaint of the server, where only one thing can be meant. */
export function editsFor({ object }: Subject, said: Complaint): readonly Edit[] {
  const steps = said.path.steps();
  const name = steps.at(-1);
  if (said.reason === "unknown field" && typeof name === "string") {
    const to = onlyClose(name, said.choices?.() ?? []);
    return to === undefined ? [] : [{ steps, part: "key", from: name, to }];
  }
  if (said.reason !== "wrong type") return [];
  let value: unknown = object;
  for (const step of steps) value = (value as Record<typeof step, unknown> | undefined)?.[step];
  const to = retyped(value, said);
  return to === undefined ? [] : [{ steps, part: "value", from: value as Scalar, to }];
}

/** Only where text is wanted in any form, and not base64, a time or a quantity, are quotes enough. */
function retyped(value: unknown, { message, instead }: Complaint): Edit["to"] | undefined {
  if (typeof value === "number" || typeof value === "boolean")
    return message.endsWith(" where text is needed") ? asText : undefined;
  if (typeof value !== "string" || instead !== `without quotes: ${value}`) return undefined;
  return value === "true" || value === "false" ? value === "true" : Number(value);
}
