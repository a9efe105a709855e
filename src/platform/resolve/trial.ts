import type { AnyComponent } from "../component.ts";
import type { Environment } from "../environment.ts";
import { isUrl } from "../external-store.ts";
import type { PostgresOptions } from "../postgres.ts";
import type { RedisOptions } from "../redis.ts";
import type { SecretDefinition } from "../secret.ts";
import { existing, generated, type SecretStore } from "../secret-store.ts";
import type { Scope } from "./scope.ts";

/** A copy of an environment that is deployed for a test, and removed. */
export interface Trial {
  /** In which nothing was before. */
  readonly namespace: string;
}

/** The environment in the test's namespace: everything that names its own follows. */
export function inTrial(
  environment: Environment<unknown>,
  { namespace }: Trial,
): Environment<unknown> {
  return { ...environment, namespace, secrets: generated(), protected: false };
}

/** Where a secret comes from in a test: its values are made up, but for what programs start without. */
export function storeInTrial({ optional }: SecretDefinition): SecretStore {
  return optional === true ? existing() : generated();
}

/** A server outside that takes no login would let the test's programs write into real data. */
export function checkOutsideInTrial(scope: Scope, store: AnyComponent): void {
  const { external, password } = scope.options<PostgresOptions | RedisOptions>(store);
  if (!external || isUrl(external) || password) return;
  scope.report(
    store,
    ["external"],
    "runs outside the platform and takes no login: programs of a test would write into it",
    "an environment with a server of its own, such as staging",
  );
}
