import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** PEM. */
export interface Pair {
  readonly cert: string;
  readonly key: string;
}

/** An authority with a server and a client that it signed. */
export interface Certificates {
  readonly ca: string;
  readonly server: Pair;
  readonly client: Pair;
}

let made: Certificates | undefined;

/** For 127.0.0.1, localhost and `kubernetes.example`; the client is `ada`. Needs openssl. */
export function certificates(): Certificates {
  made ??= make();
  return made;
}

/** Another authority's, with the same names. */
export function otherCertificates(): Certificates {
  return make();
}

function make(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), "slipway-certificates-"));
  const openssl = (...args: string[]) =>
    execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  try {
    openssl(
      "req",
      "-x509",
      ...curve,
      "-keyout",
      "ca.key",
      "-out",
      "ca.pem",
      "-days",
      "2",
      "-subj",
      "/CN=authority",
    );
    const signed = (name: string, subject: string, extension: string): Pair => {
      writeFileSync(join(folder, `${name}.ext`), extension);
      openssl("req", ...curve, "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", subject);
      openssl(
        "x509",
        "-req",
        "-in",
        `${name}.csr`,
        "-CA",
        "ca.pem",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
        "-out",
        `${name}.pem`,
        "-days",
        "2",
        "-extfile",
        `${name}.ext`,
      );
      return { cert: read(`${name}.pem`), key: read(`${name}.key`) };
    };
    return {
      ca: read("ca.pem"),
      server: signed(
        "server",
        "/CN=server",
        "subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:kubernetes.example",
      ),
      client: signed("client", "/O=makers/CN=ada", "extendedKeyUsage=clientAuth"),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
