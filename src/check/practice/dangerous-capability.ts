import { foundAt } from "../objects/found.ts";
import { listed } from "../objects/titles.ts";
import type { Rule } from "../rule.ts";
import { changed, POD } from "./shared/example.ts";
import { ordinary } from "./shared/nature.ts";

/**
 * Each of them is as good as root on the node.
 *
 * @see https://man7.org/linux/man-pages/man7/capabilities.7.html
 */
const DANGEROUS: ReadonlySet<string> = new Set([
  "ALL",
  "BPF",
  "DAC_READ_SEARCH",
  "MAC_ADMIN",
  "MAC_OVERRIDE",
  "SYS_ADMIN",
  "SYS_BOOT",
  "SYS_MODULE",
  "SYS_PTRACE",
  "SYS_RAWIO",
]);

export const dangerousCapability: Rule = {
  id: "dangerous-capability",
  layer: "practice",
  severity: "warning",
  title: "capabilities that are as good as root on the node",
  why: "with one of them whoever gets into the container gets out of it. It matters wherever the program reads anything from outside",
  fix: "name the capability that the program needs alone, such as NET_BIND_SERVICE",
  bad: changed(POD, "{ drop: [ALL] }", "{ drop: [ALL], add: [SYS_ADMIN] }"),
  good: changed(POD, "{ drop: [ALL] }", "{ drop: [ALL], add: [NET_BIND_SERVICE] }"),
  find: (world) =>
    [...ordinary(world)].flatMap(({ item, containers }) =>
      containers.flatMap(({ container: { name = "", securityContext }, path }) => {
        // One that is privileged has them all, and is told for that.
        if (securityContext?.privileged) return [];
        const added = (securityContext?.capabilities?.add ?? []).filter((each) =>
          DANGEROUS.has(each.replace(/^CAP_/, "")),
        );
        if (added.length === 0) return [];
        const place = path.field("securityContext", "capabilities", "add");
        return [foundAt(item, place, `container ${name} has ${listed(added)}`)];
      }),
    ),
};
