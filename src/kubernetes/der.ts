/** One value of a DER encoding: its tag, its content, and all of it with the head. */
export interface DerValue {
  readonly tag: number;
  readonly content: Buffer;
  readonly whole: Buffer;
}

/** ASN.1 tags, as they stand in the first byte. */
export const DER = { bitString: 0x03, objectId: 0x06, sequence: 0x30 } as const;

/**
 * The values that stand one after the other.
 *
 * @throws {RangeError} where it ends within a value
 * @see ITU-T X.690
 */
export function derValues(bytes: Buffer): DerValue[] {
  const found: DerValue[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes.readUInt8(at);
    const first = bytes.readUInt8(at + 1);
    const size = first < 0x80 ? 0 : first - 0x80;
    if (size > 4) throw new RangeError("a length of more than four bytes");
    const length = size === 0 ? first : bytes.readUIntBE(at + 2, size);
    const start = at + 2 + size;
    const end = start + length;
    if (end > bytes.length) throw new RangeError("ends within a value");
    found.push({ tag, content: bytes.subarray(start, end), whole: bytes.subarray(at, end) });
    at = end;
  }
  return found;
}

/** `1.2.840.113549.1.1.11` */
export function objectId({ content }: DerValue): string {
  const numbers: number[] = [];
  let number = 0;
  for (const byte of content) {
    number = number * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    numbers.push(number);
    number = 0;
  }
  const [first = 0, ...rest] = numbers;
  const top = Math.min(Math.floor(first / 40), 2);
  return [top, first - top * 40, ...rest].join(".");
}
