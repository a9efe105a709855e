import type { IncomingMessage } from "node:http";
import { ApiError, ConnectionError } from "../errors.ts";
import type { Answer, Call } from "./call.ts";
import type { Connection, Sent } from "./connection.ts";
import { type Patience, persist } from "./persist.ts";
import { refusalOf } from "./refusal.ts";

/** Asks the API server until it answers, and throws what it refuses. */
export class Api {
  readonly connection: Connection;
  private readonly patience: Patience;

  constructor(connection: Connection, patience: Patience) {
    this.connection = connection;
    this.patience = patience;
  }

  get onTrouble(): (message: string) => void {
    return this.patience.onTrouble;
  }

  /**
   * The JSON of an answer of status 2xx.
   *
   * @throws ApiError, ConnectionError, the signal's reason
   */
  json(call: Call, signal?: AbortSignal): Promise<Json> {
    return this.trying(
      call,
      async () => {
        const { answer, credential } = await this.connection.ask(call, signal);
        const { status, body, headers } = answer;
        if (status < 200 || status > 299) throw new Answered({ answer, credential });
        return { answer: { value: parsed(body), headers }, credential };
      },
      signal,
    );
  }

  /**
   * The status of an answer that another program gave through the server.
   *
   * @param isOwn whether it is the server itself that answers, which is a refusal
   */
  status(call: Call, isOwn: (answer: Answer) => boolean, signal?: AbortSignal): Promise<number> {
    return this.trying(
      call,
      async () => {
        const { answer, credential } = await this.connection.ask(call, signal);
        if (isOwn(answer)) throw new Answered({ answer, credential });
        return { answer: answer.status, credential };
      },
      signal,
    );
  }

  /** Opens an answer that goes on, ended after so many milliseconds of silence. */
  async open(call: Call, silence: number, signal: AbortSignal): Promise<IncomingMessage> {
    return this.trying(
      call,
      async () => {
        const sent = await this.connection.open(call, silence, signal);
        if (sent.answer.statusCode === 200) return sent;
        const answer = await this.connection.whole(sent.answer, signal);
        throw new Answered({ answer, credential: sent.credential });
      },
      signal,
    );
  }

  private trying<T>(call: Call, send: () => Promise<Sent<T>>, signal?: AbortSignal): Promise<T> {
    const { connection } = this;
    const { credentials } = connection.access;
    let logins = 0;
    const attempt = async () => {
      for (;;) {
        try {
          return (await send()).answer;
        } catch (error) {
          if (!(error instanceof Answered)) throw error;
          const { answer, credential } = error.sent;
          if (answer.status !== 401) throw refusalOf(answer, call.what);
          if (logins++ > 0) throw loggedOut(refusalOf(answer, call.what), credentials.origin);
          credentials.forget(credential);
        }
      }
    };
    const wasReached = () => connection.hasAnswered;
    return persist({ call, attempt, wasReached, signal }, this.patience);
  }
}

export interface Json {
  readonly value: unknown;
  readonly headers: Answer["headers"];
}

/** An answer that is a refusal. */
class Answered extends Error {
  readonly sent: Sent<Answer>;

  constructor(sent: Sent<Answer>) {
    super();
    this.sent = sent;
  }
}

function loggedOut(refusal: ApiError, origin: string): ApiError {
  const { status, reason, causes } = refusal;
  const message = `the cluster does not accept our login (401): ${origin}; it has expired or is of another cluster: log in again`;
  return new ApiError({ status, reason: reason || "Unauthorized", message, causes });
}

/** An answer that was cut where it could not be noticed. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new ConnectionError(
      "broken",
      "the answer is no JSON: it was cut, or another program answered",
      { cause },
    );
  }
}
