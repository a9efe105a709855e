import type { Guide, Subject } from "../world.ts";
import type { Target } from "./inventory.ts";

/** What a guide does to manifests. */
interface Doings {
  /** The words that its `sed` commands put something else for. */
  readonly words: readonly string[];
  /** What its `kubectl create` commands make. */
  readonly created: readonly Created[];
}

interface Created {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  /** Undefined where the command does not say, or says a variable. */
  readonly namespace: string | undefined;
  readonly file: string;
}

const known = new WeakMap<Guide, Doings>();

function* doingsNear({ guidesNear }: Subject): Generator<Doings> {
  for (const guide of guidesNear?.() ?? []) {
    const doings = known.get(guide) ?? doingsOf(guide);
    known.set(guide, doings);
    yield doings;
  }
}

function doingsOf({ file, text }: Guide): Doings {
  const commands = text.replace(CONTINUED, " ").split("\n");
  return {
    words: SED.test(text) ? [...new Set(commands.flatMap(wordsIn))] : [],
    created: commands
      .flatMap((line) => line.split(/[;|&]+/))
      .flatMap((command) => createdBy(command, file)),
  };
}

/** The end of a line after which a command goes on. */
const CONTINUED = /\\[ \t]*\r?\n[ \t]*/g;

const SED = /\b(?:g?sed|perl)\b/;
/** `s/FROM/`, with any sign between. */
const SUBSTITUTION = /(?<![\w./-])s([,/|#@:!~+%_;])((?:\\.|(?!\1)[^\\])+)\1/g;
/** Of an expression that is no plain word, nothing is known. */
const PLAIN = /^[\w@<>{}$%.:/ -]{3,}$/;

/** A line of a program for sed that has several. */
const LINE_OF_SED = /^\s*(?:-e\s*)?["']?s[,/|#@:!~+%_;]/;

function wordsIn(command: string): string[] {
  if (!SED.test(command) && !LINE_OF_SED.test(command)) return [];
  return [...command.matchAll(SUBSTITUTION)]
    .map(([, , from = ""]) => from.replace(/\\(\W)/g, "$1"))
    .filter((from) => PLAIN.test(from) && !from.endsWith("$"));
}

/**
 * The word in a text for which a script near the object's file puts something else. Of a common word
 * it is not known whether it is the one that is meant.
 */
export function replacedWord(subject: Subject, text: string): string | undefined {
  if (!UNCOMMON.test(text)) return undefined;
  for (const { words } of doingsNear(subject))
    for (const word of words) if (UNCOMMON.test(word) && isWithin(text, word)) return word;
  return undefined;
}

/** What nobody writes for itself: capitals, lines between words, marks. */
const UNCOMMON = /[A-Z]{2}|[_@<>{}$%]/;

function isWithin(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const [before = "", after = ""] = [text[at - 1], text[at + word.length]];
    if (!/\w/.test(before) && !/\w/.test(after)) return true;
  }
  return false;
}

/** `create`, the kind, and what stands behind them up to the end of the command. */
const CREATE =
  /\bcreate\s+(?:(secret)\s+(?:generic|tls|docker-registry)|(configmap|cm|serviceaccount|sa|namespace|ns|role|clusterrole|priorityclass|pc|deployment|deploy))\s+([^<>]*)/g;

const RBAC = "rbac.authorization.k8s.io";
const KINDS: Readonly<Record<string, readonly [group: string, kind: string]>> = {
  secret: ["", "Secret"],
  configmap: ["", "ConfigMap"],
  cm: ["", "ConfigMap"],
  serviceaccount: ["", "ServiceAccount"],
  sa: ["", "ServiceAccount"],
  namespace: ["", "Namespace"],
  ns: ["", "Namespace"],
  role: [RBAC, "Role"],
  clusterrole: [RBAC, "ClusterRole"],
  priorityclass: ["scheduling.k8s.io", "PriorityClass"],
  pc: ["scheduling.k8s.io", "PriorityClass"],
  deployment: ["apps", "Deployment"],
  deploy: ["apps", "Deployment"],
};

/** @see https://kubernetes.io/docs/reference/kubectl/generated/kubectl_create/ */
function createdBy(command: string, file: string): Created[] {
  return [...command.matchAll(CREATE)].flatMap(([, secret, other = "", rest = ""]) => {
    const [group, kind] = KINDS[secret ?? other] ?? [];
    const name = firstArgument(rest);
    if (group === undefined || kind === undefined || name === undefined) return [];
    return [{ group, kind, name, namespace: NAMESPACE.exec(command)?.[1], file }];
  });
}

const NAMESPACE = /(?:\s-n[ =]?|\s--namespace[ =])["']?([a-z0-9][-a-z0-9]*)/;

/** The first that is no flag, nor the value of one that stands apart from it. */
function firstArgument(rest: string): string | undefined {
  const words = rest.trim().split(/\s+/);
  for (let at = 0; at < words.length; at++) {
    const word = (words[at] ?? "").replace(/^["'`]+|["'`.,)]+$/g, "");
    if (!word.startsWith("-")) return word;
    if (!word.includes("=")) at++;
  }
  return undefined;
}

/** The script or readme that makes an object by a command, among those near one that needs it. */
export function madeByCommand(subject: Subject, target: Target): string | undefined {
  const { group, kind, name, namespace } = target;
  for (const { created } of doingsNear(subject))
    for (const each of created) {
      const isIt = each.group === group && each.kind === kind && each.name === name;
      if (isIt && (!namespace || (each.namespace ?? namespace) === namespace)) return each.file;
    }
  return undefined;
}
