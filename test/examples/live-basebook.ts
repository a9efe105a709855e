import { it } from "node:test";
import { declareMetrics } from "../control-plane/custom-metrics.ts";
import { waitUntil } from "../control-plane/wait.ts";
import type { Played } from "./played.ts";

/** What basebook alone promises: its autoscalers follow what its programs do, and fast. */
export function basebookChecks(played: Played): void {
  const { plane } = played;

  it("twice the requests per second bring more backends, and leave the router alone", async () => {
    const calm = { http_requests_per_second: "1", route_calculations_per_second: "1" };
    const replicas = async () => {
      const deployments = await played.in("basebook", "/apis/apps/v1", "deployments");
      const found = deployments.map(({ metadata, spec }) => [metadata.name, spec.replicas]);
      return Object.fromEntries(found) as Readonly<Record<string, number>>;
    };
    await declareMetrics(plane, played.system, { ...calm, http_requests_per_second: "2k" });
    await waitUntil("six backends, at once: the window is 0 s", async () => {
      const { backend = 0, router } = await replicas();
      return backend >= 6 && router === 2 ? undefined : `backend ${backend}, router ${router}`;
    });
    await declareMetrics(plane, played.system, calm);
  });
}
