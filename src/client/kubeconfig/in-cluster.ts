import { readFileSync } from "node:fs";
import { fail } from "../../problem.ts";
import type { Access } from "../access.ts";
import { tokenFile } from "../credentials/token-file.ts";

/** Where the kubelet puts it. */
const FOLDER = "/var/run/secrets/kubernetes.io/serviceaccount";

/**
 * The cluster around a pod, as its service account; undefined outside of one.
 *
 * @see k8s.io/client-go/rest/config.go, InClusterConfig
 */
export function inCluster(
  environment: Readonly<Record<string, string | undefined>>,
  folder: string = FOLDER,
): Access | undefined {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = environment;
  const path = `${folder}/token`;
  if (!host || !port || contentOf(path) === undefined) return undefined;
  const server = URL.parse(`https://${host.includes(":") ? `[${host}]` : host}:${port}`);
  if (server === null)
    return fail({ message: "KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are no address" });
  const namespace =
    environment.POD_NAMESPACE || contentOf(`${folder}/namespace`)?.toString("utf8").trim();
  return {
    target: { context: "in-cluster", server: server.origin, namespace: namespace || "default" },
    server,
    trust: { ca: contentOf(`${folder}/ca.crt`), isBlind: false },
    proxy: undefined,
    isCompressed: true,
    impersonation: {},
    credentials: tokenFile(path, "the token of the pod's service account"),
  };
}

function contentOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
