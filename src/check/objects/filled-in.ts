import { isFields } from "../../kubernetes/fields.ts";
import { once, type Subject, type World } from "../world.ts";

/** Marks for which engines and scripts put values in, each in the form of its own. */
const MARKS = [
  // Shells, envsubst, Flux, Terraform, OpenShift; `$(NAME)` of pipelines and of kustomize's variables.
  /\$\{\{?\s*[A-Za-z_][^{}\n]*\}\}?/,
  /\$\([A-Za-z_][\w.-]*\)/,
  /(?<!\$)\$[A-Z][A-Z0-9_]+/,
  // Go, Helm, Jinja, Handlebars; Ruby and others; Azure, Octopus.
  /\{\{[^{}\n]+\}\}/,
  /\{%[^{}\n]+%\}/,
  /<%[^%\n]+%>/,
  /#\{[^{}\n]+\}#?/,
  /\[\[\s*[A-Za-z_][\w. -]*\]\]/,
  // The vault plugin of Argo CD.
  /<path:[^<>\n]+>/,
  // Scripts with sed, autoconf, Maven.
  /@[A-Z][A-Z0-9_]*@/,
  /(?<![\w@])@[A-Za-z][\w.-]*@(?![\w@])/,
  /%%?[A-Z][A-Z0-9_]+%%?/,
  /(?<![A-Za-z0-9])__[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*__/,
  /(?<![A-Za-z0-9])(?:replace|subst|placeholder)_(?!(?:me|this|with)(?![a-z]))[A-Za-z0-9_]+/,
  /(?<![A-Za-z0-9])REPLACE_(?!(?:ME|THIS|WITH)(?![A-Z]))[A-Z0-9_]+/,
];
const FILLED_IN = new RegExp(MARKS.map(({ source }) => source).join("|"));

/** Words that a person may have forgotten as well as a script may replace them. */
const WORD = /^(?:(?:CHANGE|REPLACE|FILL)[-_]?(?:ME|THIS|IN)|PLACEHOLDER)$/i;

/** The name of a variable, as which nobody would call an object, an amount or a time. */
const VARIABLE = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

/** What names a value in a file that is a template by its name. */
const IN_TEMPLATES = new RegExp(
  `<[A-Za-z][^<>\\n]*>|${VARIABLE.source}|\\b(?:change|replace)[-_]?me\\b`,
  "i",
);

const TEMPLATE =
  /(?:^|[-_./\\])(?:template|tmpl|tpl)s?\.(?:ya?ml|json)$|\.(?:template|tmpl|tpl|j2|jinja2?|erb|gotmpl|mustache)(?:\.(?:ya?ml|json))?$/i;
const EXAMPLE = /[-_.](?:example|sample|dist)\.(?:ya?ml|json)$/i;

/** The first place in a text, or in labels or a selector, for which something is put in later. */
export function filledIn(value: unknown): string | undefined {
  if (typeof value === "string") return FILLED_IN.exec(value)?.[0];
  if (Array.isArray(value)) return filledInList(value);
  if (!isFields(value)) return undefined;
  const { matchLabels, ...others } = value;
  for (const each of Object.values(isFields(matchLabels) ? matchLabels : others)) {
    const mark = typeof each === "string" ? filledIn(each) : undefined;
    if (mark !== undefined) return mark;
  }
  return undefined;
}

/** To YAML, `[[NAME]]` is a list in a list. */
function filledInList([inner, ...others]: readonly unknown[]): string | undefined {
  if (others.length > 0 || !Array.isArray(inner) || inner.length !== 1) return undefined;
  return typeof inner[0] === "string" ? `[[${inner[0]}]]` : undefined;
}

/** {@link filledIn}, of a text of an object, with what the rest of the world says of such texts. */
export function filledInHere(world: World, subject: Subject, text: string): string | undefined {
  const mark = filledIn(text);
  if (mark !== undefined) return mark;
  const key = /<[^<>\n]+>/.exec(text)?.[0];
  if (key !== undefined && hasVaultKeys(subject.object)) return key;
  const isRepeated = WORD.test(text) && (usesOfWords(world).get(text) ?? 0) > 1;
  if (isRepeated) return text;
  const named = IN_TEMPLATES.exec(text)?.[0];
  return named !== undefined && isTemplate(subject) ? named : undefined;
}

/** Whether a whole text is the name of a value that nobody here puts in. */
export function isVariable(text: string): boolean {
  return VARIABLE.test(text) && !WORD.test(text);
}

/** The letters that stand for an address in a text: `A.B.C.D`, `x.x.x.x`. */
export function addressLetters(text: string): string | undefined {
  return ADDRESS_LETTERS.exec(text)?.[0];
}

const ADDRESS_LETTERS = /(?<![\w-])(?:A\.B\.C\.D|([Xx]{1,3})(?:\.\1){3})(?![\w-])/;

/**
 * Whether `<KEY>` in an object is replaced before it is applied.
 *
 * @see https://argocd-vault-plugin.readthedocs.io/en/stable/howitworks/
 */
export function hasVaultKeys({ metadata }: Subject["object"]): boolean {
  const annotations = isFields(metadata) ? metadata.annotations : undefined;
  return (
    isFields(annotations) &&
    Object.keys(annotations).some((name) => name.startsWith("avp.kubernetes.io/"))
  );
}

/** Whether the name of an object's file says that something is made of it. */
export function isTemplate(subject: Subject): boolean {
  return TEMPLATE.test(subject.locate([], "value").file);
}

/** {@link isTemplate}, or that it is copied and filled in by hand. */
export function isTemplateOrExample(subject: Subject): boolean {
  const { file } = subject.locate([], "value");
  return TEMPLATE.test(file) || EXAMPLE.test(file);
}

/** In how many objects a word stands for a value. */
const usesOfWords = once(({ objects }): ReadonlyMap<string, number> => {
  const uses = new Map<string, number>();
  for (const { object } of objects)
    for (const word of new Set(wordsIn(object))) uses.set(word, (uses.get(word) ?? 0) + 1);
  return uses;
});

function* wordsIn(value: unknown): Generator<string> {
  if (typeof value === "string") {
    if (WORD.test(value)) yield value;
  } else if (typeof value === "object" && value !== null)
    for (const each of Object.values(value)) yield* wordsIn(each);
}

/** Whether a text, whatever is put into it, may become another one. */
export function mayBecome(text: string, other: string): boolean {
  if (!MAY_BE_MARKED.test(text)) return false;
  const fixed = text.split(new RegExp(FILLED_IN, "g"));
  if (fixed.length < 2) return false;
  const pattern = fixed.map((each) => each.replace(/[^\w]/g, "\\$&")).join(".*");
  return new RegExp(`^${pattern}$`, "s").test(other);
}

/** What no name of Kubernetes has in it: most texts are read no further. */
const MAY_BE_MARKED = /[^a-z0-9.:-]/;

/** {@link filledIn} of what is most often a name, which holds no mark. */
export function isNameFilledIn(name: string): boolean {
  return MAY_BE_MARKED.test(name) && filledIn(name) !== undefined;
}
