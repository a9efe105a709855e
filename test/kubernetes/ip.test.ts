import assert from "node:assert/strict";
import { BlockList, isIP } from "node:net";
import { suite, test } from "node:test";
import fc from "fast-check";
import {
  type Address,
  cidrContains,
  cidrProblem,
  formatAddress,
  parseAddress,
  parseCidr,
} from "../../src/kubernetes/ip.ts";

suite("addresses", () => {
  test("are read in every way they can be written", () => {
    assert.deepEqual(parseAddress("10.0.0.1"), { bits: 32, value: 0x0a000001n });
    assert.deepEqual(parseAddress("::ffff:10.0.0.1"), { bits: 32, value: 0x0a000001n });
    assert.deepEqual(parseAddress("::"), { bits: 128, value: 0n });
    assert.deepEqual(parseAddress("2001:DB8::1"), parseAddress("2001:0db8:0:0:0:0:0:1"));
    assert.deepEqual(parseAddress("64:ff9b::192.0.2.1"), parseAddress("64:ff9b::c000:201"));
    for (const text of ["", "10.0.0", "010.0.0.1", "example.com", "fe80::1%eth0", "1::2::3"]) {
      assert.equal(parseAddress(text), undefined);
    }
  });

  test("are what Node takes for addresses", () => {
    const pieces = fc.array(
      fc.constantFrom("0", "1", "255", "256", "01", ".", ":", "::", "f", "abcd", "g"),
      {
        maxLength: 15,
      },
    );
    const text = fc.oneof(
      pieces.map((each) => each.join("")),
      pieces.map((each) => each.filter((piece) => !/[.:]/.test(piece)).join(":")),
      fc.ipV4(),
      fc.ipV6(),
      fc.tuple(fc.ipV6(), fc.ipV4()).map(([a, b]) => a.replace(/[^:]*$/, b)),
    );
    fc.assert(
      fc.property(text, (each) => assert.equal(parseAddress(each) !== undefined, isIP(each) !== 0)),
      { numRuns: 5000 },
    );
  });

  test("lie in a CIDR as Node's own block list says", () => {
    const pair = (address: fc.Arbitrary<string>) => fc.tuple(address, address, fc.nat(128));
    fc.assert(
      fc.property(fc.oneof(pair(fc.ipV4()), pair(fc.ipV6())), ([network, other, bits]) => {
        const base = parseAddress(network);
        const asked = parseAddress(other);
        assert.ok(base !== undefined && asked !== undefined);
        fc.pre(base.bits === asked.bits);
        const length = Math.min(bits, base.bits);
        const family = base.bits === 32 ? "ipv4" : "ipv6";
        fc.pre(family === "ipv6" || !network.includes(":"));
        const blocks = new BlockList();
        blocks.addSubnet(network, length, family);
        assert.equal(cidrContains({ ...base, length }, asked), blocks.check(other, family));
        assert.ok(cidrContains({ ...base, length }, base));
      }),
      { numRuns: 1000 },
    );
  });

  test("of one family are in no CIDR of the other", () => {
    const everything = [parseCidr("0.0.0.0/0"), parseCidr("::/0")];
    const within = (text: string) => {
      const address = parseAddress(text);
      return everything.map((cidr) => address !== undefined && cidrContains(cidr, address));
    };
    assert.deepEqual(within("10.0.0.1"), [true, false]);
    assert.deepEqual(within("2001:db8::1"), [false, true]);
  });
});

suite("CIDRs", () => {
  test("that are wrong are explained", () => {
    for (const text of ["0.0.0.0/0", "10.0.0.0/8", "::/0", "2001:db8::/32", "10.1.2.3/32"]) {
      assert.equal(cidrProblem(text), undefined);
    }
    const told: [string, RegExp][] = [
      ["10.0.0.1", /no length; write "10.0.0.1\/32"$/],
      ["::1", /write "::1\/128"$/],
      ["10.0.0.1/8", /bits set beyond its first 8/],
      ["10.0.0.0/33", /32 at most/],
      ["010.0.0.0/8", /such as "10.0.0.0\/8"/],
      ["::ffff:10.0.0.0/104", /such as/],
      ["everything", /such as/],
    ];
    for (const [text, message] of told) assert.match(cidrProblem(text) ?? "", message);
    assert.throws(() => parseCidr("10.0.0.0/x"), SyntaxError);
  });

  test("addresses are printed as browsers print them", () => {
    const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }));
    const groups = fc.array(group, { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(groups, (numbers) => {
        const text = numbers.map((number) => number.toString(16)).join(":");
        const address = parseAddress(text) as Address;
        fc.pre(address.bits === 128);
        assert.equal(`[${formatAddress(address)}]`, new URL(`http://[${text}]/`).hostname);
      }),
    );
    assert.equal(formatAddress(parseAddress("::ffff:10.0.0.1") as Address), "10.0.0.1");
  });
});
