import { isIPv4, isIPv6 } from "node:net";
import { quote } from "./text.ts";

/** An IP address as a number; an IPv4 address written in IPv6 form counts as IPv4, as in Go. */
export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** All addresses that share the first `length` bits of `value`. */
export interface Cidr extends Address {
  readonly length: number;
}

const MAPPED = 0xffffn << 32n;

/** Reads an IPv4 or IPv6 address; undefined for anything else (names, zones, leading zeros). */
export function parseAddress(text: string): Address | undefined {
  if (isIPv4(text)) return { bits: 32, value: join(text.split("."), 10, 8n) };
  if (!isIPv6(text) || text.includes("%")) return undefined;
  const value = readIPv6(text);
  if (value >> 32n !== MAPPED >> 32n) return { bits: 128, value };
  return { bits: 32, value: value & 0xffffffffn };
}

/**
 * Reads a CIDR as the API server takes it since 1.36: no leading zeros, no IPv4 in IPv6 form, no
 * bits set beyond the length.
 *
 * @see k8s.io/apimachinery/pkg/util/validation/ip.go parseCIDR (strict)
 * @throws {SyntaxError} with the text of {@link cidrProblem}.
 */
export function parseCidr(text: string): Cidr {
  const fault = (why: string) => new SyntaxError(`${quote(text)} is not a CIDR: ${why}`);
  const [, host = "", digits = ""] = /^([^/]+)\/(0|[1-9][0-9]{0,2})$/.exec(text) ?? [];
  const address = parseAddress(host);
  if (address === undefined || (address.bits === 32 && !isIPv4(host))) {
    const whole = parseAddress(text);
    if (whole !== undefined) throw fault(`it has no length; write "${text}/${whole.bits}"`);
    throw fault('write an address and a length, such as "10.0.0.0/8" or "2001:db8::/64"');
  }
  const length = Number(digits);
  if (length > address.bits) throw fault(`its length may be ${address.bits} at most`);
  if (network(address, length) << BigInt(address.bits - length) !== address.value) {
    throw fault(`it has bits set beyond its first ${length}; write the network's own address`);
  }
  return { ...address, length };
}

/** What is wrong with a CIDR and what to write instead. */
export function cidrProblem(text: string): string | undefined {
  try {
    parseCidr(text);
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}

/** Does the address lie within the CIDR? Never across the two families. */
export function cidrContains(cidr: Cidr, address: Address): boolean {
  return cidr.bits === address.bits && network(cidr, cidr.length) === network(address, cidr.length);
}

function network({ bits, value }: Address, length: number): bigint {
  return value >> BigInt(bits - length);
}

function readIPv6(text: string): bigint {
  const hexadecimal = text.replace(/[0-9.]+\.[0-9]+$/, (ipv4) => {
    const value = join(ipv4.split("."), 10, 8n);
    return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
  });
  const [head = "", tail] = hexadecimal.split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":"));
  const [first, last] = [groups(head), groups(tail ?? "")];
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => "0");
  return join([...first, ...zeros, ...last], 16, 16n);
}

function join(parts: readonly string[], radix: number, width: bigint): bigint {
  return parts.reduce((value, part) => (value << width) | BigInt(Number.parseInt(part, radix)), 0n);
}
