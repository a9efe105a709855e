import { ControlPlaneMissing, programs } from "../control-plane/build.ts";

export const needsKubectl = "needs Go 1.26 to build kubectl (https://go.dev/dl)";

/** The kubectl of the control plane, 1.36; undefined where there is no Go to build it. */
export async function kubectl(): Promise<string | undefined> {
  try {
    return (await programs()).kubectl;
  } catch (error) {
    if (error instanceof ControlPlaneMissing) return undefined;
    throw error;
  }
}
