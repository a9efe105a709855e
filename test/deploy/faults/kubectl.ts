import { join } from "node:path";
import type { ControlPlane } from "../../control-plane/control-plane.ts";
import type { Command } from "./kill.ts";
import { DEFINITION, NAMESPACE, pathsIn, type Version, writeSmall } from "./small.ts";

/**
 * The small platform by `kubectl apply --server-side --prune`: what lies outside of namespaces first, then
 * all the rest as an ApplySet, which removes what a former version had.
 */
const SCRIPT = `
apply() { "$KUBECTL" apply --server-side --cache-dir="$CACHE" "$@"; }
apply -f "$1" -f "$2"
"$KUBECTL" wait --cache-dir="$CACHE" --for=condition=Established --timeout=30s -f "$2"
shift 2
apply --namespace="$NAMESPACE" --prune --applyset=configmaps/small "$@"
`;

export function kubectlOfSmall(
  plane: ControlPlane,
  { folder, namespace, version }: { folder: string; namespace: string; version: Version },
): Command {
  const target = writeSmall(folder, namespace, version);
  const [space, definition] = [join(target, NAMESPACE), join(target, DEFINITION)];
  const rest = pathsIn(target).filter((path) => path !== space && path !== definition);
  return {
    program: "sh",
    args: ["-ec", SCRIPT, "sh", space, definition, ...rest.flatMap((path) => ["-f", path])],
    env: {
      KUBECTL: plane.kubectlProgram,
      CACHE: join(folder, "cache"),
      KUBECTL_APPLYSET: "true",
      NAMESPACE: namespace,
    },
  };
}
