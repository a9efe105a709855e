import { closest } from "../../../closest.ts";
import { quote } from "../../../kubernetes/text.ts";
import type { Step } from "../../../kubernetes/validation/field-path.ts";
import type { ValueMap } from "../../../manifests/read/index.ts";
import { isMap, maps, textIn } from "../../../manifests/read/values.ts";
import { someOf } from "../../objects/titles.ts";
import type { FoundInFile } from "../../rule.ts";
import type { World } from "../../world.ts";
import { type Passage, type Piece, passagesOfEach } from "./flow.ts";
import { isMatched, splitImage, withImageEntry } from "./images.ts";
import { isOfKind, isSelected } from "./target.ts";

/** An entry that is for nothing. */
interface Idle {
  readonly steps: readonly Step[];
  readonly message: string;
  readonly fix?: string | undefined;
  /** Whether it may be meant for what is not there on every way: said, but no fault. */
  readonly isMild?: boolean;
}

/** Looks at the entries of a kustomization on one way through a tree. */
type Look = (passage: Passage) => Idle[];

/**
 * The entries of kustomizations that change nothing on any of the ways that lead through them. Where a
 * part of what comes in is not known, nothing is said.
 */
export function idleEntries(world: World): FoundInFile[] {
  return passagesOfEach(world).flatMap((passages) => {
    const [first] = passages;
    if (!first || !passages.every(({ isWhole }) => isWhole)) return [];
    return looks.flatMap((look) => {
      const found = passages.map(
        (passage) => new Map(look(passage).map((idle) => [keyOf(idle), idle])),
      );
      const [own, ...others] = found as [Map<string, Idle>, ...Map<string, Idle>[]];
      return [...own]
        .filter(([key]) => others.every((each) => each.has(key)))
        .map(([, idle]) => told(first, idle));
    });
  });
}

function keyOf({ steps }: Idle): string {
  return steps.join(".");
}

/** A component is made for many, and need not fit each. */
function told({ kustomization: { document, value } }: Passage, idle: Idle): FoundInFile {
  const { steps, message, fix, isMild = false } = idle;
  const isForMany = value.kind === "Component";
  return {
    where: document.locate(steps),
    message,
    fix,
    ...(isMild || isForMany ? { severity: "info" as const } : {}),
  };
}

const looks: readonly Look[] = [idleImages, idlePatches, idleReplacements];

function idleImages({ kustomization: { value }, patched }: Passage): Idle[] {
  // These may tell kustomize of images in fields of their own.
  if (value.configurations !== undefined) return [];
  let images = [...new Set(patched.flatMap((piece) => [...piece.images]))];
  return maps(value.images).flatMap(([index, entry]): Idle[] => {
    const before = images;
    images = images.map((image) => withImageEntry(image, entry));
    const idle = idleImage(before, images, entry);
    return idle ? [{ ...idle, steps: ["images", index, "name"] }] : [];
  });
}

function idleImage(
  before: readonly string[],
  after: readonly string[],
  entry: ValueMap,
): Omit<Idle, "steps"> | undefined {
  const name = textIn(entry, "name");
  if (name === undefined) return undefined;
  const matched = before.filter((image) => isMatched(image, name));
  if (matched.length === 0) {
    const names = [...new Set(before.map((image) => splitImage(image).name))];
    const message = `no container here has the image ${quote(name)}`;
    return { message, fix: meantName(name, names) };
  }
  if (after.some((image, at) => image !== before[at])) return undefined;
  return {
    message: `${someOf(matched)} is the image already`,
    fix: "leave the entry out",
    isMild: true,
  };
}

function meantName(name: string, names: readonly string[]): string | undefined {
  const bare = splitImage(name).name;
  const last = (each: string) => each.split("/").at(-1) ?? "";
  const same = names.find((each) => each === bare || last(each) === last(bare));
  const near = same ?? closest(name, names);
  if (near !== undefined) return `name: ${near}`;
  return names.length === 0 ? "leave the entry out" : `there are ${someOf(names)}`;
}

function idlePatches({ kustomization: { patches }, incoming }: Passage): Idle[] {
  return patches.flatMap(({ steps, target }) =>
    target ? idleTarget(target, incoming, [...steps, "target"], "patch") : [],
  );
}

function idleReplacements({ kustomization: { value }, patched }: Passage): Idle[] {
  return maps(value.replacements).flatMap(([index, { targets }]) =>
    maps(targets).flatMap(([at, { select }]) => {
      const steps = ["replacements", index, "targets", at, "select"];
      return isMap(select) ? idleTarget(select, patched, steps, "replacement") : [];
    }),
  );
}

/** What is called by its name is meant to be there; a kind alone may be meant for whatever comes. */
function idleTarget(
  target: ValueMap,
  pieces: readonly Piece[],
  steps: readonly Step[],
  what: string,
): Idle[] {
  if (pieces.some((piece) => isSelected(target, piece))) return [];
  const name = textIn(target, "name");
  const kind = textIn(target, "kind") ?? "object";
  const alike = pieces.filter((piece) => isOfKind(target, piece));
  const title = name === undefined ? `any ${kind} as its target says` : `a ${kind} ${name}`;
  return [
    {
      steps,
      message: `nothing here is ${title}: the ${what} changes nothing`,
      fix: name === undefined ? undefined : fixOf(target, name, alike),
      isMild: name === undefined || /[*+|^$[(]/.test(name),
    },
  ];
}

function fixOf(target: ValueMap, name: string, alike: readonly Piece[]): string | undefined {
  const called = alike.find(({ names }) => names.includes(name));
  if (called) {
    const namespace = textIn(target, "namespace");
    const own = called.namespaces.at(-1) ?? "none";
    return namespace === undefined
      ? "the labels and annotations that it has, or no selector"
      : `namespace: ${own}, which is where it is here, or no namespace`;
  }
  const names = [...new Set(alike.flatMap((piece) => piece.names))];
  const near = closest(name, names);
  if (near !== undefined) return `name: ${near}`;
  return names.length > 0 ? `there are ${someOf(names)}` : undefined;
}
