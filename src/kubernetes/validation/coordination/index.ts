import type { Lease } from "../../types/coordination.ts";
import type { Decoded } from "../decoded.ts";
import { type GroupRules, rulesFor } from "../kind-rules.ts";
import { dropElection, validateLease } from "./lease.ts";
import {
  type AnyLeaseCandidate,
  validateLeaseCandidate,
  validateLeaseCandidateUpdate,
} from "./lease-candidate.ts";

const topic = "invalid-lease";

export const rules: GroupRules = {
  Lease: rulesFor<Decoded<Lease>>({
    topic,
    plainFinalizers: true,
    prepare: (object) => dropElection(object as unknown as Lease),
    validate: validateLease,
  }),
  LeaseCandidate: rulesFor<AnyLeaseCandidate>({
    topic,
    plainFinalizers: true,
    validate: validateLeaseCandidate,
    validateUpdate: validateLeaseCandidateUpdate,
  }),
};
