/** The field manager of everything that is applied. One for all releases: what they share, they own together. */
export const FIELD_MANAGER = "slipway";

/** Whose an object that the deploy keeps for itself is (records, copies of Secrets): the release's name. */
export const RELEASE_LABEL = "slipway.dev/release";

/** What such an object is for: `record`, `secret-copy`, `key`. */
export const PURPOSE_LABEL = "slipway.dev/purpose";

/** On a pod template: changes with the Secrets that its pods read and that the deploy knows. */
export const SECRET_DIGEST = "slipway.dev/secret-digest";

/** On a pod template: changes with the ConfigMaps. The renderer writes it for platforms. */
export const CONFIG_DIGEST = "slipway.dev/config-digest";

/** On a Secret with values that were made up, once: its keys. It stays where claims stay. */
export const MADE_UP = "slipway.dev/made-up";

/** The names of what a release keeps for itself, all in its namespace. */
export function namesOf(release: string) {
  return {
    /** The ApplySet's parent, a ConfigMap. */
    parent: `slipway-${release}`,
    lease: `slipway-${release}`,
    /** The Secret with the key of the digests of secrets. */
    key: `slipway-${release}-key`,
    record: (revision: number) => `slipway-${release}-r${revision}`,
    secretCopy: (digest: string) => `slipway-${release}-s-${digest}`,
  };
}
