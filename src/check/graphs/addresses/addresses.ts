import type { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { type Item, inventory } from "../../objects/inventory.ts";
import { type Workload, workloads } from "../../objects/workloads.ts";
import { once } from "../../world.ts";
import { documentHosts, type Found, portIn, scriptHosts } from "./documents.ts";
import { customTexts, networkTexts, storedTexts } from "./from-objects.ts";
import { podTexts } from "./from-pods.ts";
import { hostAt, type Token, tokenOf } from "./hosts.ts";
import { type Evidence, plainHosts } from "./plain.ts";
import { scan, scanConnection } from "./scan.ts";
import type { Text } from "./texts.ts";
import { portNameOf } from "./words.ts";

/** A place in a value that says where something is to be found. */
export interface Address {
  readonly item: Item;
  /** The value that holds it: it may hold more. */
  readonly path: FieldPath;
  /** In small letters, without the last dot; a name, or an address in numbers. */
  readonly host: string;
  /** The one that is written, or the one that the scheme means. */
  readonly port: number | undefined;
  readonly isPortWritten: boolean;
  /** In small letters; the part that says what is spoken: `postgresql`, not `jdbc:` or `+psycopg`. */
  readonly scheme: string | undefined;
  /** The workloads that get the value. Empty: nobody in the world is known to. */
  readonly readers: readonly Workload[];
  readonly kind: "url" | "host:port" | "host";
  /** How it was recognised; what only is called like a Service may be something else. */
  readonly evidence: Evidence;
  /** What the value is called: a variable, a flag, a key. */
  readonly name: string;
  /** The line inside the value, from 1; undefined in a value of one line. */
  readonly line: number | undefined;
}

/** Every address in the values of a world. */
export const addresses = once((world): readonly Address[] => {
  const services = new Set(
    inventory(world)
      .of("", "Service")
      .map(({ name }) => name),
  );
  const isService = (name: string) => services.has(name);
  const texts = [
    ...workloads(world).flatMap((workload) => podTexts(world, workload)),
    ...storedTexts(world),
    ...networkTexts(world),
    ...customTexts(world),
  ];
  return texts.flatMap((text) => addressesOf(text, isService));
});

function addressesOf(text: Text, isService: (name: string) => boolean): Address[] {
  const { item, path, readers, names } = text;
  const [name = ""] = names;
  return hostsOf(text, isService).map((found) => {
    const beside = found.port === undefined ? portBeside(text) : undefined;
    const port = found.port ?? beside;
    const isPortWritten = found.isPortWritten || beside !== undefined;
    return { ...found, item, path, port, isPortWritten, readers, name };
  });
}

function hostsOf({ text, form, names }: Text, isService: (name: string) => boolean): Found[] {
  if (form === "document") return documentHosts(text, isService);
  if (form === "script") return scriptHosts(text);
  const sure = form === "host" ? hostOnly(text) : scan(text);
  if (sure.length > 0 || form !== "value") return sure.map(certain);
  const connection = scanConnection(text);
  if (connection) return [certain(connection)];
  return plainHosts(text, names, isService).map((each) => ({ ...each, line: undefined }));
}

function certain(token: Token): Found {
  return { ...token, evidence: "form", line: undefined };
}

function hostOnly(text: string): Token[] {
  const host = hostAt(text, 0);
  return host?.end === text.length ? [tokenOf(host.host, host.port)] : [];
}

/** The port that another value of the same container or ConfigMap gives. */
function portBeside({ names, sibling, form }: Text): number | undefined {
  if (form === "document" || form === "script") return undefined;
  for (const name of names) {
    const port = portNameOf(name);
    // PORT beside HOST is where the program itself listens.
    if (port === undefined || port === "PORT") continue;
    const number = portIn(sibling(port));
    if (number !== undefined) return number;
  }
  return undefined;
}
