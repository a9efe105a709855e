import type { Cluster, Query } from "../../client/cluster.ts";
import { ApiError } from "../../client/errors.ts";
import { type KubeObject, keyOf, type ObjectRef } from "../../client/object.ts";

/** What may not be read: nothing is known of it, and so nothing is wrong with it. */
export const UNKNOWN = Symbol("unknown");

/** Reads what a deploy needs of its surroundings, each thing once. */
export class Look {
  private readonly cluster: Cluster;
  private readonly signal: AbortSignal | undefined;
  private readonly asked = new Map<string, Promise<unknown>>();

  constructor(cluster: Cluster, signal?: AbortSignal) {
    this.cluster = cluster;
    this.signal = signal;
  }

  get(ref: ObjectRef): Promise<KubeObject | undefined | typeof UNKNOWN> {
    return this.once(keyOf(ref), () => this.cluster.get(ref, this.signal));
  }

  list(query: Query): Promise<readonly KubeObject[] | typeof UNKNOWN> {
    return this.once(JSON.stringify(query), async () => {
      const { items } = await this.cluster.list(query, this.signal);
      return items;
    });
  }

  private once<T>(key: string, ask: () => Promise<T>): Promise<T | typeof UNKNOWN> {
    const asked = this.asked.get(key) ?? unlessForbidden(ask);
    this.asked.set(key, asked);
    return asked as Promise<T | typeof UNKNOWN>;
  }
}

async function unlessForbidden<T>(ask: () => Promise<T>): Promise<T | typeof UNKNOWN> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return UNKNOWN;
    throw error;
  }
}
