import type { PostgresStore } from "../../src/platform/resolve/index.ts";
import type { Example } from "../examples/example.ts";
import { type Ended, Folder, freePort, rewrite, run, Server } from "./process.ts";
import { environmentVariables, expand, file, mainContainer, object, workload } from "./rendered.ts";

/** What every key of a Secret holds here; a user's name is one word. */
const password = "it's $ecret";
const secret = (key: string) => (/USER/.test(key) ? "someone" : password);

/** A PostgreSQL on this machine with the rendered files and arguments; only folders and the port are moved. */
export class Postgres {
  readonly folder: Folder;
  readonly port: number;
  /** What the variables of the pod say: POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB. */
  private readonly variables: Readonly<Record<string, string>>;
  private readonly arguments: readonly string[];
  private server: Server | undefined;

  private constructor(
    folder: Folder,
    port: number,
    variables: Readonly<Record<string, string>>,
    args: readonly string[],
  ) {
    this.folder = folder;
    this.port = port;
    this.variables = variables;
    this.arguments = args;
  }

  get user(): string {
    return this.variables.POSTGRES_USER ?? "";
  }

  get database(): string {
    return this.variables.POSTGRES_DB ?? "";
  }

  /** Makes the files of a server as the image does. */
  static async prepare(
    given: Example,
    store: PostgresStore,
    change = (conf: string) => conf,
  ): Promise<Postgres> {
    const [folder, port] = await Promise.all([Folder.make(), freePort()]);
    const main = mainContainer(workload(given, store.name));
    const variables = environmentVariables(main, secret);
    for (const key of ["postgresql.conf", "pg_hba.conf"])
      await folder.write(`config/${key}`, change(file(given, store.names.config, key)));
    await folder.folder("socket");
    const rendered = (main.args ?? []).map((arg) => expand(arg, variables));
    const moved = rewrite(rendered.join("\n"), [["/etc/postgresql/", `${folder.at("config")}/`]]);
    const here = [
      `-clisten_addresses=127.0.0.1`,
      `-cport=${port}`,
      `-cunix_socket_directories=${folder.at("socket")}`,
      "-cfsync=off",
    ];
    const postgres = new Postgres(folder, port, variables, [...moved.split("\n"), ...here]);
    const passwords = await folder.write("password", `${variables.POSTGRES_PASSWORD}\n`);
    const owner = [`--username=${postgres.user}`, `--pwfile=${passwords}`];
    const data = ["-D", folder.at("data"), "--no-sync", "--locale=C.UTF-8"];
    const made = await run("initdb", [...data, ...owner]);
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

  /** Starts it, and makes the database that the image makes first. */
  async startWithDatabase(): Promise<void> {
    await this.start();
    await this.ask(`CREATE DATABASE "${this.database}"`);
  }

  async stop(): Promise<void> {
    await this.server?.stop("SIGINT");
    await this.folder.remove();
  }

  /** A client program over TCP; nobody's unless `env` says who asks. */
  client(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    return run(program, args, {
      env: { PGHOST: "127.0.0.1", PGPORT: String(this.port), PGCONNECT_TIMEOUT: "5", ...env },
    });
  }

  /** Who owns the database, as variables of a client. */
  get login(): { readonly PGUSER: string; readonly PGPASSWORD: string } {
    return { PGUSER: this.user, PGPASSWORD: password };
  }

  psql(sql: string, database = "postgres", PGPASSWORD: string = password): Promise<Ended> {
    const args = ["-X", "-A", "-t", "-w", "-v", "ON_ERROR_STOP=1", "-c", sql];
    return this.client("psql", args, {
      PGUSER: this.user,
      PGDATABASE: database,
      ...(PGPASSWORD && { PGPASSWORD }),
    });
  }

  /** Lines of an answer. */
  async ask(sql: string, database?: string): Promise<string[]> {
    const { code, stdout, stderr } = await this.psql(sql, database);
    if (code !== 0) throw new Error(stderr);
    return stdout.split("\n").filter((line) => line !== "");
  }

  /** Everything in a database as text; the key that newer versions put around it differs each time. */
  async contents(database: string): Promise<string> {
    const { code, stdout, stderr } = await this.client("pg_dump", [], {
      ...this.login,
      PGDATABASE: database,
    });
    if (code !== 0) throw new Error(stderr);
    return stdout.replace(/^\\(un)?restrict .*$/gm, "");
  }
}

/** How a CronJob runs its backup script: command, variables and text, as rendered. */
export function backupOf(given: Example, name: string) {
  const container = mainContainer(object(given, "CronJob", name));
  return {
    command: [...(container.command ?? []), ...(container.args ?? [])],
    variables: environmentVariables(container, secret),
    script: file(given, name, "backup.sh"),
  };
}
