import { quote } from "./text.ts";

/** A reference to a container image, with the defaults of `docker.io` filled in. */
export interface ImageReference {
  /** Host and port, such as `docker.io` or `registry.example.com:5000`. */
  readonly registry: string;
  /** Path in the registry, such as `library/nginx`. */
  readonly repository: string;
  readonly tag?: string;
  /** Such as `sha256:…`; where it is present, it alone decides and the tag is a comment. */
  readonly digest?: string;
}

const DOMAIN_PART = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
const DOMAIN = `(?:${DOMAIN_PART}(?:\\.${DOMAIN_PART})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const PATH_PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const PATH = `${PATH_PART}(?:/${PATH_PART})*`;
const TAG = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";
const DIGEST = "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[a-fA-F0-9]{32,}";
const REFERENCE = new RegExp(`^(?:(${DOMAIN})/)?(${PATH})(?::(${TAG}))?(?:@(${DIGEST}))?$`);

const KNOWN_DIGEST = /^(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$/;
const REPOSITORY_MAX = 255;

/**
 * Reads a reference to an image as the kubelet does: `nginx` is `docker.io/library/nginx`.
 *
 * @see github.com/distribution/reference/normalize.go ParseNormalizedNamed
 * @throws {SyntaxError} with the text of {@link imageProblem}.
 */
export function parseImage(text: string): ImageReference {
  const fault = (why: string) => new SyntaxError(`${quote(text)} is not an image: ${why}`);
  const write = 'write "name:tag", "registry/name:tag" or "registry/name@sha256:…"';
  if (text === "") throw fault(write);
  if (/\s/.test(text)) throw fault(`it contains white space; ${write}`);
  if (/^[a-z]+:\/\//i.test(text)) throw fault('it is a URL; leave "https://" out');
  if (/^[a-f0-9]{64}$/.test(text)) throw fault(`it is a bare digest; ${write}`);
  const [registry, rest] = splitRegistry(text);
  const name = rest.split(":", 1)[0] ?? "";
  if (name.toLowerCase() !== name) {
    const end = text.length - rest.length + name.length;
    const write = text.slice(0, end).toLowerCase() + text.slice(end);
    throw fault(`its name may not have capitals; write ${quote(write)}`);
  }
  const parts = REFERENCE.exec(`${registry}/${rest}`);
  const [, domain, path = "", tag, digest] = parts ?? [];
  if (parts === null) throw fault(write);
  if (path.length > REPOSITORY_MAX) {
    throw fault(`its path has ${path.length} characters, at most ${REPOSITORY_MAX} are allowed`);
  }
  if (digest !== undefined && !KNOWN_DIGEST.test(digest)) {
    throw fault('its digest must be "sha256:" and 64 lower-case hexadecimal digits');
  }
  const repository = domain === undefined ? path.slice(registry.length + 1) : path;
  return { registry, repository, ...(tag && { tag }), ...(digest && { digest }) };
}

/** What is wrong with a reference to an image and what to write instead. */
export function imageProblem(text: string): string | undefined {
  try {
    parseImage(text);
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}

/**
 * The same, and a tag or a digest must say which image runs: without both the kubelet pulls
 * `latest`, which is another image tomorrow and on the next node.
 *
 * @see k8s.io/kubernetes/pkg/util/parsers/parsers.go ParseImageName
 */
export function imageTagProblem(text: string): string | undefined {
  const problem = imageProblem(text);
  if (problem !== undefined) return problem;
  const { tag, digest } = parseImage(text);
  if (tag !== undefined || digest !== undefined) return undefined;
  return `${quote(text)} has no tag and would run whatever "latest" is; write a tag, such as ${quote(`${text}:1.0.0`)}`;
}

/** Prints a reference in full: `docker.io/library/nginx:1.29`. */
export function formatImage({ registry, repository, tag, digest }: ImageReference): string {
  return `${registry}/${repository}${tag ? `:${tag}` : ""}${digest ? `@${digest}` : ""}`;
}

function splitRegistry(text: string): [string, string] {
  const slash = text.indexOf("/");
  const first = slash < 0 ? "" : text.slice(0, slash);
  const isRegistry = first === "localhost" || /[.:]/.test(first) || first.toLowerCase() !== first;
  if (isRegistry && first !== "docker.io" && first !== "index.docker.io") {
    return [first, text.slice(slash + 1)];
  }
  const path = isRegistry ? text.slice(slash + 1) : text;
  return ["docker.io", path.includes("/") ? path : `library/${path}`];
}
