import type { ReadProblem } from "./source.ts";

/** A file as characters, and what is wrong with its bytes. */
export interface Decoded {
  /** Undefined where nothing can be made of it. */
  readonly text: string | undefined;
  readonly problem?: Pick<ReadProblem, "about" | "message" | "why" | "instead"> & {
    /** In the text; 0 for the whole file. */
    readonly offset: number;
  };
}

/**
 * Characters as kubectl makes them: UTF-8, or UTF-16 behind a byte order mark; bytes that are neither
 * become `\ufffd`.
 *
 * @see k8s.io/cli-runtime/pkg/resource/visitor.go, FileVisitor.Visit
 */
export function decodeText(bytes: Buffer): Decoded {
  const mark = byteOrderMark(bytes);
  if (mark === "utf-16le" || mark === "utf-16be") {
    const text = new TextDecoder(mark).decode(bytes);
    return checked(text, { from: "UTF-16" });
  }
  if (bytes.length > 3 && looksWide(bytes))
    return {
      text: undefined,
      problem: {
        about: "encoding",
        message: "this looks like UTF-16 without a byte order mark",
        why: "kubectl takes it for UTF-8 and cannot read it",
        instead: "save it as UTF-8",
        offset: 0,
      },
    };
  if (bytes.subarray(0, 65_536).includes(0))
    return {
      text: undefined,
      problem: { about: "binary", message: "this is not a text file", offset: 0 },
    };
  // A byte order mark is left out by the decoder.
  return checked(utf8.decode(bytes), { from: "UTF-8", bytes });
}

const utf8 = new TextDecoder("utf-8");

function checked(text: string, { from, bytes }: { from: string; bytes?: Buffer }): Decoded {
  const offset = text.indexOf("\ufffd");
  if (offset === -1 || (bytes !== undefined && isValid(bytes))) return { text };
  return {
    text,
    problem: {
      about: "encoding",
      message: `there are bytes here that are not ${from}`,
      why: "kubectl puts the replacement character U+FFFD in their place",
      instead: "save the file as UTF-8",
      offset,
    },
  };
}

/** A file may also hold U+FFFD itself. */
function isValid(bytes: Buffer): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function byteOrderMark(bytes: Buffer): "utf-16le" | "utf-16be" | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return undefined;
}

/** Every other byte of plain letters is zero in UTF-16. */
function looksWide(bytes: Buffer): boolean {
  const sample = bytes.subarray(0, 64);
  const zeros = [0, 0];
  sample.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2]! += 1;
  });
  const half = Math.floor(sample.length / 2);
  return (zeros[0]! >= half && zeros[1] === 0) || (zeros[1]! >= half && zeros[0] === 0);
}
