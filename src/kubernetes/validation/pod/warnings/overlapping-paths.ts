import { quote } from "../../../text.ts";
import type { Volume, VolumeProjection } from "../../../types/core.ts";
import type { Decoded } from "../../decoded.ts";

type Source = Decoded<VolumeProjection>;

/**
 * Files of one volume that lie at the same place, or one inside the other.
 *
 * @see k8s.io/kubernetes/pkg/api/pod/warnings.go warningsForOverlappingVirtualPaths
 */
export function overlapsOf({ name = "", ...volume }: Decoded<Volume>): string[] {
  const { configMap, secret, downwardAPI, projected } = volume;
  const files = [configMap, secret, downwardAPI].flatMap((source) => pathsOf(source?.items));
  const sources = projected?.sources ?? [];
  const found = overlaps([...files, ...sources.flatMap(projectedPaths)]).map(
    ([one, other]) => `files of the volume ${quote(name)} overlap: ${quote(one)}, ${quote(other)}`,
  );
  const empty = sources.filter((source) => Object.keys(source).length === 0);
  return [...found, ...empty.map(() => `a source of the volume ${quote(name)} says nothing`)];
}

type Items = readonly { readonly path?: string | undefined }[] | undefined;

function pathsOf(items: Items): string[] {
  return (items ?? []).map(({ path = "" }) => path);
}

function projectedPaths(source: Source): string[] {
  const { configMap, secret, downwardAPI, serviceAccountToken, clusterTrustBundle } = source;
  const listed = configMap?.items ?? secret?.items ?? downwardAPI?.items;
  if (listed) return pathsOf(listed);
  const { certificateChainPath, keyPath, credentialBundlePath } = source.podCertificate ?? {};
  return [
    serviceAccountToken?.path,
    clusterTrustBundle?.path,
    certificateChainPath,
    keyPath,
    credentialBundlePath,
  ].filter((path) => path !== undefined);
}

function overlaps(written: readonly string[]): [string, string][] {
  const paths = written.map((path) => path.replace(/\/+$/, "")).filter((path) => path !== "");
  const isIn = (path: string, folder: string) => `${path}/`.startsWith(`${folder}/`);
  return paths.flatMap((path, index) =>
    paths
      .slice(0, index)
      .filter((earlier) => isIn(path, earlier) || isIn(earlier, path))
      .map((earlier): [string, string] => [earlier, path]),
  );
}
