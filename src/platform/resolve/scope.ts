import { didYouMean } from "../../closest.ts";
import { imageTagProblem } from "../../kubernetes/image.ts";
import { fail, type Problem, ProblemError, type Where } from "../../problem.ts";
import { type CloudNativePg, made } from "../cloudnative-pg.ts";
import { type AnyComponent, definitionOf } from "../component.ts";
import type { Environment } from "../environment.ts";
import { type Image, isImage } from "../image.ts";
import { type ChosenNames, defaultNames, fill, type ObjectNames, ownNames } from "../names.ts";
import { defaultSelector } from "../platform.ts";
import type { TextContext } from "../reference.ts";
import { isExact } from "../secret.ts";
import type { Path } from "../shape.ts";
import type { CallSite } from "../where.ts";
import { inEnvironment, type PlatformParts } from "./check-platform.ts";
import { type Plain, plainHosts } from "./plain-hosts.ts";
import type { Named } from "./resolved.ts";
import type { Selection } from "./selection.ts";
import { inTrial, type Trial } from "./trial.ts";

/** What a CI job says about images without editing the file. */
export interface ImageChoice {
  /** A whole reference by the path of an own image: `{ "thebot/backend": "gcr.io/thebot/backend:v2" }`. */
  readonly images?: Readonly<Record<string, string>>;
  /** The tag of every own image that `images` does not name. */
  readonly tag?: string | undefined;
  /** Made for all environments: one of them need not use every image. */
  readonly isForAll?: true;
  /** The tag where neither the choice nor the environment says one, for work that has nothing to do with images. */
  readonly otherwise?: string;
}

/** What is chosen for one rendering of an environment. */
export interface Choice extends ImageChoice {
  /** Rendered for a test in a namespace of its own, with secrets that are made up. */
  readonly trial?: Trial;
}

/** Everything that resolving one environment looks up. */
export interface Scope {
  readonly parts: PlatformParts;
  readonly environmentName: string;
  readonly environment: Environment<unknown>;
  readonly selection: Selection;
  /** Whether it is for a test in a namespace of its own. */
  readonly isTrial: boolean;
  readonly names: ChosenNames;
  /** The label whose value tells the pods of one component from all others. */
  readonly selector: string;
  readonly context: TextContext;
  readonly plain: Plain;
  /** The references of own images that were asked for, by their paths. */
  readonly usedImages: Map<string, string>;
  readonly problems: Problem[];
  readonly options: <O>(component: AnyComponent) => O;
  /** The name of a component's objects in this environment. */
  readonly nameOf: (component: AnyComponent) => string;
  readonly named: (component: AnyComponent) => Named;
  /** The names of the objects that a component may have beside its own. */
  readonly objectNames: (component: AnyComponent) => Required<ObjectNames>;
  readonly image: (image: Image | string, site: CallSite) => string;
  readonly report: (component: AnyComponent, path: Path, message: string, instead?: string) => void;
  /** A list of what could be made: where that failed, it is empty and the problems are noted. */
  readonly attempt: <T>(make: () => T) => T[];
}

const clusterWide = new Set(["storageClass", "issuer", "priority"]);

export function makeScope(
  parts: PlatformParts,
  environmentName: string,
  selection: Selection,
  choice: Choice,
  problems: Problem[],
): Scope {
  const own = parts.options.environments[environmentName] as Environment<unknown>;
  const environment = choice.trial ? inTrial(own, choice.trial) : own;
  const names = { ...defaultNames, ...parts.options.names };
  const { namespace } = environment;
  const prefix = environment.prefix ?? "";
  const usedImages = new Map<string, string>();
  const plain = plainHosts(selection);
  const filled = (pattern: string, name: string) =>
    fill(pattern, { platform: parts.name, namespace, name });
  const nameOf = (component: AnyComponent) => {
    const { name, sort } = definitionOf(component);
    if (sort === "clusterAccess" || sort === "admission") return filled(names.cluster, name);
    if (sort === "secret") return (isExact(component) ? "" : prefix) + name;
    if (sort === "podMetrics") return name;
    if (!clusterWide.has(sort)) return prefix + name;
    const { scope } = selection.options(component) as { scope?: string };
    return scope === "shared" ? name : filled(names.cluster, name);
  };
  const options = <O>(component: AnyComponent) => selection.options(component) as O;
  const objectNames = (component: AnyComponent) => {
    const { names: own = {} } = options<{ names?: ObjectNames }>(component);
    const of = (which: keyof ObjectNames): string => {
      const exception = own[which];
      if (exception !== undefined) return prefix + exception;
      const pattern = names[which];
      if (pattern === undefined) return of("account");
      return prefix + filled(pattern, definitionOf(component).name);
    };
    const all = ownNames.map((which) => [which, of(which)] as const);
    return Object.fromEntries(all) as unknown as Required<ObjectNames>;
  };
  return {
    parts,
    environmentName,
    environment,
    selection,
    isTrial: choice.trial !== undefined,
    names,
    selector: parts.options.selector ?? defaultSelector,
    usedImages,
    plain,
    problems,
    options,
    nameOf,
    objectNames,
    context: {
      platform: parts.name,
      environment: environmentName,
      namespace,
      domain: (site) => environment.domain ?? fail(noDomain(parts, environmentName, site)),
      options,
      isPlain: plain.isHost,
      service: (component) => serviceName(component, prefix, nameOf, options),
    },
    named: (component) => ({
      key: selection.keyOf(component),
      name: nameOf(component),
      site: definitionOf(component).site,
    }),
    image: (image, site) =>
      resolveImage(parts, image, site, environment, environmentName, choice, usedImages),
    attempt: (make) => {
      try {
        return [make()];
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        problems.push(...error.problems);
        return [];
      }
    },
    report: (component, path, message, instead) => {
      const { name } = definitionOf(component);
      const where = selection.whereOf(component, path);
      problems.push({ message: `${name}: ${message}`, where, instead });
    },
  };
}

function serviceName(
  component: AnyComponent,
  prefix: string,
  nameOf: (component: AnyComponent) => string,
  options: <O>(component: AnyComponent) => O,
): string {
  const { service, cloudNativePg } = options<{
    service?: { name?: string };
    cloudNativePg?: CloudNativePg;
  }>(component);
  if (cloudNativePg) return made.service(nameOf(component));
  return service?.name === undefined ? nameOf(component) : prefix + service.name;
}

function noDomain(parts: PlatformParts, environment: string, site: CallSite): Problem {
  const use = site.where();
  return {
    message: `environment ${environment} has no domain, but hosts are names under it`,
    where: inEnvironment(parts, environment, []),
    why: use && `line ${use.line} uses a host`,
    instead: 'domain: "example.org"',
  };
}

function resolveImage(
  parts: PlatformParts,
  image: Image | string,
  site: CallSite,
  environment: Environment<unknown>,
  environmentName: string,
  choice: ImageChoice,
  used: Map<string, string>,
): string {
  if (!isImage(image)) return image;
  const reference = ownImage(parts, image, site, environment, environmentName, choice);
  used.set(image.path, reference);
  return reference;
}

function ownImage(
  parts: PlatformParts,
  image: Image,
  site: CallSite,
  environment: Environment<unknown>,
  environmentName: string,
  choice: ImageChoice,
): string {
  const chosen = choice.images?.[image.path];
  if (chosen !== undefined) return checkedImage(chosen, `--image ${image.path}`);
  const { images } = environment;
  const tag = choice.tag ?? images?.tag ?? choice.otherwise;
  if (tag === undefined) {
    fail({
      message: `environment ${environmentName} does not say where the image ${image.path} comes from`,
      where: site.where(),
      instead: 'images: { registry: "gcr.io", tag: "v1.0.0" } in the environment, or --tag',
    });
  }
  const registry = images?.registry === undefined ? "" : `${images.registry}/`;
  const from = choice.tag === undefined ? "images" : "--tag";
  const where = () =>
    choice.tag === undefined ? inEnvironment(parts, environmentName, ["images"]) : undefined;
  return checkedImage(`${registry}${image.path}:${tag}`, from, where);
}

function checkedImage(image: string, from: string, where?: () => Where | undefined): string {
  const problem = imageTagProblem(image);
  if (problem !== undefined) fail({ message: `${from}: ${problem}`, where: where?.() });
  return image;
}

/** Images given on the command line that no component uses. */
export function unusedImages(choice: ImageChoice, used: ReadonlyMap<string, string>): Problem[] {
  if (choice.tag !== undefined && used.size === 0) {
    const message = `--tag ${choice.tag}: no component uses an image of your own`;
    return [{ message, instead: 'image: image("team/program")' }];
  }
  return Object.keys(choice.images ?? {})
    .filter((path) => !used.has(path))
    .map((path) => ({
      message: `--image ${path}: no component uses this image`,
      instead: didYouMean(path, [...used.keys()]),
    }));
}
