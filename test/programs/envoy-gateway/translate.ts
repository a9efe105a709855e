import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "js-yaml";
import type { Resource } from "../../control-plane/resources.ts";
import { goProgram, UNOPTIMISED } from "../../go-program.ts";
import { Envoy, type XdsConfig } from "./envoy.ts";

/** The version whose translation is asked for. */
export const ENVOY_GATEWAY_VERSION: string = /envoyproxy\/gateway (v\S+)/.exec(
  readFileSync(join(import.meta.dirname, "go.mod"), "utf8"),
)?.[1] as string;

let program: string | undefined;

/**
 * Envoy Gateway's own command line, which holds its translator. The first build takes 4 minutes on
 * two free cores; undefined where there is no Go.
 */
export function egctl(): string | undefined {
  program ??= goProgram(import.meta.dirname, "egctl", {
    of: "github.com/envoyproxy/gateway/cmd/egctl",
    options: [UNOPTIMISED, "-trimpath", "-ldflags", "-s -w"],
  });
  return program;
}

/** What Envoy Gateway makes of objects. */
export interface Translation {
  /** Conditions of Gateways, routes and policies that are not as they should be, one line each. */
  readonly complaints: readonly string[];
  /** Gateways, routes and policies that it accepted. */
  readonly accepted: number;
  readonly envoy: Envoy;
}

const groups = ["gateway.networking.k8s.io", "gateway.envoyproxy.io"];

/** Lets Envoy Gateway translate the objects it reads; Services and Secrets of certificates are played. */
export function translate(program: string, objects: readonly Resource[]): Translation {
  const own = objects.filter(({ apiVersion }) => groups.includes(apiVersion.split("/")[0] ?? ""));
  const [{ spec, metadata } = fail("there is no Gateway")] = own.filter(
    ({ kind }) => kind === "Gateway",
  ) as unknown as Gateway[];
  const folder = mkdtempSync(join(tmpdir(), "slipway-egctl-"));
  try {
    const secrets = spec.listeners.flatMap(({ tls }) => tls?.certificateRefs ?? []);
    const { namespace } = metadata;
    const all = [
      gatewayClass(spec.gatewayClassName),
      { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
      ...objects.filter(({ kind }) => kind === "Service").map(withAddress),
      ...[...new Set(secrets.map(({ name }) => name))].map((name) => {
        const given = objects.find((each) => isCertificate(each, name));
        return keyPair(folder, namespace, name, hostsOf(given));
      }),
      ...own,
    ];
    const file = join(folder, "objects.yaml");
    writeFileSync(file, all.map((object) => JSON.stringify(object)).join("\n---\n"));
    const args = ["x", "translate", "--from", "gateway-api", "--to", "gateway-api,xds", "-f", file];
    const output = execFileSync(program, args, { maxBuffer: 2 ** 28, encoding: "utf8" });
    return read(load(output) as Output, `${namespace}/${metadata.name}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Gateway {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly gatewayClassName: string;
    readonly listeners: readonly {
      readonly tls?: { readonly certificateRefs: readonly { readonly name: string }[] };
    }[];
  };
}

function fail(message: string): never {
  throw new Error(message);
}

function gatewayClass(name: string) {
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "GatewayClass",
    metadata: { name },
    spec: { controllerName: "gateway.envoyproxy.io/gatewayclass-controller" },
  };
}

function withAddress(service: Resource, index: number): Resource {
  const { spec } = service as Resource & { spec: object };
  return { ...service, spec: { ...spec, clusterIP: `10.96.1.${index + 1}` } } as Resource;
}

/** The Certificate whose Secret has this name. */
function isCertificate(object: Resource, name: string): boolean {
  const { spec } = object as Resource & { spec?: { secretName?: string } };
  return object.kind === "Certificate" && spec?.secretName === name;
}

function hostsOf(certificate: Resource | undefined): readonly string[] {
  const { spec } = (certificate ?? {}) as { spec?: { dnsNames?: readonly string[] } };
  return spec?.dnsNames ?? ["given.example"];
}

/** A Secret with a certificate, signed by itself, as cert-manager would put it there. */
function keyPair(folder: string, namespace: string, name: string, hosts: readonly string[]) {
  const [key, certificate] = [join(folder, "tls.key"), join(folder, "tls.crt")];
  const names = `subjectAltName=${hosts.map((host) => `DNS:${host}`).join()}`;
  const made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
  const to = ["-nodes", "-keyout", key, "-out", certificate, "-subj", "/CN=test", "-addext", names];
  execFileSync("openssl", [...made, ...to], { stdio: "pipe" });
  const data = {
    "tls.crt": readFileSync(certificate, "base64"),
    "tls.key": readFileSync(key, "base64"),
  };
  const metadata = { name, namespace };
  return { apiVersion: "v1", kind: "Secret", type: "kubernetes.io/tls", metadata, data };
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message: string;
}

type Places = readonly { readonly conditions?: readonly Condition[] }[] | null;

interface Judged {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly listeners?: Places;
    readonly parents?: Places;
    readonly ancestors?: Places;
  };
}

type Output = { readonly [list: string]: unknown } & {
  readonly xds: Readonly<Record<string, { readonly configs: readonly XdsConfig[] }>>;
};

const judged = [
  "gateways",
  "httpRoutes",
  "backendTrafficPolicies",
  "clientTrafficPolicies",
  "securityPolicies",
];

/** The conditions that say something wrong where they are true. */
const bad = new Set(["OverlappingTLSConfig", "Overridden", "Conflicted", "Warning"]);

function read(output: Output, gateway: string): Translation {
  const all = judged.flatMap((list) => (output[list] ?? []) as readonly Judged[]);
  const lines = all.map((object) => {
    const { listeners, parents, ancestors } = object.status ?? {};
    const conditions = [listeners, parents, ancestors].flatMap((places) =>
      (places ?? []).flatMap((place) => place.conditions ?? []),
    );
    const wrong = conditions.filter(({ type, status }) => (status === "True") === bad.has(type));
    const name = `${object.kind} ${object.metadata.name}`;
    if (conditions.length === 0) return [`${name}: nobody looked at it`];
    return wrong.map(({ type, message }) => `${name}: ${type}: ${message}`);
  });
  return {
    complaints: lines.flat(),
    accepted: lines.filter((found) => found.length === 0).length,
    envoy: new Envoy(output.xds[gateway]?.configs ?? []),
  };
}
