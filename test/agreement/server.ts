import { setTimeout } from "node:timers/promises";
import type { ControlPlane } from "../control-plane/control-plane.ts";
import { kindOf } from "../control-plane/resources.ts";
import { definitions, type Given } from "./objects.ts";

/** What a server said of an object. */
export interface Said {
  readonly status: number;
  /** The fields that it complains of, as it writes them; empty where it names none. */
  readonly paths: readonly string[];
  readonly message?: string;
  readonly warnings?: readonly string[];
  /** Of a refusal: the fields that it complained of after those before were mended. */
  readonly later?: readonly string[];
}

/** The namespace that objects are sent to. */
export const NAMESPACE = "agreement";

/** Makes what dry runs need. */
export async function prepare(plane: ControlPlane): Promise<void> {
  const labels = { "resource.kubernetes.io/admin-access": "true" };
  const body = { apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE, labels } };
  await plane.request("POST", "/api/v1/namespaces", body);
  // A server without controllers makes none, and without it takes no pod.
  const account = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default" } };
  await plane.request("POST", `/api/v1/namespaces/${NAMESPACE}/serviceaccounts`, account);
  for (const definition of definitions()) await define(plane, definition);
}

/** Makes a definition, and waits until its objects are served. */
async function define(plane: ControlPlane, definition: Given): Promise<void> {
  const { spec } = definition as unknown as Definition;
  await plane.request(
    "POST",
    "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
    definition,
  );
  const version = spec.versions.find(({ storage }) => storage)?.name;
  const url = `/apis/${spec.group}/${version}/${spec.names.plural}`;
  for (let tries = 0; tries < 100; tries++) {
    const { status } = await plane.request("GET", url);
    if (status === 200) return;
    await setTimeout(200);
  }
  throw new Error(`${url} is not served`);
}

interface Definition {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly plural: string };
    readonly versions: readonly { readonly name: string; readonly storage: boolean }[];
  };
}

/** Asks a server to create an object, strictly, as a dry run. */
export async function ask(
  plane: ControlPlane,
  object: Given,
  namespace = NAMESPACE,
): Promise<Said> {
  const kind = await kindOf(plane, object.apiVersion, object.kind);
  if (!kind)
    return { status: 404, paths: [], message: `no kind ${object.apiVersion} ${object.kind}` };
  const base = object.apiVersion.includes("/")
    ? `/apis/${object.apiVersion}`
    : `/api/${object.apiVersion}`;
  const within = kind.namespaced ? `/namespaces/${namespace}` : "";
  const url = `${base}${within}/${kind.name}?dryRun=All&fieldValidation=Strict&fieldManager=slipway`;
  const send = () => plane.request("POST", url, object);
  const { status, body, warnings } = await send()
    .catch(send)
    .catch(() => fallen(plane));
  const heard = warnings.length > 0 ? { warnings } : {};
  if (status < 300) return { status: 201, paths: [], ...heard };
  const { message = String(body), details } = body as Status;
  const causes = (details?.causes ?? []).flatMap(pathsOfCause);
  const named = object.kind === "CustomResourceDefinition" ? causes.map(asGiven) : causes;
  return { status, paths: named.length > 0 ? named : pathsOfDecoder(message), message, ...heard };
}

/**
 * A validation that panics ends the connection, each time; the server lives on.
 *
 * @throws where it does not
 */
async function fallen(plane: ControlPlane) {
  await plane.request("GET", "/readyz");
  return { status: 500, body: { message: "no answer" }, warnings: [] };
}

interface Status {
  readonly message?: string;
  readonly details?: { readonly causes?: readonly Cause[] };
}

interface Cause {
  readonly field?: string;
  readonly message?: string;
}

/**
 * Of custom resources some causes name their field in the text, some only repeat what others say,
 * and the paths of subresources begin with a dot.
 */
function pathsOfCause({ field = "", message = "" }: Cause): string[] {
  const [, path = ""] =
    /"([^"]*)" must (?:validate (?:at least|one and)|not validate)/.exec(message) ??
    / value must be of type .* in (\S+)$/.exec(message) ??
    [];
  const inside = path.replace(/^\./, "");
  // Of a default that a definition gives, the text names the place within.
  if (field.endsWith(".default") && inside !== "") return [`${field}.${inside}`];
  if (field !== "<nil>") return field === "" ? [] : [field.replace(/^\./, "")];
  return inside === "" ? [] : [inside];
}

/**
 * A definition is validated in an older form than it is given in: what all versions say alike stands
 * above them there, and the webhook's fields have other places.
 */
function asGiven(path: string): string {
  const first = "spec.versions[0]";
  return path
    .replace(/^spec\.validation\b/, `${first}.schema`)
    .replace(/^spec\.(?=(subresources|additionalPrinterColumns|selectableFields)\b)/, `${first}.`)
    .replace(/^spec\.version$/, `${first}.name`)
    .replace(/^spec\.conversion\.webhookClientConfig\b/, "spec.conversion.webhook.clientConfig")
    .replace(/^spec\.conversion\.(?=conversionReviewVersions\b)/, "spec.conversion.webhook.")
    .replace(/(additionalPrinterColumns\[\d+\])\.JSONPath$/, "$1.jsonPath");
}

/** The decoder names fields in its text only. */
function pathsOfDecoder(message: string): string[] {
  const strict = [...message.matchAll(/(?:unknown|duplicate) field "([^"]*)"/g)].map(
    ([, path]) => path as string,
  );
  if (strict.length > 0) return strict;
  const [, struct = "", typed] =
    /into Go struct field ([A-Za-z0-9]+)\.(\S+) of type/.exec(message) ?? [];
  // The metadata of custom resources is decoded by itself.
  const isMeta = /^(ObjectMeta|OwnerReference|ManagedFieldsEntry)$/.test(struct);
  // So is that of whole objects inside of them, whose place stands before.
  const [, place] = / cannot be handled as a \w+: (\S*metadata): /.exec(message) ?? [];
  if (typed !== undefined && place !== undefined) return [`${place}.${typed}`];
  if (typed !== undefined && isMeta && !/(^|\.)metadata\./.test(typed))
    return [`metadata.${typed}`];
  // Go names the structs that are embedded, which JSON knows nothing of.
  return typed === undefined ? [] : [typed.replaceAll(/(^|\.)(?:[A-Z][A-Za-z]*\.)+/g, "$1")];
}
