import type { IncomingMessage } from "node:http";

/** One request to the API server. */
export interface Call {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With its query; below the server's own path. */
  readonly path: string;
  /** What it is for, in words: `apply Deployment shop/web`. */
  readonly what: string;
  readonly body?: string | undefined;
  /** Default: JSON. */
  readonly contentType?: string | undefined;
  /** Default: JSON. */
  readonly accept?: string | undefined;
  /** Beside those that every request has, and in their place. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Whether a 409 may be asked again: nothing in it says what the object has to be like before. */
  readonly isConflictPassing?: boolean | undefined;
  /** Whether a 410 means that the server has forgotten the version that is asked for. */
  readonly hasVersion?: boolean | undefined;
  /** Called before it is sent again because its answer was lost: it may have been done. */
  readonly onLost?: (() => void) | undefined;
}

/** A whole answer. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headersDistinct"];
  readonly body: string;
}
