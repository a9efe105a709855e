/** Tells a v1beta3 object with zero shares from one that says nothing of them. */
export const ZERO_SHARES = "flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares";
