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
