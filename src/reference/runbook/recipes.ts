import type { ResolvedSecret } from "../../platform/resolve/index.ts";

type Recipes = ResolvedSecret["recipes"];

/** A shell command that prints a value made up for a key; nothing for a key pair, which is two files. */
export function makeText(key: string, recipes: Recipes): string | undefined {
  const recipe = recipes[key];
  if (!recipe) return undefined;
  switch (recipe.makes) {
    case "random":
      return `openssl rand -base64 ${recipe.length * 2} | tr -dc 'A-Za-z0-9' | head -c ${recipe.length}`;
    case "fernet":
      return "openssl rand -base64 32 | tr '+/' '-_' | tr -d '\\n'";
    case "keyPair":
      return undefined;
  }
  return recipe satisfies never;
}

/** Commands that put made-up values into a folder, a file for each key. */
export function makeFiles(keys: readonly string[], recipes: Recipes, folder: string): string[] {
  return keys.flatMap((key) => {
    const text = makeText(key, recipes);
    if (text !== undefined) return [`${text} > "${folder}/${key}"`];
    const recipe = recipes[key];
    if (recipe?.makes !== "keyPair") return [];
    const kind = recipe.type === "rsa" ? "RSA -pkeyopt rsa_keygen_bits:3072" : "ed25519";
    return [
      `openssl genpkey -algorithm ${kind} -out "${folder}/${key}"`,
      `openssl pkey -in "${folder}/${key}" -pubout -out "${folder}/${recipe.public}"`,
    ];
  });
}

/** Whether some value is of several lines, which no env file can hold. */
export function hasKeyPair(recipes: Recipes): boolean {
  return Object.values(recipes).some(({ makes }) => makes === "keyPair");
}
