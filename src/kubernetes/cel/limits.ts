/** The limits of costs, in CEL's units; a unit is some 50 nanoseconds of the server. */

/** An evaluation that costs more is broken off. @see k8s.io/apiserver/pkg/apis/cel/config.go */
export const MOST_COST_OF_CALL = 1_000_000;

/** All evaluations of one custom resource, or of one binding of a policy. */
export const MOST_COST_OF_OBJECT = 10_000_000;

/** All match conditions of one webhook or policy. */
export const MOST_COST_OF_MATCH_CONDITIONS = 2_500_000;

/**
 * The estimate of one rule of a CRD, for all the values that it may have to look at.
 *
 * @see k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go
 */
export const MOST_ESTIMATED_COST_OF_RULE = 10_000_000;

/** The estimates of all rules of one version of a CRD. */
export const MOST_ESTIMATED_COST_OF_CRD = 100_000_000;

/** The largest request that the server reads, in bytes: it bounds lists without a `maxItems`. */
export const MOST_BYTES_OF_REQUEST = 3 * 1024 * 1024;

/** A message that an expression makes, in bytes; a longer one is dropped. */
export const MOST_BYTES_OF_MESSAGE = 5 * 1024;
