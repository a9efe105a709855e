import { dns1035LabelProblem } from "../../kubernetes/names.ts";
import { type CloudNativePg, made, majorOf } from "../cloudnative-pg.ts";
import { type AnyComponent, isComponent, sortOf } from "../component.ts";
import type { PostgresOptions } from "../postgres.ts";
import type { Volume, VolumeOptions } from "../volume.ts";
import { refusedSettings } from "./cluster-settings.ts";
import { resolveVolume } from "./objects.ts";
import type { PostgresCluster, ResolvedVolume } from "./resolved.ts";
import type { Scope } from "./scope.ts";
import { defaultInterval, resolveStore } from "./stores.ts";

type Options = PostgresOptions & { readonly cloudNativePg: CloudNativePg };

/** The oldest PostgreSQL that the operator runs. */
const oldest = 13;
/** Names of what the operator makes begin with the Cluster's. */
const longestName = 50;

/** A postgres that the CloudNativePG operator runs. */
export function resolvePostgresCluster(scope: Scope, component: AnyComponent): PostgresCluster {
  const options = scope.options<Options>(component);
  const { cloudNativePg, user, metrics } = options;
  const store = resolveStore(scope, component, "postgres", options, undefined);
  const { name, names } = store;
  const database = options.database ?? scope.parts.name;
  const secret = made.secret(name);
  const { shared_preload_libraries: libraries = "", ...settings } = textsOf(options.settings);
  checkName(scope, component, name);
  checkSettings(scope, component, options, settings);
  return {
    ...store,
    // The operator makes an account of the Cluster's name for its servers; ours is for the dumps.
    names: { ...names, account: names.account === name ? names.backup : names.account },
    instances: cloudNativePg.instances,
    serverImage: serverImage(scope, component, options),
    database,
    owner: cloudNativePg.owner ?? (typeof user === "string" ? user : database),
    host: made.service(name),
    login: {
      user: { secret, key: "username", optional: false },
      password: { secret, key: "password", optional: false },
    },
    claim: resolveClaim(scope, component, options),
    settings,
    libraries: libraries.split(",").flatMap((library) => library.trim() || []),
    hba: options.hba ?? [],
    metrics: metrics
      ? { interval: (metrics !== true && metrics.interval) || defaultInterval }
      : undefined,
  };
}

/** The values as postgresql.conf has them. */
function textsOf(settings: Options["settings"] = {}): Record<string, string> {
  const text = (value: string | number | boolean) =>
    typeof value === "boolean" ? (value ? "on" : "off") : String(value);
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, text(value)]));
}

/** @see github.com/cloudnative-pg/cloudnative-pg/internal/webhook/v1/cluster_webhook.go validateName */
function checkName(scope: Scope, component: AnyComponent, name: string): void {
  const problem =
    dns1035LabelProblem(name) ??
    (name.length > longestName
      ? `${JSON.stringify(name)} has ${name.length} characters; a Cluster has at most ${longestName}`
      : undefined);
  if (problem !== undefined)
    scope.report(component, ["cloudNativePg"], `cloudNativePg: ${problem}`);
}

function checkSettings(
  scope: Scope,
  component: AnyComponent,
  { cloudNativePg, resources }: Options,
  settings: Readonly<Record<string, string>>,
): void {
  const { memory } = resources;
  const request = Array.isArray(memory) ? memory[0] : (memory as { request: string }).request;
  for (const { name, message, instead } of refusedSettings(
    settings,
    cloudNativePg.instances,
    request,
  ))
    scope.report(component, ["settings", name], `settings.${name} ${message}`, instead);
}

/** The operator's own image of the same major version, which the programs for dumps can read. */
function serverImage(
  scope: Scope,
  component: AnyComponent,
  { cloudNativePg, version, image, backup }: Options,
): string {
  const own = majorOf(image ?? `postgres:${version}`);
  const given = cloudNativePg.image;
  const major = given === undefined ? own : majorOf(given);
  const path = given === undefined ? ["version"] : ["cloudNativePg", "image"];
  const report = (message: string, instead: string) =>
    scope.report(component, path, message, instead);
  if (major === undefined)
    report(
      `cloudNativePg: "${version}" does not begin with a version, so the operator's image is not known`,
      'image: "ghcr.io/cloudnative-pg/postgresql:17" in cloudNativePg',
    );
  else if (major < oldest)
    report(
      `cloudNativePg runs PostgreSQL ${oldest} and newer, not ${major}`,
      'version: "17-alpine"',
    );
  else if (backup && own !== undefined && own < major)
    report(
      `cloudNativePg.image is PostgreSQL ${major}, which the pg_dump of ${own} in the backup cannot read`,
      `version: "${major}-alpine"`,
    );
  return given ?? `ghcr.io/cloudnative-pg/postgresql:${major}-standard-trixie`;
}

/** The claim that each server gets: like the store's volume, which is not rendered itself. */
function resolveClaim(scope: Scope, component: AnyComponent, { storage }: Options): ResolvedVolume {
  if (isComponent(storage) && sortOf(storage) === "volume") {
    const volume = storage as Volume;
    if (scope.options<VolumeOptions>(volume).annotations)
      scope.report(
        component,
        ["storage"],
        `the annotations of ${volume.name} cannot be put on the claims that cloudNativePg makes`,
        "a volume without annotations",
      );
    return resolveVolume(scope, volume);
  }
  const instead = 'storage: volume("db-data", { size: "10Gi" })';
  scope.report(component, ["storage"], "cloudNativePg keeps its data on a volume", instead);
  return { ...scope.named(component), size: "1Gi", shared: false, annotations: {} };
}
