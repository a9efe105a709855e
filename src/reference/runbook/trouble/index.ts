import type { Environment } from "../../environment.ts";
import { type Chapter, procedure } from "../runbook.ts";
import { connections, network, routes } from "./connections.ts";
import { crashing, images, memory, pending } from "./pods.ts";
import { backups, scaling, volumes } from "./room.ts";

/** Symptoms, how to find the cause, and what to do. */
export function troubleChapter(environment: Environment): Chapter {
  return {
    title: "When something is wrong",
    procedures: [
      ...procedure("Pods do not start", ...pending(environment)),
      ...procedure("CrashLoopBackOff", ...crashing(environment)),
      ...procedure("ImagePullBackOff", ...images(environment)),
      ...procedure("High memory use, OOMKilled", ...memory(environment)),
      ...procedure("The platform does not answer at its address", ...routes(environment)),
      ...procedure("A data store cannot be reached", ...connections(environment)),
      ...procedure("The autoscaler does not scale", ...scaling(environment)),
      ...procedure("A volume is full", ...volumes(environment)),
      ...procedure("A connection is refused by the network", ...network(environment)),
      ...procedure("A backup failed", ...backups(environment)),
    ],
  };
}
