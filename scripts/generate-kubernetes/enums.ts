import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The allowed values of a field, of its items, or of a map's values. */
export interface Enums {
  own?: string[];
  items?: string[];
  values?: string[];
}

/**
 * The enums that a server publishes. The OpenAPI files in the module leave them out; the generated
 * Go code that the server builds its own OpenAPI from
 * (`pkg/generated/openapi/zz_generated.openapi.go`) has them.
 *
 * @returns OpenAPI model name to field to values.
 */
export async function readEnums(folder: string): Promise<Map<string, Map<string, Enums>>> {
  const code = await readFile(
    join(folder, "pkg/generated/openapi/zz_generated.openapi.go"),
    "utf8",
  );
  const found = new Map<string, Map<string, Enums>>();
  let model = "";
  let field = "";
  let part: keyof Enums = "own";
  for (const line of code.split("\n")) {
    const start = line.match(/^func schema_(\w+)\(/);
    if (start) model = modelName(start[1]!);
    const property = line.match(/^\t{5}"([^"]+)": \{$/);
    if (property) {
      field = property[1]!;
      part = "own";
    }
    if (/^\t+Items: /.test(line)) part = "items";
    if (/^\t+AdditionalProperties: /.test(line)) part = "values";
    const values = line.match(/^\t+Enum:\s+\[\]interface\{\}\{(.*)\},$/);
    if (!values) continue;
    const fields = found.get(model) ?? new Map<string, Enums>();
    found.set(model, fields);
    fields.set(field, {
      ...fields.get(field),
      [part]: JSON.parse(`[${values[1]}]`),
    });
  }
  return found;
}

/** `k8sio_api_core_v1_PodSpec` is the model `io.k8s.api.core.v1.PodSpec`. */
function modelName(code: string): string {
  return code
    .replace(/^k8sio_api_/, "io.k8s.api.")
    .replace(/^pkg_apis_apiextensions_/, "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.")
    .replace(/^pkg_apis_apiregistration_/, "io.k8s.kube-aggregator.pkg.apis.apiregistration.")
    .replace(/^pkg_apis_/, "io.k8s.apimachinery.pkg.apis.")
    .replaceAll("_", ".");
}
