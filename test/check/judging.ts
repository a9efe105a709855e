import { ApiServer, type Judged } from "../../src/kubernetes/api-server.ts";
import { definitions, type Given, richObjects } from "../agreement/objects.ts";

/** A server of the newest minor that knows every kind, and the custom ones of the tests. */
export function serverOfAll(minor: number): Promise<ApiServer> {
  return ApiServer.of(minor, [...definitions(), ...richObjects()] as unknown as Judged[]);
}

/** What a judge must never do with an object, if it does it: throw, or say something without words. */
export function misjudgement(server: ApiServer, object: Given, old?: Given): string | undefined {
  try {
    const judged = object as unknown as Judged;
    const said = [server.create(judged)];
    if (old !== undefined) said.push(server.update(judged, old as unknown as Judged));
    for (const each of said) {
      if ("why" in each) continue;
      const mute = [...each.errors, ...each.warnings].find(({ message }) => message.trim() === "");
      if (mute) return `a complaint at ${mute.path} says nothing`;
      for (const { path } of each.errors) path.toString();
    }
    return undefined;
  } catch (error) {
    return (error as Error).stack ?? String(error);
  }
}
