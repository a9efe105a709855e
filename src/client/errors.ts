/** One field that the server complains of. */
export interface Cause {
  /** As the server writes it, such as `FieldValueInvalid` or `FieldManagerConflict`. */
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

/** What the server says of a refusal: its `Status`. */
export interface Refusal {
  /** HTTP. */
  readonly status: number;
  /** Such as `NotFound`, `AlreadyExists`, `Conflict`, `Invalid`, `Forbidden`; empty where it gives none. */
  readonly reason: string;
  readonly message: string;
  readonly causes: readonly Cause[];
  /** Seconds that it asks to wait. */
  readonly retryAfter?: number | undefined;
}

/** The server answered, and refused. */
export class ApiError extends Error implements Refusal {
  readonly status: number;
  readonly reason: string;
  readonly causes: readonly Cause[];
  readonly retryAfter: number | undefined;

  constructor({ status, reason, message, causes, retryAfter }: Refusal) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.reason = reason;
    this.causes = causes;
    this.retryAfter = retryAfter;
  }
}

/** Why no answer came. */
export type Trouble =
  /** No name, no route, nobody listens. */
  | "unreachable"
  /** The connection broke before the answer was whole. */
  | "broken"
  /** No answer in time. */
  | "silent"
  /** The certificate of the other side, or ours, was refused. */
  | "untrusted"
  /** The kubeconfig's program for credentials failed. */
  | "credentials";

/** No answer, or none that can be read. */
export class ConnectionError extends Error {
  readonly trouble: Trouble;

  constructor(trouble: Trouble, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ConnectionError";
    this.trouble = trouble;
  }
}
