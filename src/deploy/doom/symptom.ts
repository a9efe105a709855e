/** Why an object will not become what it is meant to be. */
export interface Doom {
  /** Short and stable, as Kubernetes calls it where it has a name. */
  readonly reason: string;
  readonly message: string;
  readonly pod?: string | undefined;
  readonly container?: string | undefined;
}

/** Something that is wrong now, and dooms when it lasts. */
export interface Symptom extends Doom {
  /** The same while it is the same trouble: from its first sight on the grace runs. */
  readonly key: string;
  /** Milliseconds; 0 dooms at once. */
  readonly grace: number;
  /** It is remembered, and dooms nothing as it is now: a container that crashed, and runs at the moment. */
  readonly isQuiet?: boolean;
}
