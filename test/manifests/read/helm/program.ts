import { goProgram } from "../../../go-program.ts";

/** The real helm, of the version that go.mod names; built once (two minutes). Nothing without Go. */
export function helmProgram(): string | undefined {
  return goProgram(import.meta.dirname, "helm", { of: "helm.sh/helm/v4/cmd/helm" });
}
