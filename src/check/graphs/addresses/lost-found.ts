import { quote } from "../../../kubernetes/text.ts";
import type { FoundInObject } from "../../rule.ts";
import type { Lost } from "./lost.ts";
import { foundTogether, inNamespace, placeOf, shownAddress } from "./told.ts";

/** Findings for addresses of Services that are not there: one for each Service. */
export function lostFound(lost: readonly Lost[]): FoundInObject[] {
  const groups = Map.groupBy(
    lost,
    ({ service: { name, namespace } }) => `${namespace ?? ""}/${name}`,
  );
  return [...groups.values()].map((all) => {
    const [first] = all as [Lost, ...Lost[]];
    const { address, service } = first;
    const where = inNamespace(service.namespace);
    const message = `${placeOf(address)} names ${shownAddress(address)}, and there is no Service ${quote(service.name)}${where}`;
    return foundTogether(
      all.map((each) => each.address),
      message,
      fixOf(first),
    );
  });
}

function fixOf({ instead, workload }: Lost): string | undefined {
  if (!instead || (workload && instead.how === "near"))
    return workload && `add a Service for ${workload.kind} ${workload.name}`;
  const { name, namespace } = instead.service;
  switch (instead.how) {
    case "typo":
    case "near":
      return `did you mean ${quote(name)}?`;
    case "affix":
      return `the Service is called ${quote(name)}: a name prefix or suffix is set on names and references, not in values; write the whole name, or set the value there too`;
    case "elsewhere":
      return `the Service is in namespace ${namespace}: write ${name}.${namespace}.svc`;
  }
}
