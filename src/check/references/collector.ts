import { splitApiVersion } from "../../kubernetes/versions.ts";
import type { Item } from "../objects/inventory.ts";
import type { Place } from "./place.ts";
import type { PortAsked, Reference } from "./reference.ts";

/** What is named, where it is not plain from the kind. */
export interface Named {
  /** The core group by default. */
  readonly group?: string | undefined;
  /** That of the object itself by default; empty for what lives in none; undefined for any. */
  readonly namespace?: string | undefined;
  readonly key?: Place | undefined;
  readonly port?: Place | undefined;
  readonly optional?: boolean;
  readonly isWeak?: boolean;
}

/** Takes down what one object names. */
export class Collector {
  readonly found: Reference[] = [];
  readonly from: Item;

  constructor(from: Item) {
    this.from = from;
  }

  /**
   * @param name where the name is written; what is no name, such as a variable that something else
   *   will fill in, is left out
   */
  add(kind: string, name: Place, use: string, named: Named = {}): void {
    const { text } = name;
    if (text === undefined || !isName(kind, text)) return;
    const { group = "", optional = false, isWeak = false } = named;
    const namespace = "namespace" in named ? named.namespace : this.from.namespace;
    this.found.push({
      from: this.from,
      path: name.path,
      target: { group, kind, namespace, name: text },
      key: keyAt(named.key),
      port: portAt(named.port),
      optional,
      isWeak,
      use,
    });
  }

  /** What lives in no namespace. */
  addCluster(kind: string, group: string, name: Place, use: string, isWeak = false): void {
    this.add(kind, name, use, { group, namespace: "", isWeak });
  }

  /** `{ name, key }`, as most custom resources ask for a key of a Secret. */
  secretKey(ref: Place, use: string, named: Named = {}): void {
    const optional = ref.at("optional").value === true;
    this.add("Secret", ref.at("name"), use, { key: ref.at("key"), optional, ...named });
  }

  /** `{ apiVersion, kind, name }` in the same namespace. */
  object(ref: Place, use: string, by: Partial<Record<"apiVersion" | "kind", string>> = {}): void {
    const apiVersion = ref.at("apiVersion").text ?? by.apiVersion;
    const kind = ref.at("kind").text ?? by.kind;
    if (apiVersion === undefined || kind === undefined) return;
    this.add(kind, ref.at("name"), use, { group: splitApiVersion(apiVersion).group });
  }
}

/** What can be a name: any text of roles, small letters for the rest. Others wait to be filled in. */
function isName(kind: string, text: string): boolean {
  return kind.endsWith("Role") ? !text.includes("$") : NAME.test(text);
}

const NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

function keyAt(key: Place | undefined): Reference["key"] {
  return key?.text === undefined ? undefined : { name: key.text, path: key.path };
}

function portAt(place: Place | undefined): PortAsked | undefined {
  const port = place?.number ?? place?.text;
  return place && port !== undefined ? { port, path: place.path } : undefined;
}
