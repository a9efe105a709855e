/** How far an object is. */
export type Readiness =
  | { readonly state: "ready" }
  /** Not yet; the message says what is missing, such as `2 of 3 pods are ready`. */
  | { readonly state: "progressing"; readonly message: string }
  /** It will not become ready by itself. */
  | { readonly state: "failed"; readonly reason: string; readonly message: string }
  | { readonly state: "terminating"; readonly message: string };
