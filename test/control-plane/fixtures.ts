import type { ControlPlane } from "./control-plane.ts";
import { pathOf, type Resource } from "./resources.ts";
import { waitUntil } from "./wait.ts";

/** An object of the API with whatever else it holds. */
export type Loose = Resource & { readonly [field: string]: unknown };

export function namespace(name: string, labels: Record<string, string> = {}): Loose {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } } as Loose;
}

export function configMap(namespace: string, name: string, data: Record<string, string>): Loose {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { namespace, name }, data };
}

export function secret(namespace: string, name: string, data: Record<string, string>): Loose {
  return { apiVersion: "v1", kind: "Secret", metadata: { namespace, name }, stringData: data };
}

/** A container of an image that nobody pulls. */
export function container(rest: Record<string, unknown> = {}): Record<string, unknown> {
  return { name: "app", image: "registry.example.com/app:1.0", ...rest };
}

/** A pod of one container unless the spec names others. */
export function pod(
  namespace: string,
  name: string,
  spec: Record<string, unknown> = {},
  annotations: Record<string, string> = {},
): Loose {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { namespace, name, annotations, labels: { app: name } },
    spec: { containers: [container()], terminationGracePeriodSeconds: 1, ...spec },
  } as Loose;
}

/** A claim of one gibibyte. */
export function claim(namespace: string, name: string, storageClass: string, mode: string): Loose {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { namespace, name },
    spec: {
      storageClassName: storageClass,
      accessModes: [mode],
      resources: { requests: { storage: "1Gi" } },
    },
  };
}

/** Reads an object of the server as it is now. */
export async function read<T = Loose>(plane: ControlPlane, object: Resource): Promise<T> {
  const { status, body } = await plane.request("GET", (await pathOf(plane, object))!);
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body as T;
}

/** The conditions in an object's status. */
export type Conditions = readonly {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}[];

/** Waits until a condition of an object has a status, and answers the condition. */
export async function condition(
  plane: ControlPlane,
  object: Resource,
  type: string,
  status: "True" | "False",
  about = /^/,
): Promise<Conditions[number]> {
  let found: Conditions[number] | undefined;
  await waitUntil(
    `${object.kind} ${object.metadata.name} to have ${type} ${status}`,
    async () => {
      const { status: now } = await read<{ status?: { conditions?: Conditions } }>(plane, object);
      found = now?.conditions?.find((entry) => entry.type === type);
      return found?.status === status && about.test(found.message ?? "")
        ? undefined
        : JSON.stringify(now ?? "no status yet");
    },
    30_000,
  );
  return found!;
}

/** Waits for an event about an object whose message matches. */
export async function eventAbout(plane: ControlPlane, object: Resource, message: RegExp) {
  const { namespace = "default", name } = object.metadata;
  await waitUntil(
    `an event about ${object.kind} ${name} that matches ${message}`,
    async () => {
      const path = `/api/v1/namespaces/${namespace}/events?fieldSelector=involvedObject.name=${name}`;
      const { items } = (await plane.request("GET", path)).body as { items: { message: string }[] };
      const texts = items.map((event) => event.message);
      return texts.some((text) => message.test(text)) ? undefined : texts.join("\n");
    },
    30_000,
  );
}

/** Waits until the server has forgotten an object. */
export async function gone(plane: ControlPlane, object: Resource): Promise<void> {
  const path = (await pathOf(plane, object))!;
  await waitUntil(`${object.kind} ${object.metadata.name} to be gone`, async () => {
    const { status } = await plane.request("GET", path);
    return status === 404 ? undefined : `GET answers ${status}`;
  });
}
