import type { ControlPlane } from "../control-plane/control-plane.ts";

/** An object read from the server, as far as the tests look into it. */
export interface Live {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels?: Labels;
  };
  readonly spec: {
    readonly selector?: Selector;
    readonly scaleTargetRef?: { readonly kind: string; readonly name: string };
    readonly metrics?: readonly object[];
    readonly ports?: readonly { readonly name: string; readonly port: number }[];
    readonly type?: string;
    readonly minReplicas?: number;
    readonly maxReplicas?: number;
    readonly replicas?: number;
  };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly phase?: string;
    readonly loadBalancer?: { readonly ingress?: readonly object[] };
    readonly currentMetrics?: readonly object[];
    readonly currentReplicas?: number;
    readonly readyReplicas?: number;
    readonly typeChecking?: {
      readonly expressionWarnings?: readonly { readonly warning: string }[];
    };
  };
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

type Labels = Readonly<Record<string, string>>;
type Selector = Labels & { readonly matchLabels?: Labels };

/** What the server holds of one resource in a namespace; of a cluster-scoped one without it. */
export async function list<T = Live>(
  plane: ControlPlane,
  group: string,
  resource: string,
  namespace?: string,
): Promise<readonly T[]> {
  const within = namespace === undefined ? "" : `/namespaces/${namespace}`;
  const { status, body } = await plane.request("GET", `${group}${within}/${resource}`);
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return (body as { items: T[] }).items;
}

export function named({ metadata }: Live): string {
  return `${metadata.namespace}/${metadata.name}`;
}

export function condition(object: Live, type: string): Condition | undefined {
  return object.status?.conditions?.find((candidate) => candidate.type === type);
}

/** Whether a selector that is only equalities picks these labels; an empty one picks nothing here. */
export function picks(selector: Selector | undefined, labels: Labels = {}): boolean {
  const wanted = Object.entries(selector?.matchLabels ?? (selector as Labels | undefined) ?? {});
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}
