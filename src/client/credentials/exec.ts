import { spawn } from "node:child_process";
import { ConnectionError } from "../errors.ts";
import type { Server } from "../kubeconfig/server.ts";
import type { Credential, Credentials } from "./credentials.ts";
import { readAnswer } from "./exec-answer.ts";

/** A program that knows credentials. */
export interface ExecPlugin {
  /** A name to look up, or an absolute path. */
  readonly command: string;
  readonly args: readonly string[];
  readonly env: readonly (readonly [name: string, value: string])[];
  readonly apiVersion: "client.authentication.k8s.io/v1" | "client.authentication.k8s.io/v1beta1";
  readonly installHint: string | undefined;
  readonly mustKnowCluster: boolean;
  readonly interactive: "Never" | "IfAvailable" | "Always";
}

export interface ExecContext {
  readonly server: Server;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The user it is for, in words. */
  readonly origin: string;
}

/**
 * Credentials of a program, which is run when they are first needed, when they have expired and when the
 * server refuses them; once for all who wait.
 *
 * @see k8s.io/client-go/plugin/pkg/client/auth/exec/exec.go
 */
export function execCredentials(plugin: ExecPlugin, context: ExecContext): Credentials {
  let known: { readonly credential: Credential; readonly until: number } | undefined;
  let running: Promise<Credential> | undefined;
  const renew = async () => {
    const { expires, ...credential } = readAnswer(await run(plugin, context), plugin);
    known = { credential, until: expires ?? Number.POSITIVE_INFINITY };
    return credential;
  };
  return {
    origin: `${context.origin}, by ${plugin.command}`,
    current() {
      if (known && Date.now() < known.until) return Promise.resolve(known.credential);
      running ??= renew().finally(() => {
        running = undefined;
      });
      return running;
    },
    forget(refused) {
      if (known?.credential === refused) known = undefined;
    },
  };
}

/** What the program writes. What it says on stderr goes to the person, who may have to act on it. */
function run(plugin: ExecPlugin, context: ExecContext): Promise<string> {
  const { command, args, env } = plugin;
  const isInteractive = interactivity(plugin);
  const info = JSON.stringify(request(plugin, context, isInteractive));
  return new Promise((resolve, reject) => {
    const refuse = (message: string, cause?: unknown) =>
      reject(new ConnectionError("credentials", message, { cause }));
    const child = spawn(command, args, {
      env: { ...context.environment, ...Object.fromEntries(env), KUBERNETES_EXEC_INFO: info },
      stdio: [isInteractive ? "inherit" : "ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
    child.on("error", (cause) => {
      const isMissing = "code" in cause && cause.code === "ENOENT";
      const hint = plugin.installHint === undefined ? "install it" : plugin.installHint;
      refuse(
        isMissing
          ? `the program ${command}, which knows the credentials of ${context.origin}, is not there: ${hint}`
          : `the program ${command} cannot be run: ${cause.message}`,
        cause,
      );
    });
    child.on("close", (code, signal) => {
      if (code === 0) return resolve(output);
      refuse(
        `the program ${command}, which knows the credentials of ${context.origin}, failed (${signal ?? `exit code ${code}`}): run it by hand, or log in again`,
      );
    });
  });
}

function interactivity({ interactive, command }: ExecPlugin): boolean {
  const isTerminal = process.stdin.isTTY === true;
  if (interactive === "Always" && !isTerminal)
    throw new ConnectionError(
      "credentials",
      `the program ${command} wants to ask for credentials, and there is no terminal: log in before, or use a token`,
    );
  return interactive !== "Never" && isTerminal;
}

/** @see k8s.io/client-go/pkg/apis/clientauthentication/v1, ExecCredential */
function request(
  { apiVersion, mustKnowCluster }: ExecPlugin,
  { server }: ExecContext,
  interactive: boolean,
) {
  const { url, trust, proxy, isCompressed, execConfig } = server;
  const cluster = {
    server: url.href.replace(/\/$/, ""),
    "tls-server-name": trust.serverName,
    "insecure-skip-tls-verify": trust.isBlind || undefined,
    "certificate-authority-data": trust.ca?.toString("base64"),
    "proxy-url": proxy?.href,
    "disable-compression": isCompressed ? undefined : true,
    config: execConfig,
  };
  return {
    kind: "ExecCredential",
    apiVersion,
    spec: { interactive, ...(mustKnowCluster && { cluster }) },
  };
}
