import type { KubeObject } from "../../../src/client/object.ts";
import type { ReleaseRecord } from "../../../src/deploy/release/record.ts";
import type { ReleaseName } from "../../../src/deploy/wanted.ts";

export const shop: ReleaseName = { name: "shop", namespace: "shop" };

export function configMap(name: string, data: Record<string, string> = {}): KubeObject {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "shop" }, data };
}

export function secret(name: string, values: Record<string, string>): KubeObject {
  const data = Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString("base64")]),
  );
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace: "shop" },
    type: "Opaque",
    data,
  };
}

export function record(
  revision: number,
  objects: readonly KubeObject[] = [],
  more: Partial<ReleaseRecord> = {},
): ReleaseRecord {
  return {
    revision,
    state: "deploying",
    environment: "production",
    startedAt: "2026-01-01T00:00:00.000Z",
    finishedAt: undefined,
    author: "ada",
    git: undefined,
    tool: "0.1.0",
    images: {},
    rollbackTo: undefined,
    message: undefined,
    objects,
    secretCopies: {},
    shared: [],
    migrated: {},
    ...more,
  };
}
