import { labelKeyProblem } from "../../names.ts";
import { quote } from "../../text.ts";
import type { LeaseCandidate, LeaseCandidateSpec } from "../../types/coordination.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateImmutable } from "../immutable.ts";
import { validateMicroTime } from "../micro-time.ts";
import { compareVersions, parseVersion, type Version } from "./semantic-version.ts";

const path = FieldPath.root.field("spec");
const OLDEST = "OldestEmulationVersion";
const ZERO = "0.0.0";

/** `coordination.k8s.io/v1alpha1`, in 1.31 only, lists strategies instead. */
export type AnyLeaseCandidate = Omit<Decoded<LeaseCandidate>, "spec"> & {
  readonly spec?: Decoded<LeaseCandidateSpec> & {
    readonly preferredStrategies?: readonly string[];
  };
};

/** @see k8s.io/kubernetes/pkg/apis/coordination/validation/validation.go ValidateLeaseCandidateSpec */
export function validateLeaseCandidate({ spec = {} }: AnyLeaseCandidate, to: Complaints): void {
  validateMicroTime(spec.pingTime, path.field("pingTime"), to);
  validateMicroTime(spec.renewTime, path.field("renewTime"), to);
  const { leaseName = "", binaryVersion = "", emulationVersion = "" } = spec;
  if (leaseName === "") to.required(path.field("leaseName"));
  if (binaryVersion === "" && to.minor >= 32) to.required(path.field("binaryVersion"));
  const emulated = versionOf(emulationVersion, path.field("emulationVersion"), to);
  const binary = versionOf(binaryVersion, path.field("binaryVersion"), to);
  const isBehind =
    binaryVersion !== "" && emulationVersion !== "" && compareVersions(binary, emulated) < 0;
  if (isBehind)
    to.invalid(
      path.field("binaryVersion"),
      `${quote(binaryVersion)} is below emulationVersion (${quote(emulationVersion)})`,
    );
  const strategies = to.minor < 32 ? (spec.preferredStrategies ?? []) : [spec.strategy ?? ""];
  const at = (index: number) =>
    to.minor < 32 ? path.field("preferredStrategies").index(index) : path.field("strategy");
  for (const [index, strategy] of strategies.entries()) {
    if (strategy === OLDEST) validateVersionsKnown(binary, emulated, to);
    validateStrategy(strategy, at(index), to);
  }
}

function versionOf(text: string, at: FieldPath, to: Complaints): Version {
  const version = text === "" ? parseVersion(ZERO) : parseVersion(text);
  if (!version)
    to.invalid(at, `${quote(text)} is not a version of three numbers`, '"1.36.0" for example');
  return version ?? (parseVersion(ZERO) as Version);
}

function validateVersionsKnown(binary: Version, emulated: Version, to: Complaints): void {
  const zero = parseVersion(ZERO) as Version;
  const message = `must be given with the strategy ${OLDEST}`;
  if (to.minor < 32 && compareVersions(binary, zero) === 0)
    to.required(path.field("binaryVersion"), message);
  if (compareVersions(emulated, zero) === 0) to.required(path.field("emulationVersion"), message);
}

/**
 * One of Kubernetes' own, or a name with a prefix.
 *
 * @see k8s.io/kubernetes/pkg/apis/coordination/validation/validation.go ValidateCoordinatedLeaseStrategy
 */
function validateStrategy(strategy: string, path: FieldPath, to: Complaints): void {
  if (strategy === "" && to.minor >= 32) to.required(path, "must be given", OLDEST);
  // The server names a field "strategy" of the strategy.
  else if (strategy.includes("/")) to.problem(path.field("strategy"), labelKeyProblem(strategy));
  else if (strategy !== OLDEST) to.unsupported(path.field("strategy"), strategy, [OLDEST]);
}

/** @see k8s.io/kubernetes/pkg/apis/coordination/validation/validation.go ValidateLeaseCandidateSpecUpdate */
export function validateLeaseCandidateUpdate(
  { spec = {} }: AnyLeaseCandidate,
  { spec: old = {} }: AnyLeaseCandidate,
  to: Complaints,
): void {
  validateImmutable(spec.leaseName, old.leaseName, path.field("leaseName"), to);
}
