import { anExactImage } from "./image.ts";
import { objectOf, optional, syntax, whole } from "./shape.ts";

/** The name of a database's user: only characters that need no escape in an address. */
export const aUserName = syntax('a user such as "shop"', (text) =>
  /^[A-Za-z_][\w.~-]{0,62}$/.test(text)
    ? undefined
    : `${JSON.stringify(text)}: a letter first, then letters, digits, "_", ".", "~" and "-"`,
);

/** A Cluster of the CloudNativePG operator in place of the platform's own server; references to it stay the same. */
export interface CloudNativePg {
  /** How many servers: one that writes, the others follow it and one of them takes its place. */
  readonly instances: number;
  /** An image made for the operator. Default: its own, of the major version that `version` begins with. */
  readonly image?: string;
  /** The user who owns the database; the operator makes up the password. Default: `user` where that is a name, else the name of the database. */
  readonly owner?: string;
}

/**
 * The operator reads the version of PostgreSQL from the tag.
 * @see github.com/cloudnative-pg/machinery/pkg/postgres/version FromTag
 */
const anImageOfTheOperator = syntax(
  'an image such as "ghcr.io/cloudnative-pg/postgresql:17"',
  (text) =>
    anExactImage.problem(text) ??
    (majorOf(text) === undefined
      ? `${JSON.stringify(text)}: the tag must begin with the version of PostgreSQL`
      : undefined),
);

/** The major version that a tag of an image begins with. */
export function majorOf(image: string): number | undefined {
  const [, major] = /:(\d+)[^/:]*$/.exec(image.replace(/@.*$/, "")) ?? [];
  return major === undefined ? undefined : Number(major);
}

export const cloudNativePgCheck = objectOf<CloudNativePg>({
  instances: whole(1),
  image: optional(anImageOfTheOperator),
  owner: optional(aUserName),
});

/** What the operator calls what it makes for a Cluster. */
export const made = {
  /** The Service of the server that writes. */
  service: (cluster: string) => `${cluster}-rw`,
  /** The Secret of the database's owner. */
  secret: (cluster: string) => `${cluster}-app`,
} as const;
