/**
 * Whether a text is an absolute URI or an absolute path.
 *
 * @see net/url ParseRequestURI, as k8s.io/kube-openapi/…/govalidator IsRequestURI calls it
 */
export function isUri(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  if (text === "" || /[\u0000-\u001f\u007f]/.test(text)) return false;
  if (text === "*") return true;
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:/.exec(text)?.[0] ?? "";
  if (scheme === "" && /^[A-Za-z0-9+.-]*:/.test(text)) return false;
  const rest = text.slice(scheme.length).split("?")[0] as string;
  if (!rest.startsWith("/")) return scheme !== "";
  if (scheme === "" && rest.startsWith("///")) return isEscaped(rest);
  if (!rest.startsWith("//") || (scheme === "" && rest.startsWith("///"))) return isEscaped(rest);
  if (scheme === "") return isEscaped(rest);
  const [authority = "", ...path] = rest.slice(2).split("/");
  return isAuthority(authority) && isEscaped(path.join("/"));
}

function isEscaped(text: string): boolean {
  return !/%(?![0-9A-Fa-f]{2})/.test(text);
}

function isAuthority(text: string): boolean {
  const at = text.lastIndexOf("@");
  if (at >= 0 && !/^(?:[A-Za-z0-9\-._:~!$&'()*+,;=@]|%[0-9A-Fa-f]{2})*$/.test(text.slice(0, at)))
    return false;
  return isHost(text.slice(at + 1));
}

function isHost(host: string): boolean {
  if (host.startsWith("[")) {
    const end = host.lastIndexOf("]");
    return end > 0 && /^(:\d*)?$/.test(host.slice(end + 1)) && isEscapedHost(host.slice(0, end));
  }
  const colon = host.lastIndexOf(":");
  if (colon >= 0 && !/^:\d*$/.test(host.slice(colon))) return false;
  return isEscapedHost(host);
}

/** In a host only what is no ASCII may be escaped, and some signs may not stand. */
function isEscapedHost(host: string): boolean {
  if (/[ `{}|\\^%/?#@]/.test(host.replace(/%[89A-Fa-f][0-9A-Fa-f]|%25/g, ""))) return false;
  return true;
}

const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\-\\u0080-\\u{10ffff}]+";
const QUOTED = '"(?:[^"\\\\\\u0000-\\u001f\\u007f]|\\\\[^\\u0000-\\u001f\\u007f])*"';
const LITERAL = "\\[[^\\[\\]\\\\\\u0000-\\u001f]*\\]";
const ADDRESS = `(?:${ATOM}(?:\\.${ATOM})*|${QUOTED})@(?:${ATOM}(?:\\.${ATOM})*|${LITERAL})`;
const WORD = `(?:${ATOM}(?:\\.(?:${ATOM})?)*|${QUOTED})`;
const EMAIL = new RegExp(
  `^[ \\t]*(?:${ADDRESS}|(?:${WORD}(?:[ \\t]+${WORD}){0,20})?[ \\t]*<[ \\t]*${ADDRESS}[ \\t]*>)[ \\t]*(?:\\([^()]*\\)[ \\t]*)?$`,
  "u",
);

/**
 * Whether a text is one e-mail address, with a name or without.
 *
 * @see net/mail ParseAddress
 */
export function isEmail(text: string): boolean {
  return text.length <= 1000 && EMAIL.test(text);
}
