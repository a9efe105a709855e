import { dns1123SubdomainProblem, dns1123SubdomainWithUnderscoreProblem } from "../../names.ts";
import type { HostAlias, PodDNSConfig } from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { validateIpAddress } from "../ip-address.ts";

const POLICIES = ["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"];
/** What the C library of Linux can do. */
const MOST_NAME_SERVERS = 3;
const MOST_SEARCHES = 32;
const MOST_BYTES_OF_SEARCHES = 2048;

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateDNSPolicy, validatePodDNSConfig */
export function validateDns(
  policy: string,
  config: Decoded<PodDNSConfig> | undefined,
  path: FieldPath,
  to: Complaints,
): void {
  if (!POLICIES.includes(policy)) to.unsupported(path.field("dnsPolicy"), policy, POLICIES);
  const at = path.field("dnsConfig");
  if (policy === "None" && !config) {
    to.required(at, "dnsPolicy: None leaves the pod without DNS", "nameservers here");
    return;
  }
  if (!config) return;
  const { nameservers = [], searches = [], options = [] } = config;
  const servers = at.field("nameservers");
  if (policy === "None" && nameservers.length === 0) {
    to.required(servers, "dnsPolicy: None needs at least one name server");
    return;
  }
  if (nameservers.length > MOST_NAME_SERVERS)
    to.invalid(servers, `has ${nameservers.length}; at most ${MOST_NAME_SERVERS} are allowed`);
  for (const [index, address] of nameservers.entries())
    validateIpAddress(address, servers.index(index), to);
  validateSearches(searches, at.field("searches"), to);
  for (const [index, { name = "" }] of options.entries())
    if (name === "") to.required(at.field("options").index(index), "needs a name");
}

function validateSearches(searches: readonly string[], path: FieldPath, to: Complaints): void {
  if (searches.length > MOST_SEARCHES)
    to.invalid(path, `has ${searches.length}; at most ${MOST_SEARCHES} are allowed`);
  if (Buffer.byteLength(searches.join(" ")) > MOST_BYTES_OF_SEARCHES)
    to.invalid(path, `may have at most ${MOST_BYTES_OF_SEARCHES} characters in all`);
  for (const [index, search] of searches.entries()) {
    if (search === "." && to.minor >= 33) continue;
    const name = search.replace(/\.$/, "");
    const problemOf =
      to.minor >= 33 ? dns1123SubdomainWithUnderscoreProblem : dns1123SubdomainProblem;
    to.problem(path.index(index), problemOf(name));
  }
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateHostAliases */
export function validateHostAliases(
  aliases: readonly Decoded<HostAlias>[],
  path: FieldPath,
  to: Complaints,
): void {
  for (const [index, { ip = "", hostnames = [] }] of aliases.entries()) {
    const at = path.index(index);
    validateIpAddress(ip, at.field("ip"), to);
    for (const [position, name] of hostnames.entries())
      to.problem(at.field("hostnames").index(position), dns1123SubdomainProblem(name));
  }
}
