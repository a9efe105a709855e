import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { fitsFormat, isKnownFormat } from "../../../src/kubernetes/custom-resources/formats.ts";

/** Texts that a real server of 1.36 takes for a format, and texts that it refuses. */
const tables: Readonly<Record<string, readonly [takes: string[], refuses: string[]]>> = {
  uri: [
    ["http://a", "/x", "mailto:a@b", "//a", "*", "http://[::1]:80/", "http://é", "http:", "a:b:c"],
    ["", "a", "?a", "http://[::1", "http://a:b", "http://a b", "http://a/%zz", "1http://a", "://a"],
  ],
  email: [
    ["a@b", "A <a@b.c>", "<a@b>", '"a b"@c', "é@b", "a@[1.2.3.4]", " a@b", "a@b (c)"],
    ["", "a", "a@", "@b", "a b@c", "a@b,c@d", "a..b@c", ".a@b", "a@b.", "<a@b", "a@b c"],
  ],
  hostname: [
    ["a", "a.bc", "A", "é.fr", "1", "a-b.co", "😀"],
    ["", "-a", "a_b", "a.b", "a..b", "1.2.3.4", "*.a.co", "a".repeat(65)],
  ],
  ipv4: [
    ["1.2.3.4", "01.2.3.4", "::ffff:1.2.3.4"],
    ["1.2.3", "1.2.3.256", "::1", "1.2.3.4/8", ""],
  ],
  ipv6: [
    ["::1", "2001:DB8::1", "::ffff:1.2.3.4"],
    ["1.2.3.4", "fe80::1%eth0", "g::", "12345::"],
  ],
  cidr: [
    ["1.2.3.4/8", "01.2.3.4/8", "::/0"],
    ["1.2.3.4", "1.2.3.4/33", "::1/129", "1.2.3.4/-1"],
  ],
  mac: [
    ["01:23:45:67:89:ab", "01-23-45-67-89-AB", "0123.4567.89ab"],
    ["01:23", "01:23-45:67:89:ab", "01:23:45:67:89:AG"],
  ],
  isbn: [
    ["3836221195", "978-3-8362-2119-1", "3 401 01319 X"],
    ["3836221196", "978-3836221190", ""],
  ],
  creditcard: [["4220 8554 2622 2389"], ["4220855426213389", "abc", ""]],
  byte: [
    ["aGk=", "aGkx"],
    ["", "aGk", "aG-_", "aGk=\n"],
  ],
  date: [
    ["2026-01-31", "2024-02-29", "0000-01-01"],
    ["2026-02-29", "2026-1-1", "2026-13-01", ""],
  ],
  duration: [
    ["1h", "1h30m", "0", "-1h", "1.5d", "3 weeks", "5 Minutes", "1us", "22 ns", "100000000h"],
    ["", "1", "x", "s", "1 x", "99999999999999999999s"],
  ],
  "date-time": [
    ["2026-01-31T12:00:00Z", "2026-01-31t12:00:00z", "2026-01-31T12:00:00x5Z"],
    ["", "2026-01-31T24:00:00Z", "2026-01-31T12:00:00", "2026-02-30T12:00:00Z"],
  ],
  "k8s-short-name": [
    ["a", "a-b"],
    ["A", "-a", "a.b", "a".repeat(64), ""],
  ],
};

suite("formats of custom resources", () => {
  for (const [format, [takes, refuses]] of Object.entries(tables))
    test(format, () => {
      for (const text of takes) assert.equal(fitsFormat(text, format), true, text);
      for (const text of refuses) assert.equal(fitsFormat(text, format), false, text);
    });

  test("a server looks only at the formats that it knows", () => {
    assert.equal(isKnownFormat("no-such-format", ["string"], 36), false);
    assert.equal(isKnownFormat("k8s-short-name", ["string"], 34), false);
    assert.equal(isKnownFormat("k8s-short-name", ["string"], 35), true);
    assert.equal(isKnownFormat("int32", ["integer"], 31), true);
    assert.equal(isKnownFormat("int32", ["number"], 31), false);
  });
});
