import type { ControlPlane } from "./control-plane.ts";

export async function startEnvtest(_assets: string): Promise<ControlPlane> {
  throw new Error("not yet");
}
