import type { ConfigMap } from "../../kubernetes/types/core.ts";
import type { Decoded } from "../../kubernetes/validation/decoded.ts";
import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { type Item, inventory } from "../objects/inventory.ts";
import { listed } from "../objects/titles.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { type Running, running } from "./running/running.ts";

export const buildTimeVariable: Rule = {
  id: "build-time-variable",
  layer: "programs",
  severity: "warning",
  title: "a variable that counts only while the program is built",
  why: "the bundler writes the value into the files when the image is built; what the pod sets later is read by nobody, unless the image's start script writes it into the files again",
  fix: "pass it as a build argument, or have the page load its settings from a file that is mounted",
  bad: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: example.com/web:v1
          env: [{ name: VITE_API_URL, value: "https://api.example.org" }]
`,
  good: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: example.com/web:v1
          env: [{ name: API_URL, value: "https://api.example.org" }]
`,
  find: (world: World) => [
    ...variablesFound(world),
    ...[...Map.groupBy(imported(world), ({ map }) => map).values()].flatMap(foundIn),
  ],
};

function variablesFound(world: World): FoundInObject[] {
  return running(world).flatMap((each): FoundInObject[] => {
    const { workload, placed } = each;
    const env = placed.container.env ?? [];
    const at = env.findIndex(({ name = "" }) => bundlerOf(name) !== undefined);
    if (at === -1 || placed.role !== "main" || buildsItself(each)) return [];
    const names = env.map(({ name = "" }) => name).filter((name) => bundlerOf(name));
    const bundler = bundlerOf(names[0] as string);
    const message = `${listed(names)} ${names.length === 1 ? "is" : "are"} read by ${bundler} while it builds, not by container ${placed.container.name}`;
    const path = placed.path.field("env").index(at).field("name");
    const found = foundAt(workload.item, path, isProduct(each) ? `${message}${UNLESS}` : message);
    return [isProduct(each) ? { ...found, severity: "info" } : found];
  });
}

interface Imported {
  readonly map: Item<Decoded<ConfigMap>>;
  readonly reader: Running;
}

/** The ConfigMaps that containers have all variables of. */
function imported(world: World): Imported[] {
  return running(world).flatMap((reader) =>
    reader.placed.role === "main"
      ? (reader.placed.container.envFrom ?? []).flatMap(({ configMapRef, prefix }): Imported[] => {
          const { namespace } = reader.workload.item;
          const name = prefix ? undefined : configMapRef?.name;
          const map = name ? inventory(world).get("ConfigMap", namespace, name) : undefined;
          return map ? [{ map, reader }] : [];
        })
      : [],
  );
}

function foundIn(all: readonly Imported[]): FoundInObject[] {
  const [{ map }] = all as [Imported, ...Imported[]];
  const names = Object.keys(map.object.data ?? {}).filter((name) => bundlerOf(name));
  const [first] = names;
  if (first === undefined || all.some(({ reader }) => buildsItself(reader))) return [];
  const readers = listed(all.map(({ reader }) => reader.placed.container.name ?? ""));
  const verb = names.length === 1 ? "is" : "are";
  const message = `${listed(names)} ${verb} read by ${bundlerOf(first)} while it builds, not by container ${readers}`;
  const path = FieldPath.root.field("data").key(first);
  const isMild = all.every(({ reader }) => isProduct(reader));
  const found = foundAt(map, path, isMild ? `${message}${UNLESS}` : message);
  return [isMild ? { ...found, severity: "info" } : found];
}

const UNLESS = ", unless its image writes them in when it starts";

/**
 * A program that is published under its own name (`linkwarden/linkwarden`, `calcom/cal.com`) was built
 * for everyone: its settings can only come at run time, in whatever way.
 */
function isProduct({ image }: Running): boolean {
  const [name = "", publisher = ""] = image?.repository.split("/").reverse() ?? [];
  const letters = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  return publisher !== "" && letters(publisher) === letters(name);
}

/**
 * @see https://vite.dev/guide/env-and-mode
 * @see https://nextjs.org/docs/app/guides/environment-variables
 * @see https://create-react-app.dev/docs/adding-custom-environment-variables/
 */
const BUNDLERS: readonly (readonly [string, string])[] = [
  ["VITE_", "Vite"],
  ["NEXT_PUBLIC_", "Next.js"],
  ["REACT_APP_", "Create React App"],
  ["VUE_APP_", "the Vue CLI"],
  ["GATSBY_", "Gatsby"],
];

function bundlerOf(name: string): string | undefined {
  return BUNDLERS.find(([prefix]) => name.startsWith(prefix))?.[1];
}

/** A development server, or a start that builds or fills in first. */
function buildsItself({ placed: { container }, image, env, mounts }: Running): boolean {
  const text = [...(container.command ?? []), ...(container.args ?? [])].join(" ");
  if (/\b(?:dev|start|serve|build|vite|envsubst|sed|env)\b|\.sh\b/.test(text)) return true;
  // What is watched for changes, and what is hidden under an empty volume, is built here.
  if ([...env.variables.keys()].some((name) => WATCHING.test(name))) return true;
  if (mounts.all.some(({ path, isWritable }) => isWritable && BUILT.test(path))) return true;
  const [publisher = ""] = image?.repository.split("/") ?? [];
  return FILLED_IN.has(publisher);
}

/** Variables of file watchers, which only development servers have. */
const WATCHING = /^(?:CHOKIDAR|WATCHPACK)_/;
/** Folders that bundlers write, without what is inside them. */
const BUILT = /\/\.next$/;

/** Publishers of programs for one's own servers whose images write such variables in when they start. */
const FILLED_IN: ReadonlySet<string> = new Set([
  "calcom",
  "documenso",
  "formbricks",
  "hoppscotch",
  "infisical",
  "langfuse",
  "lukevella",
  "makeplane",
  "twentycrm",
]);
