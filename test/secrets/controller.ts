import { generateKeyPairSync, sign } from "node:crypto";

/** The certificate and the private key of a Sealed Secrets controller, in PEM. */
export interface Controller {
  readonly certificate: string;
  readonly key: string;
}

/**
 * Makes a key and a certificate of it that it signed itself, as a controller does when it starts.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280 section 4.1
 */
export function controller(days = 3650): Controller {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const spki = publicKey.export({ type: "spki", format: "der" });
  const algorithm = der(0x30, oid("2a864886f70d01010b"), der(0x05)); // sha256WithRSAEncryption
  const name = der(
    0x30,
    der(0x31, der(0x30, oid("550403"), der(0x0c, Buffer.from("sealed-secret")))),
  );
  const validity = der(0x30, time(-365), time(days));
  const version = der(0xa0, der(0x02, Buffer.of(2)));
  const serial = der(0x02, Buffer.of(1));
  const body = der(0x30, version, serial, algorithm, name, validity, name, spki);
  const signature = der(0x03, Buffer.of(0), sign("sha256", body, privateKey));
  const base64 = der(0x30, body, algorithm, signature).toString("base64");
  const lines = base64.match(/.{1,64}/g)?.join("\n");
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return Buffer.concat([Buffer.of(tag, ...length), content]);
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, "hex"));
}

function time(daysFromNow: number): Buffer {
  const day = new Date(Date.now() + daysFromNow * 86_400_000).toISOString();
  return der(0x18, Buffer.from(`${day.slice(0, 19).replace(/\D/g, "")}Z`));
}
