/** One block of a PEM file. */
export interface PemBlock {
  /** `CERTIFICATE`, `RSA PRIVATE KEY` and so on. */
  readonly type: string;
  readonly hasHeaders: boolean;
  readonly bytes: Buffer;
}

const BLOCK =
  /(?:^|\n)-----BEGIN ([^\n]*?)-----[ \t\r]*\n((?:[^\n:]+:[^\n]*\n)*)([A-Za-z0-9+/=\s]*?)-----END \1-----[ \t\r]*(?=\n|$)/g;

/**
 * The blocks of a PEM file, whatever stands between them; what is no whole block is skipped.
 *
 * @see encoding/pem Decode
 */
export function pemBlocks(text: string): PemBlock[] {
  const found: PemBlock[] = [];
  for (const [, type = "", headers = "", body = ""] of text.matchAll(BLOCK)) {
    const packed = body.replace(/\s/g, "");
    if (packed.length % 4 !== 0 || !/^[^=]*={0,2}$/.test(packed)) continue;
    const bytes = Buffer.from(packed, "base64");
    found.push({ type, hasHeaders: headers !== "", bytes });
  }
  return found;
}
