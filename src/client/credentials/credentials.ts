/** What shows who we are. Never printed. */
export interface Credential {
  /** The Authorization header. */
  readonly authorization?: string | undefined;
  /** PEM. */
  readonly certificate?: Buffer | undefined;
  /** PEM. */
  readonly key?: Buffer | undefined;
}

/** Where credentials come from. */
export interface Credentials {
  /** Where they come from, in words, for a person whose login is refused. */
  readonly origin: string;
  /**
   * Those to use now; asks their source where they have expired.
   *
   * @throws ConnectionError `credentials` when there are none to be had
   */
  current(signal?: AbortSignal): Promise<Credential>;
  /** The server refused these: the next ones are asked of their source anew. */
  forget(refused: Credential): void;
}

/** The same for ever. */
export function fixedCredentials(credential: Credential, origin: string): Credentials {
  return { origin, current: async () => credential, forget: () => {} };
}
