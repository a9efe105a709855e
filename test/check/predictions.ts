import type { ControlPlane } from "../control-plane/control-plane.ts";

/** A fault that is found in manifests, and what it does in a cluster. */
export interface Prediction {
  /** Completes "check predicts …", and with hyphens the namespace. */
  readonly what: string;
  /** The rule that predicts it. */
  readonly rule: string;
  /** Documents without a namespace, as a person writes them. */
  readonly manifests: string;
  /** A change that only shows the fault, applied when all is there. */
  readonly change?: string;
  /** Undefined when it has happened, else what is still missing. */
  readonly happened: (cluster: Cluster) => Promise<string | undefined>;
}

/** One namespace of a cluster, as far as predictions look at it. */
export class Cluster {
  readonly namespace: string;
  private readonly plane: ControlPlane;

  constructor(plane: ControlPlane, namespace: string) {
    this.plane = plane;
    this.namespace = namespace;
  }

  /** Every object of a resource, such as `apps/v1/deployments` or `v1/pods`. */
  async list(resource: string): Promise<Found[]> {
    const [, group, name] = /^(.*)\/([^/]+)$/.exec(resource) as RegExpExecArray;
    const prefix = group === "v1" ? "/api/v1" : `/apis/${group}`;
    const path = `${prefix}/namespaces/${this.namespace}/${name}`;
    const { body } = await this.plane.request("GET", path);
    return (body as { items?: Found[] }).items ?? [];
  }

  async evict(pod: string): Promise<{ status: number; message: string }> {
    const path = `/api/v1/namespaces/${this.namespace}/pods/${pod}/eviction`;
    const { status, body } = await this.plane.request("POST", path, {
      apiVersion: "policy/v1",
      kind: "Eviction",
      metadata: { name: pod, namespace: this.namespace },
    });
    return { status, message: String((body as { message?: string }).message ?? "") };
  }

  /** Undefined when an event of the namespace says it, else the events that there are. */
  async event(pattern: RegExp): Promise<string | undefined> {
    const told = (await this.list("v1/events")).map(
      ({ reason, message, involvedObject }) => `${involvedObject?.kind} ${reason} ${message}`,
    );
    return told.some((line) => pattern.test(line)) ? undefined : told.join("\n") || "no event";
  }

  /** Undefined when a condition of the objects says it, else the conditions that there are. */
  async condition(resource: string, pattern: RegExp): Promise<string | undefined> {
    const told = (await this.list(resource)).flatMap(({ status }) =>
      (status?.conditions ?? []).map(
        (each) => `${each.type} ${each.status} ${each.reason} ${each.message}`,
      ),
    );
    return told.some((line) => pattern.test(line)) ? undefined : told.join("\n") || "no condition";
  }

  /** Undefined when a container waits for the reason, else why they wait. */
  async waiting(pattern: RegExp): Promise<string | undefined> {
    const told = (await this.list("v1/pods")).flatMap(({ status }) =>
      (status?.containerStatuses ?? []).map(
        ({ state }) => `${state.waiting?.reason} ${state.waiting?.message}`,
      ),
    );
    return told.some((line) => pattern.test(line)) ? undefined : told.join("\n") || "no container";
  }
}

/** An object of the server, as far as predictions look into it. */
export interface Found {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly status?: {
    readonly phase?: string;
    readonly hard?: object;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
    readonly containerStatuses?: readonly {
      readonly ready: boolean;
      readonly state: { readonly waiting?: { readonly reason: string; readonly message?: string } };
    }[];
  };
  readonly reason?: string;
  readonly message?: string;
  readonly involvedObject?: { readonly kind: string };
  readonly endpoints?: readonly { readonly targetRef?: { readonly name: string } }[];
  readonly ports?: readonly { readonly port?: number }[] | null;
}
