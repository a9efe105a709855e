import type { Judged, Judgement, PolicyFinding, Unchecked } from "../../kubernetes/api-server.ts";
import { isFields, valueAt } from "../../kubernetes/fields.ts";
import type { Complaint, Warning } from "../../kubernetes/validation/complaints.ts";
import { splitApiVersion } from "../../kubernetes/versions.ts";
import { keyOf } from "../identity.ts";
import { judgements } from "../judgements.ts";
import { filledIn, filledInHere } from "../objects/filled-in.ts";
import { replacedWord } from "../objects/guides.ts";
import { someOf } from "../objects/titles.ts";
import type { Found, FoundInObject } from "../rule.ts";
import { holdsValue } from "../secrecy.ts";
import { once, type Part, type Subject, type World } from "../world.ts";
import { editsFor } from "./edits.ts";
import { asSent } from "./encrypted.ts";
import { isOwnGroup } from "./kinds.ts";
import { withoutOldMetrics } from "./old-metrics.ts";
import { addressToWrite, type Unfilled, unfilledFound, unfilledIn } from "./stand-ins.ts";
import { violationsOf } from "./violations.ts";

/** What the server says of every object, by the rules that tell it. */
const verdicts = once((world) => {
  const found = new Map<string, FoundInObject[]>();
  const add: Add = (rule, item) => {
    const items = found.get(rule) ?? [];
    items.push(item);
    found.set(rule, items);
  };
  const unchecked = new Set<string>();
  const later: FilledIn[] = [];
  const unfilled: Unfilled[] = [];
  const said = judgements(world);
  for (const subject of world.objects) {
    const judgement = said.get(subject) as Judgement | Unchecked;
    if ("why" in judgement) {
      const kind = `${subject.object.apiVersion} ${subject.object.kind}`;
      if (!unchecked.has(kind) && !isOwn(subject))
        add("unchecked-resource", uncheckedItem(world, subject, judgement));
      unchecked.add(kind);
      continue;
    }
    for (const error of causes(subject, judgement.errors)) {
      const item = itemOf(subject, error);
      const rule = ruleOf(error, judgement);
      const mark = markOf(world, subject, error);
      const word = mark === undefined ? unfilledIn(subject, error) : undefined;
      if (mark !== undefined) later.push({ mark, item });
      else if (word !== undefined) unfilled.push({ word, rule, item });
      else add(rule, { ...item, ...doubtOf(world, subject, error, judgement) });
    }
    if (judgement.filled) {
      if (judgement.errors.length === 0) addPolicies(world, subject, judgement.filled, add);
      const { enforced, warned } = violationsOf(world, subject, judgement.filled);
      for (const item of enforced) add("pod-security", item);
      for (const item of warned) add("pod-security-warning", item);
    }
    const old = world.before.length > 0 && storedBefore(world).get(keyOf(subject) ?? "");
    if (old && judgement.errors.length === 0)
      for (const error of updateErrors(world, subject, old))
        add("immutable-field", itemOf(subject, error));
    for (const warning of together(judgement.warnings))
      add("server-warning", itemOf(subject, warning));
  }
  for (const item of filledInLater(later)) add("filled-in-later", item);
  for (const { rule, item } of unfilledFound(unfilled)) add(rule, item);
  return found;
});

/** What the server would say of a value before something is put in for a mark in it. */
interface FilledIn {
  readonly mark: string;
  readonly item: FoundInObject;
}

/** Of each file once: it is told so that nobody takes the values for checked. */
function filledInLater(all: readonly FilledIn[]): FoundInObject[] {
  const files = Map.groupBy(all, ({ item }) => item.subject.locate([], "value").file);
  return [...files.values()].map((each) => {
    const [{ item }] = each as [FilledIn, ...FilledIn[]];
    const marks = someOf([...new Set(each.map(({ mark }) => mark))]);
    const values = each.length === 1 ? "a value" : `${each.length} values`;
    const { subject, steps, path, part } = item;
    const message = `${values} with ${marks} would be refused unless something is put in before`;
    return { subject, steps, path, part, message };
  });
}

/** What stands in a value for one that is put in later. */
function markOf(world: World, subject: Subject, { path, message }: Complaint): string | undefined {
  const { object } = subject;
  const steps = path.steps();
  const value = valueAt(object, steps);
  if (typeof value === "string") {
    const mark = filledInHere(world, subject, value) ?? replacedIn(subject, path, value);
    if (mark !== undefined) return mark;
  } else if (Array.isArray(value) || SELECTING.has(String(steps.at(-1)))) {
    // Labels and selectors are complained of as a whole.
    const mark = filledIn(value);
    if (mark !== undefined) return mark;
  }
  // Some labels are made of the name, and some maps of labels are named in the message alone.
  const named = filledIn(message);
  return named !== undefined && JSON.stringify(object).includes(named) ? named : undefined;
}

/** The word in a value that a script replaces; where the value may be a secret it is not said. */
function replacedIn(subject: Subject, path: Complaint["path"], value: string): string | undefined {
  const word = replacedWord(subject, value);
  const isHidden = holdsValue(String(subject.object.kind), path.toString());
  return word !== undefined && isHidden ? "a word that a script replaces" : word;
}

const SELECTING: ReadonlySet<string> = new Set(
  "labels annotations selector matchLabels nodeSelector podSelector namespaceSelector labelSelector".split(
    " ",
  ),
);

type Add = (rule: string, item: FoundInObject) => void;

/** What admission policies say is about the whole object. */
function addPolicies(
  { server }: World,
  subject: Subject,
  filled: Readonly<Record<string, unknown>>,
  add: Add,
): void {
  const said = server.admit(filled);
  if (!said) return;
  const item = ({ policy, message }: PolicyFinding): FoundInObject => {
    const told = `the policy ${policy} says: ${message}`;
    return { subject, steps: [], path: "", part: "value", message: told };
  };
  for (const denial of said.denials) add("admission-policy", item(denial));
  for (const warning of said.warnings) add("admission-policy-warning", item(warning));
  for (const each of said.undecided) add("undecided-policy", item(each));
}

/** Kinds of Kubernetes' own that it does not serve are told by other rules. */
function isOwn({ object }: Subject): boolean {
  return isOwnGroup(splitApiVersion(String(object.apiVersion)).group);
}

/** What is less than sure of an error, or said better than by what is wrong. */
function doubtOf(
  world: World,
  subject: Subject,
  complaint: Complaint,
  { topic }: Judgement,
): Partial<FoundInObject> {
  const { object } = subject;
  const { path, reason, message, instead } = complaint;
  const value = valueAt(object, path.steps());
  // A definition that came with this program may be older than the operator that is installed.
  const isNewer = reason === "unknown field" || reason === "unsupported";
  if (
    isNewer &&
    topic === "invalid-custom-resource" &&
    !MISSPELT.test(instead ?? "") &&
    definition(world, object) !== DEFINITIONS
  )
    return { severity: "info", fix: NEWER };
  if (value === 0 && path.toString() === "spec.minReplicas" && scalesToZero(object.spec))
    return { severity: "info", message: `${message} without the feature gate HPAScaleToZero` };
  return addressToWrite(subject, complaint);
}

const MISSPELT = /^did you mean /;

const NEWER =
  "take the field out; or check with the CustomResourceDefinitions of the operator that is installed, if it is newer than the definition that is known here";

/** By what a definition of the input describes a kind; undefined where none does. */
function definition(world: World, { apiVersion, kind }: Subject["object"]): string | undefined {
  return definedHere(world).get(`${splitApiVersion(String(apiVersion)).group}/${kind}`);
}

/** The API version that the server takes. */
const DEFINITIONS = "apiextensions.k8s.io/v1";

const definedHere = once(
  ({ objects }): ReadonlyMap<string, string> =>
    new Map(
      objects.flatMap(({ object: { apiVersion, kind, spec } }) => {
        if (kind !== "CustomResourceDefinition" || !isFields(spec)) return [];
        const { group, names } = spec;
        return isFields(names) ? [[`${group}/${names.kind}`, String(apiVersion)] as const] : [];
      }),
    ),
);

/** @see https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/ HPAScaleToZero */
function scalesToZero(spec: unknown): boolean {
  const metrics = isFields(spec) && Array.isArray(spec.metrics) ? spec.metrics : [];
  return metrics.some(
    (each) => isFields(each) && (each.type === "External" || each.type === "Object"),
  );
}

/** One of each kind: that it was not checked is no fault of the object. */
function uncheckedItem(world: World, subject: Subject, unchecked: Unchecked): FoundInObject {
  const { apiVersion, kind } = subject.object;
  const old = definition(world, subject.object);
  const none =
    old === undefined || old === DEFINITIONS
      ? `no definition of ${apiVersion} ${kind} is here`
      : `the definition of ${kind} here is one of ${old}, which the server does not take`;
  const message =
    unchecked.why === "unknown kind"
      ? `${none}, so its fields are not checked`
      : `the definition of ${kind} that is known here has ${unchecked.versions.join(", ")} only, so the fields of ${apiVersion} are not checked`;
  return { subject, steps: ["apiVersion"], path: "apiVersion", part: "value", message };
}

/** A field that is missing because it is misspelt beside is told once, where it stands. */
function causes({ object }: Subject, said: readonly Complaint[]): readonly Complaint[] {
  const all = withoutOldMetrics(object, said);
  const errors =
    all.length < 2
      ? all
      : all.filter((each) => !isOfDefault(object, each, all) && !isOfSelector(each, all));
  const misspelt = errors.filter(({ reason }) => reason === "unknown field");
  if (misspelt.length === 0) return errors;
  // Below a value of a wrong type nothing can be known.
  const lost = errors.flatMap(({ reason, path }) =>
    reason === "wrong type" ? [`${path.steps().join("\n")}\n`] : [],
  );
  const meant = new Set(
    misspelt.flatMap(({ path, instead }) => {
      const name = /^did you mean "(.*)"\?$/.exec(instead ?? "")?.[1];
      return name === undefined ? [] : [[...path.steps().slice(0, -1), name].join("\n")];
    }),
  );
  return errors.filter(({ reason, path }) => {
    const at = path.steps().join("\n");
    return !(reason === "required" && meant.has(at)) && !lost.some((each) => at.startsWith(each));
  });
}

/** The target port of a Service is its port where it does not say one. */
function isOfDefault(
  object: Subject["object"],
  { path }: Complaint,
  all: readonly Complaint[],
): boolean {
  const steps = path.steps();
  if (steps.at(-1) !== "targetPort" || valueAt(object, steps) != null) return false;
  const port = [...steps.slice(0, -1), "port"].join("\n");
  return all.some((each) => each.path.steps().join("\n") === port);
}

/** Where there is no selector, no labels match it. */
function isOfSelector({ path, reason }: Complaint, all: readonly Complaint[]): boolean {
  return (
    reason === "invalid" &&
    path.toString() === "spec.template.metadata.labels" &&
    all.some((each) => each.reason === "required" && each.path.toString() === "spec.selector")
  );
}

/** Of one definition the server says of each field that it ignores a format. */
function together(warnings: readonly Warning[]): readonly Warning[] {
  const groups = Map.groupBy(warnings, (warning) => IGNORED.exec(warning.message)?.[0] ?? warning);
  return [...groups.values()].map((all) => {
    const [first] = all as [Warning, ...Warning[]];
    const more = all.length - 1;
    const places = `and of ${more} more ${more === 1 ? "field" : "fields"}`;
    return more === 0 ? first : { ...first, message: `${first.message}, ${places}` };
  });
}

const IGNORED = /^the server ignores the format "[^"]*"/;

/** What the cluster has before, by identity. */
const storedBefore = once(
  ({ before }) => new Map(before.map((subject) => [keyOf(subject), subject])),
);

function updateErrors({ server }: World, subject: Subject, old: Subject): readonly Complaint[] {
  const judgement = server.update(asSent(subject.object) as Judged, asSent(old.object) as Judged);
  return "why" in judgement ? [] : judgement.errors;
}

/** What the server says that belongs to one rule. */
export function saidOf(rule: string): (world: World) => readonly Found[] {
  return (world) => verdicts(world).get(rule) ?? [];
}

function ruleOf({ reason, path }: Complaint, { topic }: Judgement): string {
  if (reason === "unknown field") return "unknown-field";
  if (reason === "wrong type") return "wrong-type";
  return path.steps()[0] === "metadata" ? "invalid-metadata" : (topic ?? "invalid-object");
}

function itemOf(subject: Subject, said: Complaint | Warning): FoundInObject {
  const { path, message, instead: fix } = said;
  const isField = "reason" in said && said.reason === "unknown field";
  const part: Part = isField ? "key" : "value";
  const edits = "reason" in said ? () => editsFor(subject, said) : undefined;
  return { subject, steps: path.steps(), path: path.toString(), part, message, fix, edits };
}
