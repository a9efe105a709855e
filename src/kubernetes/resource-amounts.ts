import { labelKeyProblem } from "./names.ts";
import type { ResourceRequirements } from "./pod-resources.ts";
import { parseQuantity, type Quantity, quantityProblem } from "./quantity.ts";
import { compareQuantities, quantityValue } from "./quantity-arithmetic.ts";
import { quote } from "./text.ts";

const OF_CONTAINERS = ["cpu", "memory", "ephemeral-storage"];
const HUGE_PAGES = "hugepages-";

/**
 * What is wrong with a container's resources: names, amounts, requests above limits.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateResourceRequirements
 */
export function resourcesProblem({
  requests = {},
  limits = {},
}: ResourceRequirements): string | undefined {
  const all = [...Object.entries(limits), ...Object.entries(requests)];
  for (const [name, amount] of all) {
    const problem = resourceNameProblem(name) ?? resourceProblem(name, amount);
    if (problem !== undefined) return problem;
  }
  for (const [name, amount] of Object.entries(requests)) {
    const problem = aboveLimit(name, amount, limits[name]);
    if (problem !== undefined) return problem;
  }
  const names = all.map(([name]) => name);
  if (names.some(isHugePages) && !names.includes("cpu") && !names.includes("memory")) {
    return "hugepages alone are not possible: give cpu or memory too";
  }
  return undefined;
}

/** What is wrong with the name of a resource of a container: a standard one, or one with a prefix. */
export function resourceNameProblem(name: string): string | undefined {
  if (OF_CONTAINERS.includes(name)) return undefined;
  const isKnown = isHugePages(name) || (name.includes("/") && !name.startsWith("requests."));
  if (isKnown && labelKeyProblem(name) === undefined) return undefined;
  return `${quote(name)} is not a resource of a container: write ${OF_CONTAINERS.join(", ")}, or a device's name such as "example.com/gpu"`;
}

/**
 * What is wrong with an amount of one resource: its syntax, a negative amount, a fraction of what
 * only comes whole. Fractions of a byte, such as memory "512m", are refused here; the API server
 * takes them with a warning.
 */
export function resourceProblem(name: string, amount: string | number): string | undefined {
  const problem = quantityProblem(amount);
  if (problem !== undefined) return problem;
  const quantity = parseQuantity(amount);
  const what = `${quote(String(amount))} is not an amount of ${name}`;
  if (quantity.unscaled < 0n) return `${what}: it must not be negative`;
  if (isHugePages(name) && !isMultiple(quantity, name.slice(HUGE_PAGES.length))) {
    return `${what}: it must be a multiple of the page size`;
  }
  if (isWhole(quantity)) return undefined;
  if (/^(memory|ephemeral-storage|storage)$/.test(name)) {
    const number = /^[0-9.]*/.exec(String(amount))?.[0];
    return `${what}: it is a fraction of a byte ("m" is a thousandth); write "${number}M" or "${number}Mi"`;
  }
  return isDevice(name) ? `${what}: it only comes in whole pieces` : undefined;
}

function aboveLimit(name: string, request: string | number, limit?: string | number) {
  const mustEqual = isHugePages(name) || isDevice(name);
  if (limit === undefined) {
    return mustEqual ? `${name} needs a limit of the same amount as its request` : undefined;
  }
  const order = compareQuantities(parseQuantity(request), parseQuantity(limit));
  if (mustEqual && order !== 0) return `${name} must be requested as it is limited, ${limit}`;
  if (order <= 0) return undefined;
  return `the request of ${name}, ${request}, is above its limit of ${limit}`;
}

function isHugePages(name: string): boolean {
  return name.startsWith(HUGE_PAGES);
}

/** @see k8s.io/kubernetes/pkg/apis/core/helper/helpers.go IsExtendedResourceName */
function isDevice(name: string): boolean {
  return name.includes("/") && !name.includes("kubernetes.io/");
}

function isWhole({ unscaled, exponent }: Quantity): boolean {
  return exponent >= 0 || unscaled % 10n ** BigInt(-exponent) === 0n;
}

function isMultiple(amount: Quantity, pageSize: string): boolean {
  if (quantityProblem(pageSize) !== undefined) return false;
  const size = parseQuantity(pageSize);
  return size.unscaled > 0n && isWhole(size) && quantityValue(amount) % quantityValue(size) === 0n;
}
