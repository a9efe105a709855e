import { quote } from "../../text.ts";
import type { FCVolumeSource, ISCSIPersistentVolumeSource } from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { requireFields } from "../required.ts";

const LARGEST_LUN = 255;
/** What the open-iscsi database leaves for the name of a volume's interface. */
const LONGEST_INTERFACE = 64;

const NAMES: ReadonlyMap<string, { readonly syntax: RegExp; readonly write: string }> = new Map([
  [
    "iqn",
    {
      syntax: /iqn\.[0-9]{4}-[0-9]{2}\.[A-Za-z0-9.-]+:[^,;*&$|\t\n\f\r ]+$/,
      write: "iqn.2001-04.com.example:storage.disk1",
    },
  ],
  ["eui", { syntax: /^eui.[A-Za-z0-9]{16}$/, write: "eui. and 16 digits" }],
  ["naa", { syntax: /^naa.[A-Za-z0-9]{32}$/, write: "naa. and 32 digits" }],
]);

/**
 * iSCSI, of pods and of PersistentVolumes.
 *
 * @param namespaced the Secret must be named: in a PersistentVolume
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateISCSIVolumeSource
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateISCSIPersistentVolumeSource
 */
export function validateIscsi(
  source: Decoded<ISCSIPersistentVolumeSource>,
  path: FieldPath,
  to: Complaints,
  namespaced: boolean,
): void {
  requireFields(source, ["targetPortal", "iqn"], path, to);
  const { iqn = "", lun = 0, initiatorName, secretRef } = source;
  if (iqn !== "") to.problem(path.field("iqn"), iscsiNameProblem(iqn));
  validateLun(lun, path, to);
  if ((source.chapAuthDiscovery || source.chapAuthSession) && secretRef === undefined)
    to.required(path.field("secretRef"), "must name the Secret for CHAP");
  if (namespaced && secretRef !== undefined)
    requireFields(secretRef, ["name"], path.field("secretRef"), to);
  if (initiatorName !== undefined)
    to.problem(path.field("initiatorname"), iscsiNameProblem(initiatorName));
}

/** With an initiator's name the server wants room for an interface: the volume's name and portal. */
export function iscsiInterfaceProblem(
  volume: string,
  { initiatorName, targetPortal = "" }: Decoded<ISCSIPersistentVolumeSource>,
): string | undefined {
  if (initiatorName === undefined) return undefined;
  const length = Buffer.byteLength(`${volume}:${targetPortal}`);
  if (length <= LONGEST_INTERFACE) return undefined;
  return `the name of the volume and targetPortal have ${length} characters together; with an initiatorName at most ${LONGEST_INTERFACE} are allowed`;
}

function iscsiNameProblem(text: string): string | undefined {
  const known = NAMES.get(text.slice(0, 3));
  if (known === undefined) return `${quote(text)} does not begin with iqn, eui or naa`;
  return known.syntax.test(text)
    ? undefined
    : `${quote(text)} is not an iSCSI name: write ${known.write}`;
}

/**
 * Fibre Channel.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateFCVolumeSource
 */
export function validateFibreChannel(
  { targetWWNs = [], wwids = [], lun }: Decoded<FCVolumeSource>,
  path: FieldPath,
  to: Complaints,
): void {
  const at = path.field("targetWWNs");
  if (targetWWNs.length === 0 && wwids.length === 0)
    to.required(at, "must be given, or wwids in its place");
  if (targetWWNs.length === 0) return;
  if (wwids.length > 0) to.invalid(at, "targetWWNs and wwids exclude each other");
  if (lun === undefined) to.required(path.field("lun"), "must be given with targetWWNs");
  else validateLun(lun, path, to);
}

function validateLun(lun: number, path: FieldPath, to: Complaints): void {
  if (lun >= 0 && lun <= LARGEST_LUN) return;
  to.invalid(path.field("lun"), `${lun} is not a unit number: write 0 to ${LARGEST_LUN}`);
}
