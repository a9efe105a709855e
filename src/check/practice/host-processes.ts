import { foundAt } from "../objects/found.ts";
import { listed, titleOf } from "../objects/titles.ts";
import type { Rule } from "../rule.ts";
import { changed, POD } from "./shared/example.ts";
import { ordinary } from "./shared/nature.ts";

export const hostProcesses: Rule = {
  id: "host-processes",
  layer: "practice",
  severity: "warning",
  title: "pods among the node's processes that are no part of the nodes",
  why: "they see the processes of every pod on the node, with their environment, and the memory that these share. It matters wherever pods of several teams or customers meet on a node",
  fix: "leave hostPID and hostIPC out; shareProcessNamespace lets the containers of one pod see each other",
  bad: changed(POD, "spec:\n", "spec:\n  hostPID: true\n"),
  good: POD,
  find: (world) =>
    [...ordinary(world)].flatMap((workload) => {
      const { spec, specPath, item } = workload;
      const fields = (["hostPID", "hostIPC"] as const).filter((field) => spec[field]);
      const [first] = fields;
      if (!first) return [];
      return [
        foundAt(item, specPath.field(first), `${titleOf(workload.item)} has ${listed(fields)}`),
      ];
    }),
};
