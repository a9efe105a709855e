import { isFields } from "../fields.ts";
import { findKind, type Kind, type Scale, versionsOf } from "../kinds.ts";
import { schemaOf } from "../schema.ts";
import { splitApiVersion } from "../versions.ts";
import { jsonSchemaOf } from "./bundled.ts";
import { schemaFrom } from "./given-schema.ts";
import { Structural } from "./structural.ts";

/** One version of a custom resource, as the server serves it. */
export interface Definition {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly schema: Structural;
  /** Whether a create may not set the status. */
  readonly hasStatus: boolean;
  readonly scale: Scale | undefined;
  /** What the server warns of where the version is deprecated. */
  readonly warning: string | undefined;
}

/** What a CustomResourceDefinition defines. */
export interface Defined {
  readonly group: string;
  readonly kind: string;
  /** The versions that are served. */
  readonly versions: ReadonlyMap<string, Definition>;
}

/**
 * What a CustomResourceDefinition defines; nothing is complained of, for that is done where the
 * object itself is judged.
 *
 * @returns undefined for an object that defines nothing
 */
export function definedBy(crd: unknown, minor: number): Defined | undefined {
  if (!isFields(crd) || !isFields(crd.spec)) return undefined;
  const { group, names, versions, scope } = crd.spec;
  if (typeof group !== "string" || !isFields(names) || !Array.isArray(versions)) return undefined;
  const { kind } = names;
  if (typeof kind !== "string" || kind === "") return undefined;
  const served = versions.filter((each): each is Record<string, unknown> => isServed(each));
  const found = served.map((version): [string, Definition] => {
    const { status, scale } = isFields(version.subresources) ? version.subresources : {};
    const name = String(version.name);
    const raw = isFields(version.schema) ? version.schema.openAPIV3Schema : undefined;
    const definition: Definition = {
      apiVersion: `${group}/${name}`,
      kind,
      namespaced: scope === "Namespaced",
      schema: new Structural(schemaFrom(raw), minor).asRoot(),
      hasStatus: isFields(status),
      scale: isScale(scale) ? scale : undefined,
      warning: version.deprecated === true ? warningOf(version, group, kind) : undefined,
    };
    return [name, definition];
  });
  return { group, kind, versions: new Map(found) };
}

function isServed(version: unknown): boolean {
  return isFields(version) && version.served === true && typeof version.name === "string";
}

function isScale(value: unknown): value is Scale {
  if (!isFields(value)) return false;
  const { specReplicasPath, statusReplicasPath, labelSelectorPath } = value;
  return (
    typeof specReplicasPath === "string" &&
    typeof statusReplicasPath === "string" &&
    (labelSelectorPath === undefined || typeof labelSelectorPath === "string")
  );
}

function warningOf(version: Record<string, unknown>, group: string, kind: string): string {
  const { deprecationWarning } = version;
  const own = typeof deprecationWarning === "string" ? deprecationWarning : "";
  return own || `${group}/${String(version.name)} ${kind} is deprecated`;
}

const bundled = new Map<string, Definition>();

/** The definition of a bundled custom resource; undefined for every other kind. */
export function bundledDefinition(
  apiVersion: string,
  kind: string,
  minor: number,
): Definition | undefined {
  const key = `${minor} ${apiVersion} ${kind}`;
  const known = bundled.get(key);
  if (known) return known;
  const found = findKind(apiVersion, kind);
  const schema = found?.operator && schemaOf(apiVersion, kind, minor);
  if (!found || !schema) return undefined;
  const definition: Definition = {
    apiVersion,
    kind,
    namespaced: found.namespaced,
    schema: new Structural(jsonSchemaOf(schema), minor),
    hasStatus: found.subresources.includes("status"),
    scale: found.scale,
    warning: found.deprecated ? deprecation(found) : undefined,
  };
  bundled.set(key, definition);
  return definition;
}

function deprecation({ apiVersion, group, kind }: Kind): string {
  const other = versionsOf(group, kind).find((version) => !version.deprecated);
  const instead = other ? `; use ${other.apiVersion}` : "";
  return `${apiVersion} ${kind} is deprecated${instead}`;
}

/** The bundled versions of a kind; empty where it is not known, or no custom resource. */
export function bundledVersions(apiVersion: string, kind: string): readonly string[] {
  const found = versionsOf(splitApiVersion(apiVersion).group, kind);
  return found.flatMap(({ operator, version }) => (operator ? [version] : []));
}
