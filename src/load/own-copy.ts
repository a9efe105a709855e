import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";

/**
 * Makes `import … from "slipway"` mean the running program's own modules, wherever the importing file
 * lies: two copies would not know each other's components. The platform file and its neighbours are
 * always read as ES modules, whatever the nearest package.json says.
 *
 * @param entry URL of the module that "slipway" stands for.
 * @param platform URL of the platform file.
 * @param onFile Told of every TypeScript file that is not the program's own.
 * @returns Ends it again.
 */
export function answerOwnName(
  entry: string,
  platform: string,
  onFile?: (file: string) => void,
): () => void {
  const own = new URL(".", entry).href;
  const known = new Map([
    ["slipway", entry],
    [platform, platform],
  ]);
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      const found = next(known.get(specifier) ?? specifier, context);
      if (!isTypeScript(found.url)) return found;
      if (!found.url.startsWith(own)) onFile?.(fileURLToPath(found.url));
      return { ...found, format: "module-typescript" };
    },
  });
  return () => hooks.deregister();
}

function isTypeScript(url: string): boolean {
  return url.endsWith(".ts") && !url.includes("/node_modules/");
}
