import { rules } from "../../../src/check/rules.ts";
import { run } from "../../../src/check/run.ts";
import { worldOfText } from "../read.ts";

const own = rules.filter(({ layer }) => layer === "references");

/** What the layer finds: `severity rule line: message`. */
export async function found(text: string): Promise<string[]> {
  const world = await worldOfText(text);
  return run(own, world).map(
    ({ severity, rule, line, message }) => `${severity} ${rule} ${line}: ${message}`,
  );
}

/** The fixes that it offers. */
export async function fixes(text: string): Promise<string[]> {
  return run(own, await worldOfText(text)).map(({ fix }) => fix);
}

/** Documents of one text. */
export function documents(...texts: readonly string[]): string {
  return texts.map((text) => text.trim()).join("\n---\n");
}

/** A pod that asks for things. */
export function pod(spec: string, namespace?: string): string {
  const within = namespace === undefined ? "" : `, namespace: ${namespace}`;
  return `
apiVersion: v1
kind: Pod
metadata: { name: web${within} }
spec:
  ${spec}
  containers: [{ name: web, image: "example.com/web:v1" }]
`;
}

/** A pod that takes a whole Secret or ConfigMap into its environment. */
export function reading(kind: "secret" | "configMap", name: string, namespace?: string): string {
  return pod(
    `volumes: [{ name: data, ${kind}: { ${kind === "secret" ? "secretName" : "name"}: ${name} } }]`,
    namespace,
  );
}

/** An object with some data. */
export function data(kind: "Secret" | "ConfigMap", name: string, namespace?: string): string {
  const within = namespace === undefined ? "" : `, namespace: ${namespace}`;
  const field = kind === "Secret" ? "stringData" : "data";
  return `
apiVersion: v1
kind: ${kind}
metadata: { name: ${name}${within} }
${field}: { color: blue }
`;
}
