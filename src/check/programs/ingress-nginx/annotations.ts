/**
 * The annotations of ingress-nginx, and the form of their values.
 *
 * @see k8s.io/ingress-nginx/internal/ingress/annotations (controller 1.15.1)
 */
export const annotations: Readonly<Record<string, Form>> = forms({
  bool: `
    auth-always-set-cookie auth-keepalive-share-vars auth-tls-pass-certificate-to-upstream canary
    cors-allow-credentials disable-proxy-intercept-errors enable-access-log enable-cors
    enable-global-auth enable-modsecurity enable-opentelemetry enable-owasp-core-rules
    enable-rewrite-log force-ssl-redirect from-to-www-redirect http2-push-preload
    opentelemetry-trust-incoming-span preserve-trailing-slash relative-redirects service-upstream
    session-cookie-change-on-failure session-cookie-conditional-samesite-none session-cookie-secure
    ssl-passthrough ssl-prefer-server-ciphers ssl-redirect upstream-hash-by-subset
    use-port-in-redirects use-regex`,
  int: `
    auth-keepalive auth-keepalive-requests auth-keepalive-timeout auth-tls-verify-depth
    canary-weight canary-weight-total cors-max-age limit-burst-multiplier limit-connections
    limit-rate limit-rate-after limit-rpm limit-rps permanent-redirect-code proxy-buffers-number
    proxy-connect-timeout proxy-next-upstream-timeout proxy-next-upstream-tries proxy-read-timeout
    proxy-send-timeout proxy-ssl-verify-depth temporal-redirect-code upstream-hash-by-subset-size`,
  size: `
    client-body-buffer-size proxy-body-size proxy-buffer-size proxy-busy-buffers-size
    proxy-max-temp-file-size`,
  "on|off": `
    mirror-request-body proxy-buffering proxy-request-buffering proxy-ssl-server-name
    proxy-ssl-verify`,
  "http|https|auto_http|grpc|grpcs|fcgi": "backend-protocol",
  "GET|HEAD|POST|PUT|PATCH|DELETE|CONNECT|OPTIONS|TRACE": "auth-method",
  "on|off|optional|optional_no_ca": "auth-tls-verify-client",
  "close|keep-alive": "connection-proxy-header",
  "1.0|1.1": "proxy-http-version",
  "any|all": "satisfy",
  cookie: "affinity",
  "balanced|persistent": "affinity-mode",
  "sticky|legacy": "affinity-canary-behavior",
  "none|lax|strict": "session-cookie-samesite",
  "round_robin|chash|chashsubset|sticky_balanced|sticky_persistent|ewma": "load-balance",
  cidrs: `
    allowlist-source-range denylist-source-range limit-allowlist limit-whitelist
    whitelist-source-range`,
  text: `
    app-root auth-cache-duration auth-cache-key auth-proxy-set-headers auth-realm
    auth-request-redirect auth-response-headers auth-secret auth-secret-type auth-signin
    auth-signin-redirect-param auth-snippet auth-tls-error-page auth-tls-match-cn auth-tls-secret
    auth-type auth-url canary-by-cookie canary-by-header canary-by-header-pattern
    canary-by-header-value configuration-snippet cors-allow-headers cors-allow-methods
    cors-allow-origin cors-expose-headers custom-headers custom-http-errors default-backend
    fastcgi-index fastcgi-params-configmap mirror-host mirror-target modsecurity-snippet
    modsecurity-transaction-id opentelemetry-operation-name permanent-redirect proxy-cookie-domain
    proxy-cookie-path proxy-next-upstream proxy-redirect-from proxy-redirect-to proxy-ssl-ciphers
    proxy-ssl-name proxy-ssl-protocols proxy-ssl-secret rewrite-target server-alias server-snippet
    session-cookie-domain session-cookie-expires session-cookie-max-age session-cookie-name
    session-cookie-path ssl-ciphers stream-snippet temporal-redirect upstream-hash-by
    upstream-vhost x-forwarded-prefix`,
});

/** Annotations that were there once, with what stands in their place. */
export const removed: Readonly<Record<string, string>> = {
  "add-base-url": "nothing: it went with 0.23",
  "base-url-scheme": "nothing: it went with 0.23",
  "enable-influxdb": "nothing: it went with 1.8",
  "influxdb-host": "nothing: it went with 1.8",
  "influxdb-measurement": "nothing: it went with 1.8",
  "influxdb-port": "nothing: it went with 1.8",
  "influxdb-server-name": "nothing: it went with 1.8",
  "enable-opentracing": "enable-opentelemetry",
  "opentracing-trust-incoming-span": "opentelemetry-trust-incoming-span",
  "global-rate-limit": "limit-rps, for each replica of the controller",
  "global-rate-limit-ignored-cidrs": "limit-allowlist",
  "global-rate-limit-key": "nothing: it went with 1.12",
  "global-rate-limit-window": "nothing: it went with 1.12",
  "grpc-backend": 'backend-protocol: "GRPC"',
  "secure-backends": 'backend-protocol: "HTTPS"',
  "secure-verify-ca-secret": "proxy-ssl-secret",
  "session-cookie-hash": "nothing: it went with 0.24",
};

/** `bool`, `int`, `size`, `cidrs`, `text` for any, or the words that are allowed. */
export type Form = string;

function forms(lists: Readonly<Record<Form, string>>): Record<string, Form> {
  return Object.fromEntries(
    Object.entries(lists).flatMap(([form, names]) =>
      names
        .trim()
        .split(/\s+/)
        .map((name) => [name, form] as const),
    ),
  );
}

/** Words are compared as the controller compares them: of these two, without regard to case. */
const ANY_CASE: ReadonlySet<string> = new Set(["backend-protocol", "session-cookie-samesite"]);

/**
 * What must stand there instead of a value; undefined where it is taken.
 *
 * @see k8s.io/ingress-nginx/internal/ingress/annotations/parser/validators.go
 */
export function valueProblem(name: string, value: string): string | undefined {
  const form = annotations[name];
  if (form === undefined || form === "text" || value === "") return undefined;
  // A script will write something else there.
  if (value.includes("$") || /^[A-Z0-9]+(?:_[A-Z0-9]+)+$/.test(value)) return undefined;
  if (form === "bool") return BOOL.test(value) ? undefined : '"true" or "false"';
  if (form === "int") return /^[+-]?\d+$/.test(value) ? undefined : (INT[name] ?? "a whole number");
  const bare = value.replaceAll(" ", "");
  if (form === "size")
    return /^\d+[bkmg]?$/i.test(bare) ? undefined : 'a size such as "8m": a number and k, m or g';
  if (form === "cidrs") {
    const isNetwork = (text: string) => /^[0-9a-fA-F.:]+(\/\d{1,3})?$/.test(text);
    return bare.split(",").every(isNetwork) ? undefined : "networks with commas between them";
  }
  const text = ANY_CASE.has(name) ? bare.toLowerCase() : bare;
  const words = form.split("|");
  return words.includes(text) ? undefined : `one of ${words.join(", ")}`;
}

const BOOL = /^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/;

const INT: Readonly<Record<string, string>> = {
  "auth-keepalive-timeout": "a whole number of seconds, without a unit",
  "cors-max-age": "a whole number of seconds, without a unit",
  "proxy-connect-timeout": "a whole number of seconds, without a unit",
  "proxy-next-upstream-timeout": "a whole number of seconds, without a unit",
  "proxy-read-timeout": "a whole number of seconds, without a unit",
  "proxy-send-timeout": "a whole number of seconds, without a unit",
};
