import { access } from "./classes/access.ts";
import { addresses } from "./classes/addresses.ts";
import { asked } from "./classes/asked.ts";
import type { Class } from "./classes/class.ts";
import { containers } from "./classes/containers.ts";
import { kustomize } from "./classes/kustomize.ts";
import { availability, references } from "./classes/links.ts";
import { objects } from "./classes/objects.ts";
import { environment, programs } from "./classes/programs.ts";
import { falseAlarms } from "./classes/quiet.ts";
import { selectors } from "./classes/selectors.ts";
import { needs } from "./classes/traffic.ts";
import { amounts, onDisk } from "./classes/volumes.ts";

/** Every class of faults that the check is to know, in the order of the lists that ask for them. */
export const classes: readonly Class[] = [
  ...objects,
  ...containers,
  ...access,
  ...references,
  ...availability,
  ...selectors,
  ...kustomize,
  ...addresses,
  ...needs,
  ...onDisk,
  ...amounts,
  ...programs,
  ...environment,
  ...asked,
  ...falseAlarms,
];
