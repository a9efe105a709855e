import { escapedPath, type GoUrl, isRequestUrl, parseUrl, queryOf, textOfUrl } from "../../url.ts";
import { type Library, overload } from "../declarations.ts";
import { LiteralMap } from "../map-value.ts";
import { opaqueTypes } from "../opaque-types.ts";
import { CelError, type CelValue, noSuchOverload, OpaqueValue, type Result } from "../value.ts";
import { listOfTexts } from "./lists.ts";

class Url extends OpaqueValue {
  readonly type = opaqueTypes.URL;
  readonly url: GoUrl;

  constructor(url: GoUrl) {
    super();
    this.url = url;
  }

  equals(other: CelValue): boolean | CelError {
    return other instanceof Url ? textOfUrl(this.url) === textOfUrl(other.url) : noSuchOverload();
  }
}

function urlOf(text: string): Result {
  const url = parseUrl(text);
  return url ? new Url(url) : new CelError("URL parse error during conversion from string");
}

function portOf(host: string): string {
  return /:(\d*)$/.exec(host.slice(host.lastIndexOf("]") + 1))?.[1] ?? "";
}

function hostname(host: string): string {
  return host.replace(/:\d*$/, "").replace(/^\[(.*)\]$/, "$1");
}

/** @see k8s.io/apiserver/pkg/cel/library/urls.go */
export const urls: Library = {
  since: 0,
  functions: {
    url: [overload("string_to_url", "(string) -> URL", urlOf)],
    isURL: [overload("is_url_string", "(string) -> bool", isRequestUrl)],
    getScheme: [overload("url_get_scheme", "URL.() -> string", ({ url }: Url) => url.scheme)],
    getHost: [overload("url_get_host", "URL.() -> string", ({ url }: Url) => url.host)],
    getHostname: [
      overload("url_get_hostname", "URL.() -> string", ({ url }: Url) => hostname(url.host)),
    ],
    getPort: [overload("url_get_port", "URL.() -> string", ({ url }: Url) => portOf(url.host))],
    getEscapedPath: [
      overload("url_get_escaped_path", "URL.() -> string", ({ url }: Url) => escapedPath(url)),
    ],
    getQuery: [
      overload("url_get_query", "URL.() -> map<string, list<string>>", ({ url }: Url) =>
        LiteralMap.of([...queryOf(url)].map(([key, values]) => [key, listOfTexts(values)])),
      ),
    ],
  },
};
