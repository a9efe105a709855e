import type { Judged, Judgement, Unchecked } from "../kubernetes/api-server.ts";
import { asSent } from "./api/encrypted.ts";
import { once, type Subject } from "./world.ts";

/** What the server says of each object when it is created. */
export const judgements = once(
  ({ objects, server }): ReadonlyMap<Subject, Judgement | Unchecked> =>
    new Map(
      objects.map((subject) => [subject, server.create(asSent(subject.object) as Judged)] as const),
    ),
);
