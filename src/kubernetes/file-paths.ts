import { quote } from "./text.ts";

/**
 * A path of files without `..` among its parts.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validatePathNoBacksteps
 */
export function backstepProblem(path: string): string | undefined {
  if (!path.includes("..") || !path.split("/").includes("..")) return undefined;
  return `${quote(path)} leads upwards: write it without ".."`;
}

/**
 * A path that leads downwards: relative, without `..`.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateLocalDescendingPath
 */
export function descendingPathProblem(path: string): string | undefined {
  if (!path.startsWith("/")) return backstepProblem(path);
  const write = path.replace(/^\/+/, "");
  return `${quote(path)} is absolute: write a relative path${write === "" ? "" : `, such as ${quote(write)}`}`;
}

/**
 * A path of a file in a volume that the kubelet writes: as {@link descendingPathProblem}, and not
 * beginning with `..`, since the kubelet keeps its own files under such names.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateLocalNonReservedPath
 */
export function unreservedPathProblem(path: string): string | undefined {
  const problem = descendingPathProblem(path);
  if (problem !== undefined || !path.startsWith("..")) return problem;
  return `${quote(path)} begins with "..": such names are the kubelet's own`;
}
