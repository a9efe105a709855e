import { dirname, resolve } from "node:path";
import type { ExecPlugin } from "../credentials/exec.ts";
import type { Part } from "./fields.ts";

const GROUP = "client.authentication.k8s.io";
const MODES = ["Never", "IfAvailable", "Always"] as const;

/** The program of a user that knows credentials. */
export function execOf(user: Part): ExecPlugin | undefined {
  const exec = user.part("exec");
  if (!exec) return undefined;
  const command = exec.text("command");
  if (command === undefined)
    return exec.fail("command", { message: "exec has no command", instead: "command: PROGRAM" });
  const apiVersion = versionOf(exec);
  return {
    // What holds a slash is a path; anything else is looked up.
    command: command.includes("/") ? resolve(dirname(exec.file), command) : command,
    args: exec.texts("args"),
    env: exec.parts("env").map(variableOf),
    apiVersion,
    installHint: exec.text("installHint")?.replace(/[^\P{C}\n\t]/gu, ""),
    mustKnowCluster: exec.isOn("provideClusterInfo"),
    interactive: modeOf(exec, apiVersion),
  };
}

function versionOf(exec: Part): ExecPlugin["apiVersion"] {
  const version = exec.text("apiVersion");
  if (version === `${GROUP}/v1` || version === `${GROUP}/v1beta1`) return version;
  return exec.fail("apiVersion", {
    message:
      version === undefined
        ? "exec has no apiVersion"
        : `exec of ${version} is not known${version.endsWith("v1alpha1") ? " any more (since 1.24)" : ""}`,
    instead: `apiVersion: ${GROUP}/v1, with a program that knows it (update it)`,
  });
}

function variableOf(variable: Part): [string, string] {
  const name = variable.text("name");
  if (name === undefined)
    return variable.fail("name", {
      message: "a variable of exec has no name",
      instead: "name: NAME",
    });
  return [name, variable.text("value") ?? ""];
}

/** v1 asks for it; before that a terminal was used if there was one. */
function modeOf(exec: Part, apiVersion: string): ExecPlugin["interactive"] {
  const mode = exec.text("interactiveMode");
  const instead = `interactiveMode: ${MODES.join(", ")}`;
  if (mode === undefined && apiVersion.endsWith("/v1"))
    return exec.fail("interactiveMode", { message: "exec has no interactiveMode", instead });
  const known = MODES.find((each) => each === (mode ?? "IfAvailable"));
  if (known) return known;
  return exec.fail("interactiveMode", {
    message: `interactiveMode "${mode}" is not known`,
    instead,
  });
}
