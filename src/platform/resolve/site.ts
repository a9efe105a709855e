import { type AnyComponent, definitionOf, sortOf } from "../component.ts";
import { type SiteOptions, targetOf } from "../site.ts";
import { plainText } from "../text.ts";
import { scratch } from "../volume.ts";
import { checkBudget, resolveStrategy } from "./availability.ts";
import { checkProgram } from "./check-program.ts";
import { portsOf, resolveProbes, resolveProgram } from "./programs.ts";
import type { ResolvedMount, ResolvedSite, Running } from "./resolved.ts";
import { resolveOrigins } from "./routes.ts";
import { checkVertical, resolveScale } from "./scale.ts";
import type { Scope } from "./scope.ts";
import { resolveServices, unknownPort } from "./services.ts";

/** Safe headers of a site that does not set them itself. */
const safeHeaders = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "strict-origin-when-cross-origin",
  "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
};

/** Where the image of nginx writes; with a read-only root these are folders of the pod. */
const writable = { "/tmp": scratch(), "/var/cache/nginx": scratch() };
const configFolder = "/etc/nginx/site";

/** The pods of a site: nginx with the configuration that `resolveSite` describes. */
export function resolveSiteProgram(scope: Scope, component: AnyComponent): Running {
  const options = scope.options<SiteOptions>(component);
  const ports = portsOf(options.port ?? 8080);
  const mounts = {
    ...writable,
    ...(options.logs && { "/var/log/nginx": options.logs }),
    ...options.mounts,
  };
  const command = options.command ?? [
    "nginx",
    "-c",
    `${configFolder}/nginx.conf`,
    "-g",
    "daemon off;",
  ];
  const security = { user: 101, ...options.security };
  const scale = resolveScale(scope, component, options.scale);
  checkProgram(scope, component, options, ports);
  checkBudget(scope, component, options.budget, scale);
  checkVertical(scope, component, options.vertical, scale);
  const program = resolveProgram(
    scope,
    component,
    { ...options, mounts, command, security },
    ports,
  );
  const config: ResolvedMount = {
    path: configFolder,
    from: { config: scope.objectNames(component).config },
    readOnly: true,
  };
  const answers = options.probes ?? { liveness: "/index.html", readiness: "/index.html" };
  return {
    ...program,
    main: { ...program.main, mounts: [config, ...program.main.mounts] },
    runs: "replicas",
    probes: resolveProbes(scope, component, answers, ports),
    strategy: resolveStrategy(scope, component, "replicas", options.strategy),
    stopWithin: options.stopWithin,
    drain: options.drain ?? "5s",
    scale,
    budget: options.budget,
    vertical: options.vertical,
    services: resolveServices(scope, component, options, ports, "internal"),
  };
}

export function resolveSite(scope: Scope, component: AnyComponent): ResolvedSite {
  const options = scope.options<SiteOptions>(component);
  const { site } = definitionOf(component);
  const own = Object.entries(options.headers ?? {}).map(([name, value]): [string, string] => [
    name,
    plainText(value, scope.context, site),
  ]);
  const headers = Object.entries({ ...safeHeaders, ...Object.fromEntries(own) }).filter(
    ([, value]) => value !== "",
  );
  return {
    site,
    program: scope.nameOf(component),
    key: scope.selection.keyOf(component),
    config: scope.objectNames(component).config,
    port: options.port ?? 8080,
    root: options.root ?? "/usr/share/nginx/html",
    proxy: Object.entries(options.proxy ?? {}).map(([path, target]) => {
      const { component: to, port } = targetOf(target);
      const service = resolveServices(
        scope,
        to,
        scope.options(to),
        portsOf(scope.options<SiteOptions>(to).port ?? (sortOf(to) === "site" ? 8080 : undefined)),
        "internal",
      )[0];
      const ports = service?.ports.map((one) => ({ name: one.name, number: one.port })) ?? [];
      const found = ports.find(({ name }) => name === port);
      if (!found) unknownPort(scope, component, ["proxy", path], port, ports);
      return { path, host: scope.context.service(to), port: found?.number ?? 0 };
    }),
    timeout: options.timeout ?? "60s",
    bodySize: options.bodySize ?? "1Mi",
    headers: Object.fromEntries(headers),
    cors: resolveOrigins(scope, options.cors ?? [], site),
    httpsOnly: options.httpsOnly ?? !scope.plain.isReached(component),
    logs: options.logs !== undefined,
  };
}
