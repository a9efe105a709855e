import type { Probe } from "../../kubernetes/types/core.ts";
import type { Decoded } from "../../kubernetes/validation/decoded.ts";
import type { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { listed } from "../objects/titles.ts";
import type { PlacedContainer } from "../objects/workloads.ts";
import type { Rule } from "../rule.ts";
import { changed, WEB } from "./shared/example.ts";
import { programs } from "./shared/nature.ts";

const PROBES = ["startupProbe", "readinessProbe", "livenessProbe"] as const;
const HANDLERS = ["httpGet", "tcpSocket", "grpc"] as const;

export const undeclaredProbePort: Rule = {
  id: "undeclared-probe-port",
  layer: "practice",
  severity: "info",
  title: "probes of a port that the container does not declare",
  why: "the probe works if something listens there; but who reads the manifest finds other ports, and a port that changes will be changed in one place only. It matters to who comes after",
  fix: "declare the port with a name, and let the probe ask it by its name",
  bad: changed(WEB, "/ready, port: http", "/ready, port: 8081"),
  good: WEB,
  find: (world) =>
    programs(world).flatMap(({ item, containers }) => {
      const beside = new Set(containers.flatMap(declared));
      for (const placed of containers) {
        // Where nothing is declared, the ports are left to the image.
        if (declared(placed).length === 0) continue;
        const [first, ...more] = PROBES.flatMap((name) =>
          asked(placed, name).filter(({ port }) => !beside.has(port)),
        );
        if (!first) continue;
        const names = [first, ...more].map(({ probe }) => probe);
        const message = `the ${listed(names)} of container ${placed.container.name ?? ""} ask${more.length > 0 ? "" : "s"} port ${first.port}, which is not among its ports`;
        return [foundAt(item, first.path, message)];
      }
      return [];
    }),
};

interface Asked {
  readonly probe: string;
  readonly port: number;
  readonly path: FieldPath;
}

function asked({ container, path }: PlacedContainer, name: (typeof PROBES)[number]): Asked[] {
  const probe: Decoded<Probe> = container[name] ?? {};
  return HANDLERS.flatMap((handler) => {
    const port = probe[handler]?.port;
    if (typeof port !== "number") return [];
    return [{ probe: name, port, path: path.field(name, handler, "port") }];
  });
}

function declared({ container }: PlacedContainer): number[] {
  return (container.ports ?? []).flatMap(({ containerPort }) => containerPort ?? []);
}
