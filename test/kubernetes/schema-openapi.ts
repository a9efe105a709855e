import { isDeepStrictEqual } from "node:util";
import type { Kind } from "../../src/kubernetes/kinds.ts";
import { type Field, type Schema, schemaOf } from "../../src/kubernetes/schema.ts";
import type { Request } from "../control-plane/control-plane.ts";

/** A model of the OpenAPI v3 that a server publishes. */
export interface Model {
  $ref?: string;
  allOf?: Model[];
  properties?: Record<string, Model>;
  required?: string[];
  items?: Model;
  additionalProperties?: Model;
  enum?: string[];
  [rule: string]: unknown;
}

export async function modelsOf(request: Request): Promise<Record<string, Model>> {
  const { paths } = (await request("GET", "/openapi/v3")).body as {
    paths: Record<string, unknown>;
  };
  const models: Record<string, Model> = {};
  for (const path of Object.keys(paths)) {
    const body = (await request("GET", `/openapi/v3/${path}`)).body as {
      components?: { schemas?: Record<string, Model> };
    };
    Object.assign(models, body.components?.schemas);
  }
  return models;
}

/** Where our schemas of some kinds say something else than the models of one minor. */
export function disagreements(
  models: Record<string, Model>,
  kinds: readonly Kind[],
  minor: number,
  rules: readonly Rule[] = [...(Object.keys(RULES) as Rule[]), "enumWithin"],
): { compared: number; found: string[] } {
  const found: string[] = [];
  const seen = new Set<string>();
  let compared = 0;
  const compare = (schema: Schema, model: Model, path: string): void => {
    for (const field of schema.fields.keys()) {
      if (!model.properties?.[field]) found.push(`${path}.${field} is not the server's`);
    }
    for (const [field, value] of Object.entries(model.properties ?? {})) {
      const own = schema.fields.get(field);
      compared++;
      if (own)
        compareField(own, value, model.required?.includes(field) ?? false, `${path}.${field}`);
      else found.push(`${path}.${field} is missing`);
    }
  };
  const compareField = (own: Field, value: Model, required: boolean, path: string): void => {
    const [ours, theirs] = [facts(own), factsOf(value)];
    for (const key of rules) {
      if (!isDeepStrictEqual(ours[key], theirs[key])) found.push(`${path}: ${key} differs`);
    }
    if (own.required !== required) found.push(`${path}: required differs`);
    follow(
      own.items ?? own.values ?? own,
      value.items ?? value.additionalProperties ?? value,
      path,
    );
  };
  const follow = (schema: Schema, model: Model, path: string): void => {
    const inner = schema.items ?? schema.values;
    const type = reference(model);
    if (inner) follow(inner, model.items ?? model.additionalProperties ?? {}, path);
    else if (schema.fields.size > 0 && !(type && seen.has(type))) {
      if (type) seen.add(type);
      compare(schema, type ? models[type]! : model, type ?? path);
    }
  };
  for (const kind of kinds) {
    const name = modelOf(models, kind);
    const schema = schemaOf(kind.apiVersion, kind.kind, minor);
    if (name && schema) compare(schema, models[name]!, name);
    else found.push(`${kind.apiVersion} ${kind.kind} is known to one only`);
  }
  return { compared, found };
}

const RULES = {
  enum: "enum",
  pattern: "pattern",
  minLength: "minLength",
  maxLength: "maxLength",
  minimum: "minimum",
  maximum: "maximum",
  minItems: "minItems",
  maxItems: "maxItems",
  listType: "x-kubernetes-list-type",
  listMapKeys: "x-kubernetes-list-map-keys",
  patchMergeKey: "x-kubernetes-patch-merge-key",
  validations: "x-kubernetes-validations",
} as const;

type Rule = keyof typeof RULES | "enumWithin";

function facts({ rules, items, values }: Schema): Record<string, unknown> {
  const own = Object.keys(RULES).map((key) => [key, rules[key as keyof typeof RULES]]);
  return { ...Object.fromEntries(own), enumWithin: (items ?? values)?.rules.enum };
}

function factsOf(model: Model): Record<string, unknown> {
  const own = Object.entries(RULES).map(([key, word]) => [key, model[word]]);
  return {
    ...Object.fromEntries(own),
    enumWithin: (model.items ?? model.additionalProperties)?.enum,
  };
}

function reference(model: Model | undefined): string | undefined {
  return (model?.$ref ?? model?.allOf?.[0]?.$ref)?.split("/").at(-1);
}

function modelOf(
  models: Record<string, Model>,
  { group, version, kind }: { group: string; version: string; kind: string },
): string | undefined {
  const wanted = { group, kind, version };
  return Object.keys(models).find((name) => {
    const kinds = models[name]!["x-kubernetes-group-version-kind"] as object[] | undefined;
    return name.endsWith(`.${kind}`) && kinds?.some((own) => isDeepStrictEqual(own, wanted));
  });
}
