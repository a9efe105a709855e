import type { RedisStore } from "../../src/platform/resolve/index.ts";
import type { Example } from "../examples/example.ts";
import { Folder, freePort, rewrite, run, Server } from "./process.ts";
import { environmentVariables, expand, file, mainContainer, workload } from "./rendered.ts";

/** What every key of a Secret holds here. */
const password = "it's $ecret";

/** A Redis on this machine by the rendered command; only folders and the port are moved. */
export class Redis {
  readonly folder: Folder;
  readonly port: number;
  private readonly variables: Readonly<Record<string, string>>;
  private readonly line: readonly string[];
  private server: Server | undefined;

  private constructor(
    folder: Folder,
    port: number,
    variables: Readonly<Record<string, string>>,
    line: readonly string[],
  ) {
    this.folder = folder;
    this.port = port;
    this.variables = variables;
    this.line = line;
  }

  static async start(
    given: Example,
    store: RedisStore,
    change = (conf: string) => conf,
  ): Promise<Redis> {
    const [folder, port] = await Promise.all([Folder.make(), freePort()]);
    const container = mainContainer(workload(given, store.name));
    const variables = environmentVariables(container, () => password);
    await folder.folder("data");
    await folder.folder("bin");
    // The probes name no port; this one is not the usual one.
    const client = `#!/bin/sh\nexec /usr/bin/redis-cli -p "$PORT" "$@"\n`;
    await folder.write("bin/redis-cli", client, 0o755);
    const conf = change(file(given, store.names.config, "redis.conf"));
    await folder.write("config/redis.conf", rewrite(conf, [["/data", folder.at("data")]]));
    const rendered = (container.command ?? []).map((arg) => expand(arg, variables));
    const moved = rewrite(rendered.join("\n"), [["/etc/redis/", `${folder.at("config")}/`]]);
    const here = ["--port", String(port), "--bind", "127.0.0.1"];
    const redis = new Redis(folder, port, variables, [...moved.split("\n"), ...here]);
    try {
      await redis.run();
    } catch (error) {
      await folder.remove();
      throw error;
    }
    return redis;
  }

  private async run(): Promise<void> {
    const [program = "", ...args] = this.line;
    this.server = await Server.start(program, args, {
      folder: this.folder,
      env: this.variables,
      ready: async () => (await this.ask("PING"))[0] === "PONG",
    });
  }

  async restart(): Promise<void> {
    await this.server?.stop();
    await this.run();
  }

  async stop(): Promise<void> {
    await this.server?.stop();
    await this.folder.remove();
  }

  /** A command of the pod, with its variables. */
  inPod(command: readonly string[], env: Readonly<Record<string, string>> = {}, port = this.port) {
    const [program = "", ...args] = command;
    const path = `${this.folder.at("bin")}:/usr/bin:/bin`;
    const own = { ...this.variables, PATH: path, PORT: String(port), ...env };
    return run(program, args, { env: own });
  }

  async ask(...words: readonly string[]): Promise<string[]> {
    const { stdout } = await this.inPod(["redis-cli", ...words]);
    return stdout.split("\n").slice(0, -1);
  }
}
