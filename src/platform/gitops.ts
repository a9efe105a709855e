import { aGoDuration, aLabel, anObjectName, type Duration } from "./options/values.ts";
import {
  aString,
  type Check,
  either,
  isPlainObject,
  literal,
  mapOf,
  objectOf,
  optional,
  type ShapeOf,
  syntax,
} from "./shape.ts";
import { asValue } from "./value.ts";

/** Who applies the kustomize tree from a git repository. */
export type Gitops = ArgoCd | Flux;

export interface ArgoCd extends ArgoCdOptions {
  readonly by: "argocd";
}
export interface Flux extends FluxOptions {
  readonly by: "flux";
}

interface Repository {
  /** The repository that the tree is committed to: `"https://git.example/shop/deploy.git"`. */
  readonly repo: string;
  /** The folder of the tree in it: `"deploy"`; `"."` where the repository is nothing else. */
  readonly path: string;
}

export interface ArgoCdOptions extends Repository {
  /** Branch, tag or commit. Default: `"HEAD"`. */
  readonly revision?: string;
  /** Argo CD's project. Default: `"default"`. */
  readonly project?: string;
  /** Where Argo CD runs. Default: `"argocd"`. */
  readonly namespace?: string;
  /** The API servers of environments in other clusters: `{ production: "https://10.0.0.1:6443" }`. Default: the cluster that Argo CD runs in. */
  readonly servers?: Readonly<Record<string, string>>;
  /** Whether what is committed is applied at once, or when somebody presses the button. Default: `"automatic"`. */
  readonly sync?: "automatic" | "manual";
}

export interface FluxOptions extends Repository {
  /** Default: `"main"`. */
  readonly branch?: string;
  /** How often Flux looks. Default: `"5m"`. */
  readonly interval?: Duration;
  /** Where Flux runs. Default: `"flux-system"`. */
  readonly namespace?: string;
  /** The Secret there with the login to a private repository. */
  readonly login?: string;
  /** The Secret there with the age key that opens secrets of `sops()`. Default: `"sops-age"`. */
  readonly ageKey?: string;
}

/**
 * An Argo CD Application for each environment, in `gitops/` of the tree that
 * `render --format kustomize` writes.
 *
 * @example
 * gitops: argocd({ repo: "https://git.example/shop/deploy.git", path: "deploy" }),
 */
export function argocd(options: ArgoCdOptions): ArgoCd {
  return asValue({ by: "argocd", ...options });
}

/**
 * A Flux Kustomization and its GitRepository for each environment, in `gitops/` of the tree that
 * `render --format kustomize` writes.
 *
 * @example
 * gitops: flux({ repo: "https://git.example/shop/deploy.git", path: "deploy", branch: "main" }),
 */
export function flux(options: FluxOptions): Flux {
  return asValue({ by: "flux", ...options });
}

/** A password in an address would be committed with it. */
function passwordProblem(text: string): string | undefined {
  const { username, password } = URL.canParse(text)
    ? new URL(text)
    : { username: "", password: "" };
  const isLogin = password !== "" || (username !== "" && !text.startsWith("ssh:"));
  return isLogin ? "holds a login, which would be committed: give the tool a Secret" : undefined;
}

const anArgoRepo = syntax("the address of a git repository", (text) => {
  if (/^(https?|ssh):\/\/[^/\s]+\/\S+$/.test(text)) return passwordProblem(text);
  if (/^[\w.-]+@[\w.-]+:\S+$/.test(text)) return undefined;
  return `${JSON.stringify(text)} is no address such as "https://git.example/shop/deploy.git"`;
});
const aFluxRepo = syntax("the address of a git repository", (text) => {
  if (/^(https?|ssh):\/\/[^/\s]+\/\S+$/.test(text)) return passwordProblem(text);
  return `${JSON.stringify(text)} is no address such as "https://git.example/shop/deploy.git" or "ssh://git@git.example/shop/deploy"`;
});
const aServer = syntax("the address of an API server", (text) =>
  /^https:\/\/[^/\s]+$/.test(text)
    ? passwordProblem(text)
    : `${JSON.stringify(text)} is no address such as "https://10.0.0.1:6443"`,
);
const aFolder = syntax('a folder such as "deploy"', (text) => {
  const parts = text.replace(/^\.\//, "").replace(/\/$/, "").split("/");
  const isFine = text === "." || parts.every((part) => /^[\w-][\w.-]*$/.test(part));
  return isFine ? undefined : `${JSON.stringify(text)} is no folder of a repository`;
});

const argoShape: ShapeOf<ArgoCd> = {
  by: literal("argocd"),
  repo: anArgoRepo,
  path: aFolder,
  revision: optional(aString),
  project: optional(aString),
  namespace: optional(aLabel),
  servers: optional(mapOf(aServer)),
  sync: optional(literal("automatic", "manual")),
};
const fluxShape: ShapeOf<Flux> = {
  by: literal("flux"),
  repo: aFluxRepo,
  path: aFolder,
  branch: optional(aString),
  interval: optional(aGoDuration),
  namespace: optional(aLabel),
  login: optional(anObjectName),
  ageKey: optional(anObjectName),
};

function made(by: Gitops["by"], check: Check): Check {
  return { ...check, accepts: (value) => isPlainObject(value) && value.by === by };
}

export const gitopsCheck: Check = either(
  made("argocd", objectOf(argoShape, "argocd({ repo, path })")),
  made("flux", objectOf(fluxShape, "flux({ repo, path })")),
);
