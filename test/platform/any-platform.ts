import fc from "fast-check";
import {
  allow,
  config,
  cron,
  external,
  host,
  ingress,
  issuer,
  job,
  postgres,
  redis,
  scheduler,
  site,
  text,
  volume,
  web,
  worker,
} from "../../src/index.ts";
import type { AnyComponent } from "../../src/platform/component.ts";
import type { Callee } from "../../src/platform/options/workload.ts";
import { app, login, resources } from "./shop.ts";

/** What a random program is made from. Whom it calls is counted back from it, so that no circle arises. */
interface ProgramPlan {
  readonly sort: "web" | "worker" | "scheduler" | "site" | "job" | "cron";
  readonly ports: 0 | 1 | 2;
  readonly calls: readonly number[];
  readonly stores: "none" | "url" | "config";
  readonly outside: boolean;
  readonly extras: readonly Extra[];
  readonly label: string | undefined;
}

const extras = ["metrics", "access", "balancer", "migrate", "apart", "member"] as const;
type Extra = (typeof extras)[number];

/** What a random platform is made from. */
export interface Plan {
  readonly programs: readonly ProgramPlan[];
  readonly backups: boolean;
  readonly storeMetrics: boolean;
  readonly routed: boolean;
  readonly storeLabel: string | undefined;
}

/** Few enough to meet each other, and names that programs, migrations and backups have. */
const labels = fc.constantFrom("p0", "p1-migrate", "db-backup", "old-api", "old-db", "x.y_Z");
const maybe = fc.option(labels, { nil: undefined, freq: 3 });

const anyProgram: fc.Arbitrary<ProgramPlan> = fc.record({
  sort: fc.constantFrom("web", "web", "worker", "scheduler", "site", "job", "cron"),
  ports: fc.constantFrom(0, 1, 2),
  calls: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }),
  stores: fc.constantFrom("none", "url", "config"),
  outside: fc.boolean(),
  extras: fc.subarray([...extras]),
  label: maybe,
});

/** Random platforms of up to six programs, a database and a cache, with all that connects them. */
export const anyPlan: fc.Arbitrary<Plan> = fc.record({
  programs: fc.array(anyProgram, { minLength: 1, maxLength: 6 }),
  backups: fc.boolean(),
  storeMetrics: fc.boolean(),
  routed: fc.boolean(),
  storeLabel: maybe,
});

/** The components of a plan; without its labels where they are not asked for. */
export function componentsOf(plan: Plan, labelled: boolean): Record<string, AnyComponent> {
  const label = (given: string | undefined) =>
    labelled && given !== undefined ? { label: given } : {};
  const stored = { resources, metrics: plan.storeMetrics };
  const data = volume("db-data", { size: "1Gi" });
  const backup = { schedule: "@daily", keep: 1, to: data } as const;
  const db = postgres("db", {
    ...stored,
    ...label(plan.storeLabel),
    version: "15",
    storage: data,
    user: login.key("USER"),
    password: login.key("PASSWORD"),
    backup: plan.backups && backup,
  });
  const cache = redis("cache", {
    ...stored,
    version: "7",
    storage: volume("cache-data", { size: "1Gi" }),
    password: false,
  });
  const settings = config("settings", { CACHE: cache.url, BOTH: text`${db.host} ${cache.host}` });
  const pay = external("pay", { host: "pay.example", port: 443 });
  const made: { readonly component: AnyComponent; readonly listens: boolean; sort: string }[] = [];
  for (const [index, given] of plan.programs.entries()) {
    const has = (extra: Extra) => given.extras.includes(extra);
    const numbers = [8000 + 2 * index, 8001 + 2 * index];
    const ports = { http: numbers[0] as number, ...(given.ports === 2 && { ws: numbers[1] }) };
    const port = given.sort === "web" || given.ports > 0 ? { port: ports } : {};
    const listening = made.filter(({ listens }) => listens).map(({ component }) => component);
    const calls = given.calls.flatMap((back) => listening.at(-back) ?? []) as unknown as Callee[];
    const first = made.find(({ sort }) => sort !== "job" && sort !== "cron");
    const common = {
      image: app,
      resources,
      ...label(given.label),
      ...(given.stores === "url" && { env: { DB: db.url } }),
      ...(given.stores === "config" && { envFrom: [settings] }),
      calls: given.outside ? [...calls, pay] : calls,
      ...(has("access") && { access: [allow(["get"], ["pods"])] }),
      ...(has("apart") && first && { apart: [first.component] }),
    };
    const runsOn = given.sort !== "job" && given.sort !== "cron";
    const listens = runsOn && ("port" in port || given.sort === "site");
    const scalable = {
      ...common,
      scale: 2,
      budget: 1,
      spread: "require" as const,
      ...(has("balancer") && listens && { services: { [`lb${index}`]: { loadBalancer: {} } } }),
    };
    const observed = has("metrics") && listens ? { metrics: true } : {};
    const migrated = has("migrate") ? { migrate: ["up"] } : {};
    const name = `p${index}`;
    made.push({ component: program(), listens, sort: given.sort });

    function program(): AnyComponent {
      switch (given.sort) {
        case "web":
          return web(name, {
            ...scalable,
            ...observed,
            ...migrated,
            port: ports as { http: number },
          });
        case "worker":
          return worker(name, {
            ...scalable,
            ...observed,
            ...migrated,
            ...port,
            ...(has("member") && { member: "N" }),
          });
        case "scheduler":
          return scheduler(name, { ...common, ...observed, ...port });
        case "site":
          return site(name, scalable);
        case "job":
          return job(name, common);
        case "cron":
          return cron(name, { ...common, schedule: "@daily" });
      }
    }
  }
  const pages = made.filter(({ sort }) => sort === "web" || sort === "site");
  const routes = pages.map(({ component }, index) => host(`h${index}`).serves(component as never));
  const acme = issuer("acme", { email: "a@b.example", server: "letsencrypt" });
  return {
    ...Object.fromEntries(made.map(({ component }, index) => [`p${index}`, component])),
    ...{ db, cache },
    ...(plan.routed && routes.length > 0 && { edge: ingress("edge", { routes }), acme }),
  };
}
