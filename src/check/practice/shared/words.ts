const PUBLIC = /public|publishable|sitekey|site_key/i;

/** `DB_PASSWORD`, `dbPassword` and `--db-password` as words. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

const ENDS = /(?:password|passwd|passphrase|apikey|secretkey|privatekey)$/;
const LAST: ReadonlySet<string> = new Set(["pwd", "pass", "secret", "token"]);
const KEYS: ReadonlySet<string> = new Set([
  "access",
  "account",
  "api",
  "auth",
  "encryption",
  "master",
  "private",
  "secret",
  "signing",
]);

/** Whether what bears a name such as `DB_PASSWORD` or `apiKey` is a secret, going by the name. */
export function namesCredential(name: string): boolean {
  if (!HINT.test(name) || PUBLIC.test(name)) return false;
  const words = wordsOf(name);
  const last = words.at(-1) ?? "";
  if (ENDS.test(last) || LAST.has(last)) return true;
  if (last === "key") return KEYS.has(words.at(-2) ?? "");
  return last === "base" && words.at(-2) === "key" && words.at(-3) === "secret";
}

/** What most names do not even contain. */
const HINT = /pass|pwd|secret|token|key/i;

/** Written in the place of a value: what to put in, where it comes from, or a setting. */
const NO_SECRET = new RegExp(
  [
    "\\$\\(|\\$\\{|\\{\\{|<[^<>]*>|%s|\\*\\*\\*|\\.\\.\\.",
    "change.?(?:me|it)|replace|your[-_ ]|example|placeholder|insert|todo|fixme|xxx|redacted|dummy|unused",
    "^(?:vault|secret|secrets|ref\\+?|op|arn|aws|gcp|azure|sops|file|env|doppler|bao)[:+]|^ENC\\[|^projects/",
    "^(?:true|false|yes|no|on|off|y|n|none|null|nil|undefined|optional|required|auto|default|disabled|enabled|empty)$",
    "^[0-9.:]*[smhd]?$",
    "^[a-z][a-z0-9+.-]*://[^@\\s]*$",
    "^\\.{0,2}/|^[A-Z]:\\\\",
    "^\\s*$",
    "^\\$[A-Za-z_]",
  ]
    .map((each) => `(?:${each})`)
    .join("|"),
  "i",
);

/** Whether a value could be a secret at all, and not a placeholder, path, switch or reference. */
export function couldBeSecret(value: string): boolean {
  return value.length <= 4096 && !/\s\S*\s/.test(value.trim()) && !NO_SECRET.test(value);
}

const LOOKS: readonly (readonly [what: string, look: RegExp])[] = [
  ["a private key", /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----\s*[A-Za-z0-9+/=\s]{40}/],
  ["an access key of AWS", /\bAKIA(?!IOSFODNN7EXAMPLE)[0-9A-Z]{16}\b/],
  ["a token of GitHub", /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60})/],
  ["a token of GitLab", /\bglpat-[A-Za-z0-9_-]{20}/],
  ["a token of Slack", /\bxox[baprs]-[A-Za-z0-9-]{20}/],
  ["a secret key of Stripe", /\b[sr]k_live_[A-Za-z0-9]{20}/],
];

const QUICK =
  /PRIVATE KEY|AKIA|gh[pousr]_|github_pat|glpat-|xox|k_live_|:\/\/[^\s/@:]{0,100}:[^\s/@]{1,200}@/;
const URL_PASSWORD =
  /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]{0,100}:([^\s/@]{1,200})@[A-Za-z0-9.[-]/gi;

/** What a text shows itself to hold, whatever its name; undefined where it shows nothing. */
export function secretIn(text: string): string | undefined {
  if (!QUICK.test(text)) return undefined;
  const found = LOOKS.find(([, look]) => look.test(text));
  if (found) return found[0];
  for (const [, password = ""] of text.matchAll(URL_PASSWORD))
    if (couldBeSecret(password) && !/^(?:user|pass(?:word)?|pwd|secret)$/i.test(password))
      return "a password in a URL";
  return undefined;
}
