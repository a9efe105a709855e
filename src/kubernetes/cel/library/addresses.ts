import { type Address, formatAddress, parseAddress } from "../../ip.ts";
import { type Library, overload } from "../declarations.ts";
import { opaqueTypes } from "../opaque-types.ts";
import { CelError, type CelValue, noSuchOverload, OpaqueValue, type Result } from "../value.ts";

class Ip extends OpaqueValue {
  readonly type = opaqueTypes.IP;
  readonly address: Address;
  override readonly size: number;

  constructor(address: Address) {
    super();
    this.address = address;
    this.size = address.bits / 8;
  }

  equals(other: CelValue): boolean | CelError {
    return other instanceof Ip ? sameAddress(this.address, other.address) : noSuchOverload();
  }
}

class Cidr extends OpaqueValue {
  readonly type = opaqueTypes.CIDR;
  /** Bits beyond the length may be set. */
  readonly address: Address;
  readonly length: number;
  override readonly size: number;

  constructor(address: Address, length: number) {
    super();
    this.address = address;
    this.length = length;
    this.size = Math.ceil(length / 8);
  }

  equals(other: CelValue): boolean | CelError {
    if (!(other instanceof Cidr)) return noSuchOverload();
    return sameAddress(this.address, other.address) && this.length === other.length;
  }

  contains({ bits, value }: Address): boolean {
    const rest = BigInt(this.address.bits - this.length);
    return bits === this.address.bits && value >> rest === this.address.value >> rest;
  }
}

function sameAddress(one: Address, other: Address): boolean {
  return one.bits === other.bits && one.value === other.value;
}

/** IPv4 in IPv6 form is not taken. */
function read(text: string): Address | undefined {
  const address = parseAddress(text);
  return address?.bits === 32 && text.includes(":") ? undefined : address;
}

function ipOf(text: string): Result {
  const address = read(text);
  return address ? new Ip(address) : new CelError(`${JSON.stringify(text)} is no IP address`);
}

function readCidr(text: string): Cidr | undefined {
  const [, host = "", length = ""] = /^(.*)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const address = read(host);
  if (!address || Number(length) > address.bits) return undefined;
  return new Cidr(address, Number(length));
}

function cidrOf(text: string): Result {
  return readCidr(text) ?? new CelError(`${JSON.stringify(text)} is no CIDR`);
}

function withText<T>(
  read: (text: string) => Result,
  decide: (cidr: Cidr, other: T) => boolean,
): (cidr: Cidr, text: string) => Result {
  return (cidr, text) => {
    const other = read(text);
    return other instanceof CelError ? other : decide(cidr, other as T);
  };
}

function containsIp(cidr: Cidr, { address }: Ip): boolean {
  return cidr.contains(address);
}

function containsCidr(cidr: Cidr, other: Cidr): boolean {
  return cidr.length <= other.length && cidr.contains(other.address);
}

const UNSPECIFIED = 0n;
const BROADCAST = 0xffffffffn;

function isUnspecified({ value }: Address): boolean {
  return value === UNSPECIFIED;
}

function isLoopback({ bits, value }: Address): boolean {
  return bits === 32 ? value >> 24n === 127n : value === 1n;
}

function isMulticast({ bits, value }: Address): boolean {
  return bits === 32 ? value >> 28n === 0xen : value >> 120n === 0xffn;
}

function isLinkLocalMulticast({ bits, value }: Address): boolean {
  return bits === 32 ? value >> 8n === 0xe00000n : ((value >> 112n) & 0xff0fn) === 0xff02n;
}

function isLinkLocalUnicast({ bits, value }: Address): boolean {
  return bits === 32 ? value >> 16n === 0xa9fen : value >> 118n === 0x3fan;
}

function isGlobalUnicast(address: Address): boolean {
  const isBroadcast = address.bits === 32 && address.value === BROADCAST;
  const others = [isUnspecified, isLoopback, isMulticast, isLinkLocalUnicast];
  return !isBroadcast && !others.some((each) => each(address));
}

function asks(id: string, decide: (address: Address) => boolean) {
  return [overload(id, "IP.() -> bool", ({ address }: Ip) => decide(address))];
}

/** @see k8s.io/apiserver/pkg/cel/library/ip.go, cidr.go */
export const addresses: Library = {
  since: 30,
  functions: {
    ip: [
      overload("string_to_ip", "(string) -> IP", ipOf),
      overload("cidr_ip", "CIDR.() -> IP", ({ address }: Cidr) => new Ip(address)),
    ],
    isIP: [overload("is_ip", "(string) -> bool", (text: string) => read(text) !== undefined)],
    "ip.isCanonical": [
      overload("ip_is_canonical", "(string) -> bool", (text: string) => {
        const address = read(text);
        return address ? formatAddress(address) === text : new CelError("no IP address");
      }),
    ],
    family: [
      overload("ip_family", "IP.() -> int", ({ address }: Ip) => (address.bits === 32 ? 4n : 6n)),
    ],
    isUnspecified: asks("ip_is_unspecified", isUnspecified),
    isLoopback: asks("ip_is_loopback", isLoopback),
    isLinkLocalMulticast: asks("ip_is_link_local_multicast", isLinkLocalMulticast),
    isLinkLocalUnicast: asks("ip_is_link_local_unicast", isLinkLocalUnicast),
    isGlobalUnicast: asks("ip_is_global_unicast", isGlobalUnicast),
    cidr: [overload("string_to_cidr", "(string) -> CIDR", cidrOf)],
    isCIDR: [
      overload("is_cidr", "(string) -> bool", (text: string) => readCidr(text) !== undefined),
    ],
    containsIP: [
      overload("cidr_contains_ip_string", "CIDR.(string) -> bool", withText(ipOf, containsIp)),
      overload("cidr_contains_ip_ip", "CIDR.(IP) -> bool", containsIp),
    ],
    containsCIDR: [
      overload(
        "cidr_contains_cidr_string",
        "CIDR.(string) -> bool",
        withText(cidrOf, containsCidr),
      ),
      overload("cidr_contains_cidr", "CIDR.(CIDR) -> bool", containsCidr),
    ],
    prefixLength: [
      overload("cidr_prefix_length", "CIDR.() -> int", ({ length }: Cidr) => BigInt(length)),
    ],
    masked: [
      overload("cidr_masked", "CIDR.() -> CIDR", ({ address, length }: Cidr) => {
        const rest = BigInt(address.bits - length);
        return new Cidr({ bits: address.bits, value: (address.value >> rest) << rest }, length);
      }),
    ],
    string: [
      overload("ip_to_string", "(IP) -> string", ({ address }: Ip) => formatAddress(address)),
      overload(
        "cidr_to_string",
        "(CIDR) -> string",
        ({ address, length }: Cidr) => `${formatAddress(address)}/${length}`,
      ),
    ],
  },
};
