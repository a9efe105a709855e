import { didYouMean } from "../../closest.ts";
import type { AnyComponent } from "../component.ts";
import { type Recipe, random } from "../generate.ts";
import type { SecretDefinition, SecretType } from "../secret.ts";
import { existing, type SecretStore } from "../secret-store.ts";
import { inEnvironment } from "./check-platform.ts";
import type { ResolvedSecret } from "./resolved.ts";
import type { Scope } from "./scope.ts";
import { storeInTrial } from "./trial.ts";

export function resolveSecret(scope: Scope, component: AnyComponent): ResolvedSecret {
  const options = scope.options<SecretDefinition>(component);
  const { keys, optional, generate = {} } = options;
  checkKeys(scope, component, options);
  const written = options.from ?? (optional === true ? existing() : scope.environment.secrets);
  const store = scope.isTrial ? storeInTrial(options) : written;
  const from = cannotBeMadeUp(store, options) ? existing() : (store ?? existing());
  const optionalKeys = Array.isArray(optional) ? keys.filter((key) => optional.includes(key)) : [];
  const named = scope.named(component);
  return {
    ...named,
    keys,
    optionalKeys,
    type: options.type ?? "Opaque",
    optional: optional === true,
    recipes: from.from === "generated" ? everyRecipe(keys, optionalKeys, generate) : generate,
    madeUp: from.from !== "existing" && from.from !== "externalSecrets",
    from,
    file: encryptedFile(scope, from, named.name),
  };
}

/** Whether programs start without a secret. */
export function isOptional(scope: Scope, secret: AnyComponent): boolean {
  return scope.options<SecretDefinition>(secret).optional === true;
}

/** Whether programs start without one key of a secret. */
export function isOptionalKey(scope: Scope, secret: AnyComponent, key: string): boolean {
  const { optional } = scope.options<SecretDefinition>(secret);
  return optional === true || (Array.isArray(optional) && optional.includes(key));
}

/** A login to a registry or a certificate is no random text: somebody else must have put it there. */
function cannotBeMadeUp(
  store: SecretStore | undefined,
  { type = "Opaque", keys, generate = {} }: SecretDefinition,
): boolean {
  const known = keysOf(generate);
  const isPlain = (type satisfies SecretType) === "Opaque";
  return store?.from === "generated" && !isPlain && !keys.every((key) => known.has(key));
}

/** Where everything is made up: what has no recipe is a random text, but for keys that may be absent. */
function everyRecipe(
  keys: readonly string[],
  optionalKeys: readonly string[],
  given: Readonly<Record<string, Recipe>>,
): Readonly<Record<string, Recipe>> {
  const known = keysOf(given);
  const others = keys.filter((key) => !known.has(key) && !optionalKeys.includes(key));
  return { ...given, ...Object.fromEntries(others.map((key) => [key, random()])) };
}

/** The keys that recipes make, the public halves of pairs among them. */
function keysOf(recipes: Readonly<Record<string, Recipe>>): ReadonlySet<string> {
  const halves = Object.values(recipes).flatMap((recipe) =>
    recipe.makes === "keyPair" ? [recipe.public] : [],
  );
  return new Set([...Object.keys(recipes), ...halves]);
}

function checkKeys(
  scope: Scope,
  component: AnyComponent,
  { keys, optional, generate = {} }: SecretDefinition,
): void {
  const known = (path: (string | number)[], key: string) => {
    if (keys.includes(key)) return;
    const message = `"${key}" is no key of this secret`;
    scope.report(component, path, message, didYouMean(key, keys));
  };
  if (Array.isArray(optional))
    for (const [index, key] of optional.entries()) known(["optional", index], key);
  const made = new Set(Object.keys(generate));
  for (const [key, recipe] of Object.entries(generate)) {
    known(["generate", key], key);
    if (recipe.makes !== "keyPair") continue;
    known(["generate", key], recipe.public);
    if (made.has(recipe.public)) {
      const message = `"${recipe.public}" is made up twice`;
      const instead = "a key of its own for each half of a pair";
      scope.report(component, ["generate", key], message, instead);
    }
    made.add(recipe.public);
  }
}

/** The file of an encrypted Secret, seen from the platform file. */
function encryptedFile(scope: Scope, from: SecretStore, name: string): string | undefined {
  if (from.from !== "sealedSecrets" && from.from !== "sops") return undefined;
  const environment = scope.environmentName;
  if (!/^\w[\w.-]*$/.test(environment))
    scope.problems.push({
      message: `environment "${environment}" gives its name to the folder of its encrypted secrets, which it cannot be`,
      where: inEnvironment(scope.parts, environment, []),
      instead: "a name of letters, digits, '-', '_' and '.'",
    });
  return [from.folder ?? "secrets", environment, `${name}.yaml`].join("/");
}

/** A key of two secrets would have one value in an env file that both are read from. */
export function checkEnvFiles(scope: Scope, secrets: readonly ResolvedSecret[]): void {
  const owners = new Map<string, string>();
  for (const { from, keys, name, site } of secrets) {
    if (from.from !== "dotenv") continue;
    for (const key of keys) {
      const entry = `${key} of ${from.file}`;
      const other = owners.get(entry);
      if (other === undefined) owners.set(entry, name);
      else if (other !== name)
        scope.problems.push({
          message: `${key} is a key of the secrets ${other} and ${name}, but ${from.file} has one value for it`,
          where: site.where(),
          instead: `an env file of its own: from: dotenv({ file: "${from.file}.${name}" }), or another key`,
        });
    }
  }
}
