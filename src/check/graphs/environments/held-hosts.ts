import type { World } from "../../world.ts";
import {
  certificates,
  isDocumentation,
  isPrivate,
  type PublicHost,
  publicHosts,
} from "../addresses/own-domains.ts";
import type { Held } from "./held.ts";

/** Names at which an environment is reached from outside. */
export function heldHosts(world: World): Held[] {
  return [...publicHosts(world), ...ownCertificateHosts(world)]
    .filter(({ item, host }) => item.kind !== "Gateway" && isReal(host))
    .map(({ item, path, host }) => ({
      topic: "hosts",
      key: `host ${host}`,
      item,
      path,
      shown: host,
    }));
}

/** Names inside of a network, and those of examples, may stand for something else each time. */
function isReal(host: string): boolean {
  return (
    host.includes(".") && !isDocumentation(host) && !isPrivate(host) && !/\.svc(\.|$)/.test(host)
  );
}

/** One certificate for all names of a domain is for several environments. */
function ownCertificateHosts(world: World): PublicHost[] {
  return certificates(world).flatMap(({ item, spec }) =>
    [spec.at("commonName"), ...spec.list("dnsNames")].flatMap(({ text, path }) =>
      text === undefined || text.startsWith("*") ? [] : [{ item, path, host: text.toLowerCase() }],
    ),
  );
}
