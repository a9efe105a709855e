import { valueAt } from "../../../kubernetes/fields.ts";
import { textOf } from "../../objects/texts.ts";
import type { World } from "../../world.ts";
import { type Address, addresses } from "../addresses/addresses.ts";
import { meaningOf } from "../addresses/meaning.ts";
import { isDocumentation } from "../addresses/own-domains.ts";
import { placeOf } from "../addresses/told.ts";
import type { Held } from "./held.ts";
import { stageOf } from "./stages.ts";

/** Of what keeps data: databases, caches, brokers. */
const SCHEMES =
  /^(?:postgres(?:ql)?|cockroachdb|mysql2?|mariadb|sqlserver|mssql|oracle|mongodb|redis|rediss|valkeys?|cassandra|clickhouse|neo4j|bolt|amqps?|kafka|nats|pulsar)$/;
const PORTS: ReadonlySet<number> = new Set([
  1433, 1521, 3306, 4222, 5432, 5671, 5672, 6379, 6432, 6650, 7687, 9042, 9092, 26257, 27017,
]);

/** Databases and brokers outside of the cluster, each with all that says what of them is used. */
export function heldAddresses(world: World): Held[] {
  return addresses(world).flatMap((address): Held[] => {
    const { host, port, scheme, name, item, path } = address;
    if (item.group.includes(".") || !(SCHEMES.test(scheme ?? "") || PORTS.has(port ?? 0)))
      return [];
    // That a host is of the other environment by its name is told by `other-environment`.
    if (isDocumentation(host) || stageOf(host) !== undefined) return [];
    const { kind } = meaningOf(world, address);
    if (kind !== "outside" && kind !== "ip") return [];
    const text = textAround(address);
    if (text === undefined || OPEN.test(text)) return [];
    const shown = `${host}${port === undefined ? "" : `:${port}`} (${placeOf(address)} of ${item.kind} ${item.name})`;
    return [{ topic: "data", key: `data ${name} ${port} ${text}`, item, path, shown }];
  });
}

/** A part that is set elsewhere may differ. */
const OPEN = /\$[({]|\{\{|<[a-z]/i;

/** The value that holds an address, or the line of it. */
function textAround({ item, path, line }: Address): string | undefined {
  const steps = path.steps();
  const isStored = item.kind === "ConfigMap" || item.kind === "Secret";
  const value = isStored ? textOf(item, String(steps.at(-1))) : valueAt(item.subject.object, steps);
  if (typeof value !== "string") return undefined;
  return line === undefined ? value : value.split("\n")[line - 1]?.trim();
}
