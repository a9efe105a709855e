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

/** An IPv6 address whose end is written as IPv4. */
const LONGEST = 45;

/** Reads an IPv4 or IPv6 address; undefined for anything else (names, zones, leading zeros). */
export function parseAddress(text: string): Address | undefined {
  if (text.length > LONGEST) return undefined;
  const ipv4 = readIPv4(text);
  if (ipv4 !== undefined) return { bits: 32, value: ipv4 };
  const value = readIPv6(text);
  if (value === undefined) return undefined;
  const isMapped = value >> 32n === 0xffffn;
  return isMapped ? { bits: 32, value: value & 0xffffffffn } : { bits: 128, value };
}

/**
 * Prints an address as RFC 5952 wants it: `2001:db8::1`.
 *
 * @see net/netip Addr.String
 */
export function formatAddress({ bits, value }: Address): string {
  const [count, width] = bits === 32 ? [4, 8] : [8, 16];
  const groups = Array.from({ length: count }, (_, index) =>
    BigInt.asUintN(width, value >> BigInt(bits - (index + 1) * width)),
  );
  if (bits === 32) return groups.join(".");
  const text = groups.map((group) => group.toString(16)).join(":");
  const runs = text.match(/(?<![^:])0(?::0)+(?![^:])/g) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), "");
  if (longest === "") return text;
  const start = text.search(new RegExp(`(?<![^:])${longest}(?![^:])`));
  const before = text.slice(0, start).replace(/:$/, "");
  return `${before}::${text.slice(start + longest.length).replace(/^:/, "")}`;
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
  if (address === undefined || (address.bits === 32 && host.includes(":"))) {
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

function readIPv4(text: string): bigint | undefined {
  const parts = text.split(".");
  const isByte = (part: string) => /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) < 256;
  return parts.length === 4 && parts.every(isByte) ? join(parts, 10, 8n) : undefined;
}

function readIPv6(text: string): bigint | undefined {
  const ipv4 = /(?<=:)[0-9.]+\.[0-9]+$/.exec(text)?.[0];
  if (ipv4 !== undefined) {
    const end = readIPv4(ipv4);
    if (end === undefined) return undefined;
    const groups = `${(end >> 16n).toString(16)}:${(end & 0xffffn).toString(16)}`;
    return readIPv6(text.slice(0, -ipv4.length) + groups);
  }
  const [head = "", tail, ...more] = text.split("::");
  const groupsOf = (part = "") => (part === "" ? [] : part.split(":"));
  const [first, last] = [groupsOf(head), groupsOf(tail)];
  const missing = 8 - first.length - last.length;
  if (more.length > 0 || (tail === undefined ? missing !== 0 : missing < 1)) return undefined;
  const groups = [...first, ...Array.from({ length: missing }, () => "0"), ...last];
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))
    ? join(groups, 16, 16n)
    : undefined;
}

function join(parts: readonly string[], radix: number, width: bigint): bigint {
  return parts.reduce((value, part) => (value << width) | BigInt(Number.parseInt(part, radix)), 0n);
}
