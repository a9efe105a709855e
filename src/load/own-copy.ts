import { registerHooks } from "node:module";

/**
 * Makes `import … from "slipway"` mean the running program's own modules, wherever the importing file
 * lies: two copies would not know each other's components. The platform file itself is always read as
 * an ES module, whatever the nearest package.json says.
 *
 * @param entry URL of the module that "slipway" stands for.
 * @param platform URL of the platform file.
 * @returns Ends it again.
 */
export function answerOwnName(entry: string, platform: string): () => void {
  const known = new Map([
    ["slipway", entry],
    [platform, platform],
  ]);
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      const url = known.get(specifier);
      if (url === undefined) return next(specifier, context);
      const format = url.endsWith(".ts") ? "module-typescript" : undefined;
      return { ...next(url, context), ...(format && { format }) };
    },
  });
  return () => hooks.deregister();
}
