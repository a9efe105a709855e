import { quote } from "./text.ts";

/** Where a Service's nodePort may lie unless the cluster says otherwise. */
export const NODE_PORT_RANGE = { first: 30000, last: 32767 } as const;

export const PROTOCOLS = ["TCP", "UDP", "SCTP"] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** A number of a port: a whole number from 1 to 65535. */
export function portProblem(port: number): string | undefined {
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return undefined;
  return `${port} is not a port: write a whole number from 1 to 65535`;
}

/**
 * The name of a container's port, which a Service's targetPort, a probe or a NetworkPolicy may
 * refer to. (The name of a Service's own port is a DNS-1123 label.)
 *
 * @see k8s.io/apimachinery/pkg/util/validation/validation.go IsValidPortName
 */
export function portNameProblem(text: string): string | undefined {
  const fault = portNameFault(text);
  if (fault === undefined) return undefined;
  const suggestion = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 15)
    .replace(/^-|-$/g, "");
  const write = portNameFault(suggestion) === undefined ? suggestion : "http";
  return `${quote(text)} is not a port name: ${fault}; write for example ${quote(write)}`;
}

function portNameFault(text: string): string | undefined {
  if (text === "") return "it is empty";
  if (text.length > 15) return `it has ${text.length} characters, at most 15 are allowed`;
  if (!/^[-a-z0-9]+$/.test(text)) return 'only lower-case letters, digits and "-" are allowed';
  if (!/[a-z]/.test(text)) return "at least one letter is needed";
  if (text.includes("--")) return 'no two "-" may follow each other';
  if (text.startsWith("-") || text.endsWith("-")) return 'no "-" may stand at an end';
  return undefined;
}

/** A protocol of a port. */
export function protocolProblem(text: string): string | undefined {
  if ((PROTOCOLS as readonly string[]).includes(text)) return undefined;
  const meant = PROTOCOLS.find((protocol) => protocol === text.toUpperCase());
  const write = meant === undefined ? PROTOCOLS.join(", ") : quote(meant);
  return `${quote(text)} is not a protocol of a port: write ${write}`;
}

/** A nodePort within the default range of the API server (`--service-node-port-range`). */
export function nodePortProblem(port: number): string | undefined {
  const { first, last } = NODE_PORT_RANGE;
  if (Number.isInteger(port) && port >= first && port <= last) return undefined;
  return `${port} is not a node port: write a whole number from ${first} to ${last}, or leave it out`;
}
