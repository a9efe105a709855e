import { type Fields, get } from "../draft.ts";
import type { FileDraft, FilePlace, Layer } from "./draft.ts";

/** A way to break a kustomize tree that builds. */
export interface FilePlant {
  /** Kebab case. */
  readonly id: string;
  /** The class of faults that it belongs to, as users call it. */
  readonly what: string;
  readonly rules: readonly string[];
  /** As that of a {@link Plant}. */
  readonly plant: (draft: FileDraft) => readonly FilePlace[] | undefined;
}

interface Named {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

const PATCHED = [
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "Service",
  "ConfigMap",
  "ServiceAccount",
];

/** An object of a kind that many patch, by a name that is not quite its own. */
function almost(draft: FileDraft, { objects }: Layer): Named | undefined {
  const named = objects.flatMap((object): Named[] => {
    const name = get(object, ["metadata", "name"]);
    const { apiVersion, kind } = object;
    const isOne = typeof name === "string" && PATCHED.includes(String(kind));
    return isOne ? [{ apiVersion: String(apiVersion), kind: String(kind), name: `${name}x` }] : [];
  });
  return draft.one(named);
}

/** Appends an entry that an object of one of the kustomizations asks for. */
function appended(
  draft: FileDraft,
  field: string,
  entry: (object: Named) => unknown,
): readonly FilePlace[] | undefined {
  const fitting = draft.layers.flatMap((layer) => {
    const object = almost(draft, layer);
    return object ? [{ layer, object }] : [];
  });
  const found = draft.one(fitting);
  return found && [draft.append(found.layer, field, entry(found.object))];
}

/** The names of images, without what says which version. */
function imagesIn({ objects }: Layer): string[] {
  const all = JSON.stringify(objects).matchAll(/"image":"([^"$]+)"/g);
  return [...all].map(([, image = ""]) => image.replace(/@.*/, "").replace(/:[^/:]*$/, ""));
}

const SELECTING = ["Deployment", "StatefulSet", "DaemonSet"];

/** Labels by which several workloads of a kustomization are told apart. */
function distinguishing(layer: Layer): string[] {
  const selectors = layer.objects.flatMap((object) => {
    const labels = get(object, ["spec", "selector", "matchLabels"]);
    return labels && SELECTING.includes(String(object.kind)) ? [labels as Fields] : [];
  });
  const keys = [...new Set(selectors.flatMap((each) => Object.keys(each)))];
  return keys.filter((key) => {
    // Where another label tells them apart still, they do not become alike.
    const without = selectors.map(({ [key]: _, ...others }) => JSON.stringify(others));
    const isInAll = selectors.every((each) => Object.hasOwn(each, key));
    const whole = new Set(selectors.map((each) => JSON.stringify(each)));
    return isInAll && whole.size > 1 && new Set(without).size === 1;
  });
}

const settings = (name: string, namespace?: string) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, ...(namespace && { namespace }) },
  data: { LEVEL: "info" },
});

export const kustomizePlants: readonly FilePlant[] = [
  {
    id: "kustomize-image",
    what: "kustomize: an entry of images that no container has",
    rules: ["idle-kustomize-entry"],
    plant: (draft) => {
      const fitting = draft.layers.flatMap((layer) =>
        imagesIn(layer).map((image) => ({ layer, image })),
      );
      const found = draft.one(fitting);
      if (!found) return undefined;
      const last = found.image.split("/").at(-1) as string;
      const name = imagesIn(found.layer).includes(last) ? `${last}x` : last;
      return [draft.append(found.layer, "images", { name, newTag: "v9.9.9" })];
    },
  },
  {
    id: "kustomize-target",
    what: "kustomize: a patch whose target is not there",
    rules: ["idle-kustomize-entry"],
    plant: (draft) =>
      appended(draft, "patches", ({ kind, name }) => ({
        target: { kind, name },
        patch: "- op: add\n  path: /metadata/annotations/planted\n  value: yes-indeed\n",
      })),
  },
  {
    id: "kustomize-replacement",
    what: "kustomize: a replacement whose target is not there",
    rules: ["idle-kustomize-entry"],
    plant: (draft) =>
      appended(draft, "replacements", ({ kind, name }) => ({
        source: { kind, name: name.slice(0, -1), fieldPath: "metadata.name" },
        targets: [
          {
            select: { kind, name },
            fieldPaths: ["metadata.annotations.planted"],
            options: { create: true },
          },
        ],
      })),
  },
  {
    id: "kustomize-unlisted",
    what: "kustomize: a file that no kustomization names",
    rules: ["unlisted-file"],
    plant: (draft) => {
      const layer = draft.one(draft.layers.filter(({ value }) => Array.isArray(value.resources)));
      if (!layer) return undefined;
      draft.write(layer, "planted-settings.yaml", settings("planted-settings"));
      return [{ file: layer.file, steps: ["resources"], isFirstLine: true }];
    },
  },
  {
    id: "kustomize-label",
    what: "kustomize: a label that overwrites selectors",
    rules: ["overwritten-selector"],
    plant: (draft) => {
      const found = draft.one(
        draft.layers.flatMap((layer) => distinguishing(layer).map((key) => ({ layer, key }))),
      );
      if (!found) return undefined;
      const entry = { pairs: { [found.key]: "everything" }, includeSelectors: true };
      return [draft.append(found.layer, "labels", entry)];
    },
  },
  {
    id: "kustomize-namespace",
    what: "kustomize: a namespace that moves what belongs elsewhere",
    rules: ["moved-namespace"],
    plant: (draft) => {
      const layer = draft.one(
        draft.layers.filter(({ value }) => typeof value.namespace === "string"),
      );
      if (!layer) return undefined;
      const home = layer.value.namespace === "kube-system" ? "kube-public" : "kube-system";
      draft.write(layer, "planted-settings.yaml", settings("planted-settings", home));
      const entry = draft.append(layer, "resources", "planted-settings.yaml");
      return [entry, { file: layer.file, steps: ["namespace"] }];
    },
  },
  {
    id: "kustomize-generator",
    what: "kustomize: a generator that merges into what is not there",
    rules: ["failed-build"],
    plant: (draft) => {
      const layer = draft.one(draft.layers);
      if (!layer) return undefined;
      const literals = ["LEVEL=debug"];
      const entry = { name: "planted-settings", behavior: "merge", literals };
      return [draft.append(layer, "configMapGenerator", entry)];
    },
  },
  {
    id: "kustomize-patch",
    what: "kustomize: a patch for an object that is not there",
    rules: ["failed-build"],
    plant: (draft) =>
      appended(draft, "patches", ({ apiVersion, kind, name }) => ({
        patch: `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  labels:\n    planted: "true"\n`,
      })),
  },
];
