/**
 * A new object is of the first generation, whatever it says: for the `prepare` of kinds whose
 * strategy sets it.
 */
export function setFirstGeneration(object: Record<string, unknown>): void {
  if (object.metadata) (object.metadata as { generation?: number }).generation = 1;
}
