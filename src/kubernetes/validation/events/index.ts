import type { Decoded } from "../decoded.ts";
import { type GroupRules, rulesFor } from "../kind-rules.ts";
import { type Event, validateEventUpdate, validateNewEvent } from "./event.ts";

export const rules: GroupRules = {
  Event: rulesFor<Decoded<Event>>({
    topic: "invalid-event",
    validate: validateNewEvent,
    validateUpdate: validateEventUpdate,
  }),
};
