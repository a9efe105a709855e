import type { Rule } from "../rule.ts";
import { changed, POD } from "./shared/example.ts";
import { isForWindows, lasting, programs, servesNodes } from "./shared/nature.ts";
import { securityPlace, together } from "./shared/tell.ts";

export const writableRoot: Rule = {
  id: "writable-root",
  layer: "practice",
  severity: "info",
  title: "containers that may change their own program",
  why: "what gets in can put itself into the image's folders, and what the program writes there is gone with the container, or fills the node's disk. It matters to whoever answers for security",
  fix: "set readOnlyRootFilesystem: true, with an emptyDir where the program writes, often /tmp",
  bad: changed(POD, "readOnlyRootFilesystem: true, ", ""),
  good: POD,
  find: (world) =>
    programs(world).flatMap((workload) => {
      if (servesNodes(workload) || isForWindows(workload)) return [];
      // Init containers are there to write, and gone when anybody could get in.
      const guilty = lasting(workload).filter(
        ({ container: { securityContext } }) =>
          !securityContext?.readOnlyRootFilesystem && !securityContext?.privileged,
      );
      return together(
        workload,
        guilty,
        (first) => securityPlace(first, "readOnlyRootFilesystem"),
        (names) => `the root file system of ${names} is writable`,
      );
    }),
};
