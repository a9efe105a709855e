/** Words that people write where another is to stand. */
const WHOLE =
  /^(?:(?:please[-_ ]?)?(?:change|replace|fix)[-_ ]?(?:me|this)(?:[-_ !.].{0,60})?|x{3,}|placeholder|<[a-z][^<>=]{1,60}>|\[(?:your|insert|enter|replace)[^[\]]{1,60}\]|your[-_](?:own[-_])?(?:domain|registry|password|passwd|secret|token|api|key|account|bucket|email|org|company|username|project|region|host|server|cluster|image|repo|app)[-_a-z0-9./:@]*|your(?:[-_][a-z0-9]+){1,3}[-_](?:key|token|secret|password|url)(?:[-_]here)?|insert[-_ ].{1,40}[-_ ]here|replace[-_ ]with[-_ ].{1,60}|enter[-_ ].{1,40}[-_ ]here)$/i;
/** In capitals only: there are programs for lists of things to do. */
const NOTE = /^(?:TODO|TBD|FIXME)\b/;
/** Words of which parts of a value consist. */
const PART =
  /(?:^|[^a-z0-9])(?:change[-_]?me|replace[-_]?me|your[-_](?:domain|registry|password|secret|token|api[-_]?key|key|account|bucket|org|company|username|project|host|server|repo)(?:[-_](?:id|name|here))?)(?![a-z0-9])/i;
/** What programs write for something that is not set, and tags of markup. */
const NONE = /^<(?:path:.*|none|nil|unset|unknown|null|empty|br|p|div|span|html|h\d)\/?>$/i;
const LONGEST = 300;

/** Whether a value, or what counts of it, is still to be written. */
export function isPlaceholder(value: string): boolean {
  const text = value.trim();
  if (text.length < 3 || !isShort(text)) return false;
  if (NOTE.test(text)) return true;
  if (WHOLE.test(text)) return !NONE.test(text);
  return !/\s/.test(text) && PART.test(text);
}

/** Whether a text is no longer than a placeholder may be. */
export function isShort(text: string): boolean {
  return text.length <= LONGEST || text.trim().length <= LONGEST;
}

/** Whether a text may hold one: most hold none. */
export function mayHoldPlaceholder(text: string): boolean {
  const small = text.toLowerCase();
  return BEGINNINGS.some((word) => small.includes(word)) && MAY_HOLD.test(small);
}

/** They are found faster than the whole words, of which there are many forms. */
const BEGINNINGS = "change replace fix todo tbd xxx placeholder < your insert enter".split(" ");

const MAY_HOLD =
  /change[-_ ]?(?:me|this)|replace[-_ ]?(?:me|this|with)|fix[-_ ]?(?:me|this)|todo|tbd|xxx|placeholder|<[a-z]|your[-_]|insert|enter/;

/** Of an image: its registry, its repository or its tag. */
export function isImagePlaceholder(image: string): boolean {
  if (/[<>]/.test(image)) return true;
  return image.split(/[/:@]/).some((part) => IMAGE.test(part));
}

const IMAGE =
  /^(?:change[-_]?me|replace[-_]?(?:me|this|with[-_a-z]*)|tbd|xxx+|placeholder|your[-_][-_a-z]+|insert[-_][-_a-z]+)$/i;
