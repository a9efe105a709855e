import type { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { hasVaultKeys, isTemplateOrExample } from "../objects/filled-in.ts";
import { foundAtLine } from "../objects/found.ts";
import { type Item, inventory } from "../objects/inventory.ts";
import { textsOf } from "../objects/texts.ts";
import { workloads } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { addresses } from "./addresses/addresses.ts";
import { linesOf } from "./addresses/lines.ts";
import {
  certifiedHosts,
  isDocumentation,
  ownDomains,
  publicHosts,
} from "./addresses/own-domains.ts";
import {
  isImagePlaceholder,
  isPlaceholder,
  isShort,
  mayHoldPlaceholder,
} from "./addresses/placeholders.ts";
import { surroundingsOfItem } from "./addresses/surroundings.ts";
import { placeOf } from "./addresses/told.ts";

export const placeholder: Rule = {
  id: "placeholder",
  layer: "graphs",
  severity: "warning",
  title: "a value that is still to be written: CHANGE-ME, your-registry, example.com",
  why: "what stands for a value is used as the value: images are not found, hosts lead to nobody, and passwords are known to everybody",
  fix: "write the value, or have what deploys it set it",
  bad: `apiVersion: v1
kind: Secret
metadata: { name: web }
stringData: { session-key: CHANGE-ME }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: your-registry/web:v1
      env: [{ name: API_KEY, value: "<your api key>" }]
`,
  good: `apiVersion: v1
kind: Secret
metadata: { name: web }
stringData: { session-key: 5ac1be6cf90b4b0ea }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: ghcr.io/shop/web:v1
      env: [{ name: GREETING, value: "Your order, please: <name>" }]
`,
  find: (world: World) => {
    const all = [
      ...imagesFound(world),
      ...variablesFound(world),
      ...storedFound(world),
      ...hostsFound(world),
    ];
    const seen = new Set<string>();
    return all.flatMap(({ item, found }): FoundInObject[] => {
      const key = `${found.path} of ${item.group} ${item.kind} ${item.namespace} ${item.name}`;
      if (seen.has(key) || surroundingsOfItem(world, item) === "development") return [];
      seen.add(key);
      return [isTemplateOrExample(item.subject) ? { ...found, severity: "info" } : found];
    });
  },
};

interface Told {
  readonly item: Item;
  readonly found: FoundInObject;
}

function told(item: Item, path: FieldPath, message: string, line?: number): Told {
  return { item, found: foundAtLine(item, path, line, message) };
}

function imagesFound(world: World): Told[] {
  return workloads(world).flatMap(({ item, containers }) =>
    containers.flatMap(({ container, path }) => {
      const { name = "", image = "" } = container;
      if (!isImagePlaceholder(image) || isVaultKey(item, image)) return [];
      const message = `the image of container ${name} is a placeholder: ${image}`;
      return [told(item, path.field("image"), message)];
    }),
  );
}

/** Values are not told: they may be secrets after all. */
function variablesFound(world: World): Told[] {
  return workloads(world).flatMap(({ item, containers }) =>
    containers.flatMap(({ container, path }) =>
      (container.env ?? []).flatMap(({ name = "", value = "" }, index) => {
        if (!isPlaceholder(value) || isVaultKey(item, value)) return [];
        const at = path.field("env").index(index).field("value");
        return [told(item, at, `${name} is still a placeholder`)];
      }),
    ),
  );
}

function storedFound(world: World): Told[] {
  const objects = inventory(world);
  return (["ConfigMap", "Secret"] as const).flatMap((kind) =>
    objects.of("", kind).flatMap((item) =>
      textsOf(item).flatMap(({ key, text, path }) => {
        const isFile = text.includes("\n") && CONFIGURATION.test(key);
        if (key === "_example" || !(isFile || isShort(text)) || !mayHoldPlaceholder(text))
          return [];
        if (isVaultKey(item, text)) return [];
        if (isPlaceholder(text)) return [told(item, path, `${key} is still a placeholder`)];
        if (!isFile) return [];
        for (const line of linesOf(text))
          if (line.key !== undefined && isPlaceholder(line.value)) {
            const message = `line ${line.number} of ${key} still has a placeholder as ${line.key}`;
            return [told(item, path, message, line.number)];
          }
        return [];
      }),
    ),
  );
}

/** Whether Argo CD puts a secret of a vault there. */
function isVaultKey({ object }: Item<unknown>, text: string): boolean {
  return VAULT_KEY.test(text) && hasVaultKeys(object as Item["object"]);
}

const VAULT_KEY = /<[^<>\n]+>/;
const CONFIGURATION = /\.(?:ya?ml|conf|cfg|ini|toml|properties|env|cnf)$|^\.env|^[A-Za-z_]+$/i;

/** They were left over where they are at most one of so many; else the whole is an example. */
const FEW = 2;

/** Names kept for documentation that were left over in a platform whose other hosts are real. */
function hostsFound(world: World): Told[] {
  if (ownDomains(world).size === 0) return [];
  const publics = publicHosts(world);
  const read = addresses(world).filter(({ host }) => isDocumentation(host));
  const shown = publics.filter(({ host }) => isDocumentation(host));
  const examples = new Set([...read, ...shown].map(({ host }) => host));
  const named = [...publics, ...read].map(({ host }) => host);
  const all = new Set([...named, ...certifiedHosts(world)]);
  if (examples.size * FEW > all.size) return [];
  return [
    ...shown.map(({ item, path, host }) => told(item, path, `${host} is a name for documentation`)),
    ...read.map((address) => {
      const message = `${placeOf(address)} names ${address.host}, a name for documentation`;
      return told(address.item, address.path, message, address.line);
    }),
  ];
}
