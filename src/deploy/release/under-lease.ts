import type { Cluster } from "../../client/cluster.ts";
import type { Lease } from "./held-lease.ts";

/** The same cluster, where nothing is written any more once the lease is lost: writes throw LeaseLost. */
export function underLease(cluster: Cluster, lease: Lease): Cluster {
  const held = (signal?: AbortSignal) => {
    lease.assertHeld();
    return signal ? AbortSignal.any([signal, lease.signal]) : lease.signal;
  };
  return {
    target: cluster.target,
    version: (signal) => cluster.version(signal),
    kindOf: (apiVersion, kind, signal) => cluster.kindOf(apiVersion, kind, signal),
    get: (ref, signal) => cluster.get(ref, signal),
    list: (query, signal) => cluster.list(query, signal),
    watch: (query, signal) => cluster.watch(query, signal),
    logs: (pod, options, signal) => cluster.logs(pod, options, signal),
    proxied: (pod, asked, signal) => cluster.proxied(pod, asked, signal),
    may: (access, signal) => cluster.may(access, signal),
    rules: (namespace, signal) => cluster.rules(namespace, signal),
    close: () => cluster.close(),
    apply: async (object, options, signal) => cluster.apply(object, options, held(signal)),
    create: async (object, options, signal) => cluster.create(object, options, held(signal)),
    replace: async (object, options, signal) => cluster.replace(object, options, held(signal)),
    patch: async (ref, patch, options, signal) => cluster.patch(ref, patch, options, held(signal)),
    delete: async (ref, options, signal) => cluster.delete(ref, options, held(signal)),
  };
}
