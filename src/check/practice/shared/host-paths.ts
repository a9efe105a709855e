import type { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import type { Workload } from "../../objects/workloads.ts";
import { once } from "../../world.ts";
import { ordinary } from "./nature.ts";

/** A folder, file or socket of the node that a pod uses. */
export interface HostPath {
  readonly workload: Workload;
  readonly volume: string;
  /** Without a slash at its end. */
  readonly on: string;
  readonly path: FieldPath;
  /** Whether a container may write there. */
  readonly isWritable: boolean;
  /** How bad it is, with the worst first. */
  readonly danger: "runtime" | "node" | "some";
}

/** https://kubernetes.io/docs/setup/production-environment/container-runtimes/ */
const RUNTIME =
  /\/(?:docker|containerd|crio|cri-dockerd|dockershim)\.sock$|^\/(?:var\/)?run\/(?:containerd|crio)$/;

/** With one of them a program writes itself onto the node. */
const NODE =
  /^(?:\/|\/(?:boot|dev|etc|home|lib|lib64|proc|root|run|sbin|bin|sys|usr|var|var\/run|var\/lib)|\/etc\/(?!localtime$|timezone$|ssl\b|pki\b|ca-certificates\b)[^/]+|\/var\/spool\/cron|\/root\/.+|\/usr\/(?:local\/)?s?bin)$/;

/** Every use of the node's files by pods whose power over nodes needs a reason. */
export const hostPaths = once((world): readonly HostPath[] =>
  [...ordinary(world)].flatMap((workload) =>
    (workload.spec.volumes ?? []).flatMap(({ name: volume = "", hostPath }, index): HostPath[] => {
      if (!hostPath?.path) return [];
      const on = hostPath.path.replace(/(?<=.)\/+$/, "");
      const path = workload.specPath.field("volumes").index(index).field("hostPath", "path");
      const isWritable = isWritten(workload, volume);
      const isNode = isWritable && NODE.test(on);
      const danger = RUNTIME.test(on) ? "runtime" : isNode ? "node" : "some";
      return [{ workload, volume, on, path, isWritable, danger }];
    }),
  ),
);

function isWritten({ containers }: Workload, volume: string): boolean {
  return containers.some(({ container: { volumeMounts = [] } }) =>
    volumeMounts.some(({ name, readOnly }) => name === volume && !readOnly),
  );
}
