import type { CronJob, StatefulSet } from "../../src/kubernetes/types/index.ts";
import type { Example } from "../examples/example.ts";
import { type Ended, Folder, freePort, rewrite, run, Server } from "./process.ts";
import { containerOf, environmentOf, expand, file, object } from "./thebot.ts";

/** Values for the Secret keys that the pods refer to. */
export const secrets = {
  "postgres-credentials/POSTGRES_USER": "thebot",
  "postgres-credentials/POSTGRES_PASSWORD": "it's $ecret",
};
export const login = { user: "thebot", password: "it's $ecret" };

/** A PostgreSQL on this machine with the rendered files and arguments; only folders and the port are moved. */
export class Postgres {
  readonly folder: Folder;
  readonly port: number;
  private readonly arguments: readonly string[];
  private server: Server | undefined;

  private constructor(folder: Folder, port: number, args: readonly string[]) {
    this.folder = folder;
    this.port = port;
    this.arguments = args;
  }

  /** Makes the database as the image does: POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB. */
  static async prepare(given: Example, change = (conf: string) => conf): Promise<Postgres> {
    const [folder, port] = await Promise.all([Folder.make(), freePort()]);
    const main = containerOf(object<StatefulSet>(given, "StatefulSet", "postgres"), "postgres");
    const variables = environmentOf(main, secrets);
    for (const key of ["postgresql.conf", "pg_hba.conf"])
      await folder.write(`config/${key}`, change(file(given, "postgres-config", key)));
    await folder.folder("socket");
    const rendered = (main.args ?? []).map((arg) => expand(arg, variables));
    const moved = rewrite(rendered.join("\n"), [["/etc/postgresql/", `${folder.at("config")}/`]]);
    const here = [
      `-clisten_addresses=127.0.0.1`,
      `-cport=${port}`,
      `-cunix_socket_directories=${folder.at("socket")}`,
      "-cfsync=off",
    ];
    const postgres = new Postgres(folder, port, [...moved.split("\n"), ...here]);
    const passwords = await folder.write("password", `${variables.POSTGRES_PASSWORD}\n`);
    const user = `--username=${variables.POSTGRES_USER}`;
    const data = ["-D", folder.at("data"), "--no-sync", "--locale=C.UTF-8"];
    const made = await run("initdb", [...data, user, `--pwfile=${passwords}`]);
    if (made.code !== 0) throw new Error(made.stderr);
    return postgres;
  }

  async start(): Promise<void> {
    this.server = await Server.start(
      "postgres",
      ["-D", this.folder.at("data"), ...this.arguments],
      {
        folder: this.folder,
        ready: async () => (await this.client("pg_isready", [])).code === 0,
      },
    );
  }

  async stop(): Promise<void> {
    await this.server?.stop("SIGINT");
    await this.folder.remove();
  }

  /** A client program over TCP. */
  client(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    return run(program, args, {
      env: { PGHOST: "127.0.0.1", PGPORT: String(this.port), PGCONNECT_TIMEOUT: "5", ...env },
    });
  }

  psql(sql: string, database = "postgres", password: string = login.password): Promise<Ended> {
    const args = ["-X", "-A", "-t", "-w", "-v", "ON_ERROR_STOP=1", "-c", sql];
    return this.client("psql", args, {
      PGUSER: login.user,
      PGDATABASE: database,
      ...(password && { PGPASSWORD: password }),
    });
  }

  /** Lines of an answer. */
  async ask(sql: string, database?: string): Promise<string[]> {
    const { code, stdout, stderr } = await this.psql(sql, database);
    if (code !== 0) throw new Error(stderr);
    return stdout.split("\n").filter((line) => line !== "");
  }
}

/** How the CronJob runs its script: command, variables and text, as rendered. */
export function backupOf(given: Example) {
  const container = containerOf(object<CronJob>(given, "CronJob", "postgres-backup"));
  return {
    command: [...(container.command ?? []), ...(container.args ?? [])],
    variables: environmentOf(container, secrets),
    script: file(given, "postgres-backup", "backup.sh"),
  };
}
