import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { startControlPlane } from "../../test/control-plane/control-plane.ts";
import type { Bench, Section } from "../bench.ts";
import { accountOf } from "../measure.ts";
import { type Runs, tableOf } from "./figures.ts";
import { inTurn } from "./in-turn.ts";
import { home, writeStream } from "./rivals.ts";

/** The memory of a deploy of ten times as many objects, when it makes them and when all are there. */
export async function deployMemory(bench: Bench): Promise<Section> {
  const scratch = join(bench.scratch, "deploy-memory");
  mkdirSync(join(scratch, "home"), { recursive: true });
  const plane = await startControlPlane({
    nodes: 1,
    crds: false,
    tell: (line) => console.error(line),
  });
  try {
    const sizes = bench.smoke ? [20, 200] : [100, 1000];
    const runs = await inTurn(sizes, { warmups: 1, counted: bench.rounds(3).counted }, (size) => {
      // What was deployed before stays: to remove a thousand objects takes longer than to make them.
      const namespace = `many-${size}-${randomUUID().slice(0, 8)}`;
      const file = join(scratch, `${namespace}.yaml`);
      writeStream(file, manyObjects(size, namespace));
      const args = ["deploy", file, "--release", "many", "-n", namespace];
      const side = bench.slipway.command(
        `slipway deploy, ${size} objects`,
        args,
        home({ plane, scratch }),
      );
      return Promise.resolve({ made: accountOf(side), idle: accountOf(side) });
    });
    const rows = (["made", "idle"] as const).flatMap((kind) =>
      sizes.map((size, at): Runs => {
        const name = `slipway deploy, ${size} objects, ${kind === "made" ? "from nothing" : "nothing to do"}`;
        const side = { name, argv: ["slipway"] as const, cwd: "." };
        return { side, accounts: runs[at]!.map((each) => each[kind]), facts: [] };
      }),
    );
    const { figures, facts } = tableOf(rows);
    const growth = (few: number, says: string) => {
      const ratio = figures[few + 1]!.memory! / figures[few]!.memory!;
      return { says: `times the memory for ten times as many, ${says}`, ratio, limit: 1.5 };
    };
    const limits = [growth(0, "from nothing"), growth(2, "with nothing to do")];
    return { title: "memory of a deploy", figures, facts, limits };
  } finally {
    await plane.stop();
  }
}

/** A namespace, and small objects in it: half of them ConfigMaps, three tenths Services, the rest Deployments without pods. */
function manyObjects(count: number, namespace: string): object[] {
  const numbers = Array.from({ length: count - 1 }, (_, at) => at);
  const own = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } };
  return [own, ...numbers.map((number) => smallObject(number, namespace))];
}

function smallObject(number: number, namespace: string): object {
  const name = `small-${number}`;
  const metadata = { namespace, name };
  const sort = number % 10;
  if (sort < 5) {
    const data = { LOG_LEVEL: "info", GREETING: `hello ${number}` };
    return { apiVersion: "v1", kind: "ConfigMap", metadata, data };
  }
  // The Services are those of the Deployments of the same ten, and one more.
  const app = `small-${number - sort + 8 + (sort % 2)}`;
  if (sort < 8) {
    const spec = { selector: { app }, ports: [{ name: "http", port: 80, targetPort: 8080 }] };
    return { apiVersion: "v1", kind: "Service", metadata, spec };
  }
  const resources = {
    requests: { cpu: "100m", memory: "64Mi" },
    limits: { cpu: "200m", memory: "128Mi" },
  };
  const container = {
    name: "web",
    image: "registry.example.com/shop/small:v1",
    ports: [{ containerPort: 8080 }],
    resources,
  };
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { containers: [container] } };
  const spec = { replicas: 0, selector: { matchLabels: labels }, template };
  return { apiVersion: "apps/v1", kind: "Deployment", metadata, spec };
}
