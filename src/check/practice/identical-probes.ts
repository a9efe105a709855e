import type { Probe } from "../../kubernetes/types/core.ts";
import type { Decoded } from "../../kubernetes/validation/decoded.ts";
import type { Rule } from "../rule.ts";
import { changed, WEB } from "./shared/example.ts";
import { programs } from "./shared/nature.ts";
import { together } from "./shared/tell.ts";

export const identicalProbes: Rule = {
  id: "identical-probes",
  layer: "practice",
  severity: "info",
  title: "liveness probes that ask the same as the readiness probe, and wait no longer",
  why: "a pod that is only busy is killed in the very moment in which it should be left in peace, and its work goes to the next one, which falls too. It matters where load comes in waves, and where the probe asks a database",
  fix: "ask the process alone in the livenessProbe, or raise its failureThreshold well above the readinessProbe's",
  bad: changed(WEB, "/alive", "/ready"),
  good: changed(WEB, "/alive, port: http }", "/ready, port: http }, failureThreshold: 10"),
  find: (world) =>
    programs(world).flatMap((workload) => {
      const guilty = workload.containers.filter(
        ({ container: { livenessProbe: alive, readinessProbe: ready, ports = [] } }) =>
          // An exporter asks nobody but what it watches, and nobody waits for it.
          !ports.every(({ name = "" }) => METRICS.test(name)) &&
          alive &&
          ready &&
          isSameQuestion(alive, ready) &&
          patience(alive) <= patience(ready),
      );
      return together(
        workload,
        guilty,
        ({ path }) => path.field("livenessProbe"),
        (names) =>
          `the livenessProbe of ${names} asks what the readinessProbe asks, and gives up no later`,
      );
    }),
};

const METRICS = /metric|prom|exporter/;

/** Whether something listens at all is a fair question to both. */
function isSameQuestion(a: Decoded<Probe>, b: Decoded<Probe>): boolean {
  const asked = ({ httpGet, exec, grpc }: Decoded<Probe>) => httpGet ?? exec ?? grpc;
  return asked(a) !== undefined && JSON.stringify(asked(a)) === JSON.stringify(asked(b));
}

/** Seconds of failing until something is done; the defaults are filled in. */
function patience({ failureThreshold = 3, periodSeconds = 10 }: Decoded<Probe>): number {
  return failureThreshold * periodSeconds;
}
