import { foundAt } from "../objects/found.ts";
import type { PlacedContainer, Workload } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { changed, POD } from "./shared/example.ts";
import { lasting, programs } from "./shared/nature.ts";
import { isDecidedElsewhere, requests } from "./shared/resources.ts";
import { containersNamed } from "./shared/tell.ts";

export const missingRequests: Rule = {
  id: "missing-requests",
  layer: "practice",
  severity: "warning",
  title: "containers that do not say how much CPU or memory they need",
  why: "the scheduler takes them for free and fills the node; when memory runs short they are killed first, and without a CPU request they get what the others leave. It matters to everyone whose nodes carry more than one program",
  fix: "set resources.requests.cpu and resources.requests.memory to what it uses on a busy day",
  bad: changed(
    POD,
    "{ requests: { cpu: 100m, memory: 64Mi }, limits: { memory: 64Mi } }",
    "{ requests: { cpu: 100m } }",
  ),
  good: POD,
  find: (world) => programs(world).flatMap((workload) => judge(world, workload)),
};

function judge(world: World, workload: Workload): FoundInObject[] {
  const all = lasting(workload);
  const without = (resource: "memory" | "cpu") =>
    all.filter((placed) => !requests(world, workload, placed, resource));
  const lacking = { memory: without("memory"), cpu: without("cpu") };
  const [first] = all.filter((each) => Object.values(lacking).flat().includes(each));
  if (!first || isDecidedElsewhere(world, workload)) return [];
  const { container, path } = first;
  const place = container.resources ? path.field("resources") : path;
  return [foundAt(workload.item, place, message(lacking))];
}

function message({ memory, cpu }: Record<"memory" | "cpu", PlacedContainer[]>): string {
  const both = memory.filter((each) => cpu.includes(each));
  const told = [
    [both, "neither CPU nor memory"],
    [memory.filter((each) => !both.includes(each)), "no memory"],
    [cpu.filter((each) => !both.includes(each)), "no CPU"],
  ] as const;
  return told
    .filter(([who]) => who.length > 0)
    .map(([who, what]) => `${containersNamed(who)} request${who.length > 1 ? "" : "s"} ${what}`)
    .join("; ");
}
