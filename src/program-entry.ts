/**
 * What is known of a program: of one that many run, or of an image of one's own. Data first: rules
 * read it, and hold for every entry. A fact that does not hold for all of {@link versions}, or is not
 * certain, is left out.
 */
export interface ProgramEntry {
  /** As findings call it: `PostgreSQL`. */
  readonly name: string;
  /**
   * The repositories of its images without registry and tag, each with the last folder before its
   * name, `library/` for the official images of Docker Hub: `library/postgres`, `prom/prometheus`. A
   * mirror keeps them (`mirror.example.com/hub/library/postgres`), so whole steps at the end of a
   * repository count, never a part of a step; a name alone stands for it in every folder.
   */
  readonly images: readonly string[];
  /** For what versions the facts hold, in words: `13 to 17`. */
  readonly versions: string;
  /** Where the facts are documented: a URL, or the file of a repository such as `backend/Dockerfile`. */
  readonly source: string;
  /**
   * What starts it when a command says so: names without folders, `redis-server`. An interpreter that
   * starts other programs too (`python`, `node`) is none. Empty: only the image tells.
   */
  readonly executables: readonly string[];
  /**
   * Scripts of the image that start it: they take the same arguments, or its name in front of them.
   * Without any, the image starts the program itself, and arguments are the program's.
   */
  readonly entrypoints?: readonly string[];
  /** What the image runs as: a number, or a name that the kubelet cannot tell from root. */
  readonly user?: ImageUser;
  /** The TCP ports that it listens on. Default: nobody knows. */
  readonly ports?: readonly PortFact[];
  /** TCP ports that it may listen on besides, as it is configured; `any` where that may be each. Default: none. */
  readonly mayListen?: readonly number[] | "any";
  /** What it cannot run without being able to write. What the image declares as a volume is none. */
  readonly writes?: readonly WriteFact[];
  /** Variables without which it does not start. */
  readonly demands?: readonly Demand[];
  /** The files that it reads. */
  readonly configuration?: Configuration;
  /** Where it keeps what must survive a restart. */
  readonly data?: DataFact;
  /** For exporters and the like: what it watches, and how it is told. */
  readonly target?: TargetFact;
  /** The shell or interpreter that the image runs without a command: nobody types, and it ends at once. */
  readonly endsWithoutCommand?: string;
}

export type ImageUser = { readonly id: number } | { readonly name: string };

/** A port, and what moves it. */
export interface PortFact {
  /** Where nothing moves it; 0 for none, or for what the image says and nobody knows here. */
  readonly port: number;
  /**
   * Flags that set it, as written: `--port`, `-p`. Their values are a port, or an address with one:
   * `9090`, `:9090`, `0.0.0.0:9090`.
   */
  readonly args?: readonly string[];
  /** Variables that set it. */
  readonly env?: readonly string[];
  /** Its name in the configuration. */
  readonly key?: string;
  /** What sets the address that it is bound to, where that is not in the same setting. */
  readonly host?: {
    readonly args?: readonly string[];
    readonly env?: readonly string[];
    readonly key?: string;
    /** The address where nothing sets one: `0.0.0.0` by default. */
    readonly default?: string;
    /** The same where a configuration file is read that does not say it. */
    readonly inFile?: string;
  };
}

export interface WriteFact {
  /** A folder. */
  readonly path: string;
  /** Other folders that do as well. */
  readonly or?: readonly string[];
  /** What it writes there, in a few words. */
  readonly what: string;
  /** The user ids that may write there in the image; `any` where all may. */
  readonly users: readonly number[] | "any";
  /** Settings that have it write somewhere else: variables, flags and keys of the configuration. */
  readonly unless?: readonly string[];
}

export interface Demand {
  /** Names of variables; one of them is enough. */
  readonly anyOf: readonly string[];
  /** What the program says without it. */
  readonly says: string;
  /** The first versions that demand it, one for each branch; older ones do not. Undefined: all. */
  readonly since?: readonly string[];
  /** Variables that make one of them work only with a value: `{ POSTGRES_HOST_AUTH_METHOD: "trust" }`. */
  readonly only?: Readonly<Record<string, string>>;
}

export interface Configuration {
  /**
   * `redis`: a keyword and its arguments in each line; `ini`: `key = value`; `nginx`; `yaml`;
   * `other`: nobody reads it here.
   */
  readonly format: "redis" | "ini" | "nginx" | "yaml" | "other";
  /** Files and folders (with `/` at the end) that it reads unasked. */
  readonly files: readonly string[];
  /** Names by which one knows such a file wherever it lies. */
  readonly names: readonly string[];
  /** Flags and variables that name another one. */
  readonly args?: readonly string[];
  readonly env?: readonly string[];
  /** The first argument, where it is no flag, names the file. */
  readonly isFirstArgument?: boolean;
  /** How to have one read: `args: ["-c", "config_file=FILE"]`. */
  readonly how: string;
}

export interface DataFact {
  /** A folder. */
  readonly path: string;
  /** The same from a version on. */
  readonly since?: {
    readonly major: number;
    readonly path: string;
    /** A mount here keeps it from starting. */
    readonly not: string;
  };
  /** A variable or flag that moves it. */
  readonly unless: readonly string[];
}

export interface TargetFact {
  /** What it is an exporter for. */
  readonly of: string;
  /** One of these tells it. */
  readonly env: readonly string[];
  readonly args: readonly string[];
  /** Programs that it finds in its own pod without being told. */
  readonly beside: readonly string[];
  /** What comes of it. */
  readonly otherwise: string;
}
