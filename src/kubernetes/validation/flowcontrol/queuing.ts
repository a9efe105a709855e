import type { QueuingConfiguration } from "../../types/flowcontrol.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";

const MOST_QUEUES = 10_000_000;
/** A request's hash has this many bits, of which its hand of queues is dealt. */
const BITS_OF_HASH = 60;

/** @see k8s.io/kubernetes/pkg/apis/flowcontrol/validation/validation.go ValidatePriorityLevelQueuingConfiguration */
export function validateQueuing(
  { queueLengthLimit = 0, queues = 0, handSize = 0 }: Decoded<QueuingConfiguration>,
  path: FieldPath,
  to: Complaints,
): void {
  if (queueLengthLimit <= 0)
    to.invalid(path.field("queueLengthLimit"), `${queueLengthLimit} is not above 0`);
  if (queues <= 0 || queues > MOST_QUEUES)
    to.invalid(path.field("queues"), `${queues} is not between 1 and ${MOST_QUEUES}`);
  const hand = path.field("handSize");
  if (handSize <= 0) to.invalid(hand, `${handSize} is not above 0`);
  else if (handSize > queues) to.invalid(hand, `${handSize} is more than there are queues`);
  else if (Math.ceil(Math.log2(queues) * handSize) > BITS_OF_HASH)
    to.invalid(
      hand,
      `${handSize} of ${queues} queues cannot be dealt from ${BITS_OF_HASH} bits`,
      `at most ${Math.floor(BITS_OF_HASH / Math.log2(queues))}`,
    );
}
