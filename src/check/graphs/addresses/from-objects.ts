import { isFields } from "../../../kubernetes/fields.ts";
import { FieldPath, type Step } from "../../../kubernetes/validation/field-path.ts";
import { type Item, inventory } from "../../objects/inventory.ts";
import { textOf, textsOf } from "../../objects/texts.ts";
import type { World } from "../../world.ts";
import { readersOf } from "./readers.ts";
import { noSibling, type Text } from "./texts.ts";

/** What ConfigMaps and Secrets hold, with who reads it. */
export function storedTexts(world: World): Text[] {
  const objects = inventory(world);
  return (["ConfigMap", "Secret"] as const).flatMap((kind) =>
    objects.of("", kind).flatMap((item) =>
      textsOf(item).flatMap(({ key, text, path }): Text[] => {
        if (text.length < SHORTEST || isOther(key, text)) return [];
        const { readers, names } = readersOf(world, item, key);
        const form = text.includes("\n") || FILE.test(key) ? "document" : "value";
        const sibling = (name: string) => textOf(item, name);
        return [{ item, path, names: [key, ...names], text, form, readers, sibling }];
      }),
    ),
  );
}

const SHORTEST = 2;
const FILE = /\.(ya?ml|json|conf|cfg|ini|toml|properties|env|xml|sh|py|js|ts|sql|lua|hcl|cnf)$/i;
/** What people read, and what programs run without looking things up by the names in it. */
const DOCUMENTATION = /\.(md|rst|html?|css|svg|txt|crt|pem|key|ya?ml\.example)$/i;

/** A text in which names are shown, not looked up. */
function isOther(key: string, text: string): boolean {
  // Knative shows under this key what may be set.
  return (
    key === "_example" ||
    DOCUMENTATION.test(key) ||
    text.startsWith("-----BEGIN") ||
    isDashboard(text)
  );
}

function isDashboard(text: string): boolean {
  return text.includes('"panels"') && text.includes('"schemaVersion"');
}

/** Names that Services stand for, and hosts in annotations of Ingresses. */
export function networkTexts(world: World): Text[] {
  const objects = inventory(world);
  const names = objects.all("Service").flatMap((item): Text[] => {
    const { type, externalName: text } = item.object.spec ?? {};
    if (type !== "ExternalName" || !text) return [];
    const path = FieldPath.root.field("spec", "externalName");
    return [{ item, path, names: [], text, form: "host", readers: [], sibling: noSibling }];
  });
  const annotations = objects.all("Ingress").flatMap((item) =>
    Object.entries(item.object.metadata?.annotations ?? {}).flatMap(([name, text]): Text[] => {
      if (!text || name.startsWith("kubectl.kubernetes.io/")) return [];
      const path = FieldPath.root.field("metadata", "annotations").key(name);
      return [{ item, path, names: [name], text, form: "loose", readers: [], sibling: noSibling }];
    }),
  );
  return [...names, ...annotations];
}

/** Custom resources whose texts are about names, or are for people. */
const SILENT =
  /^(Certificate|CertificateRequest|PrometheusRule|ServiceMonitor|PodMonitor|ClusterServiceVersion|GrafanaDashboard|ConstraintTemplate|ClusterPolicy|Policy|ValidatingPolicy|AuthorizationPolicy|PeerAuthentication)$/;

/** What custom resources say in their `spec`. */
export function customTexts(world: World): Text[] {
  return inventory(world).items.flatMap((item) => {
    if (!item.group.includes(".") || item.group.endsWith(".k8s.io") || SILENT.test(item.kind))
      return [];
    const found: Text[] = [];
    walk(item, item.object.spec, ["spec"], found);
    return found;
  });
}

const DEEPEST = 40;

function walk(item: Item, value: unknown, steps: Step[], found: Text[]): void {
  if (typeof value === "string") {
    if (!value.includes("://") && !value.includes(".svc")) return;
    const path = pathOf(steps);
    const names = [String(steps.findLast((step) => typeof step === "string") ?? "")];
    const form = value.includes("\n") ? "document" : "loose";
    found.push({ item, path, names, text: value, form, readers: [], sibling: noSibling });
    return;
  }
  if (steps.length > DEEPEST) return;
  const entries = Array.isArray(value)
    ? [...value.entries()]
    : isFields(value)
      ? Object.entries(value)
      : [];
  for (const [step, each] of entries) {
    steps.push(step);
    walk(item, each, steps, found);
    steps.pop();
  }
}

function pathOf(steps: readonly Step[]): FieldPath {
  return steps.reduce(
    (path: FieldPath, step) => (typeof step === "number" ? path.index(step) : path.field(step)),
    FieldPath.root,
  );
}
