import { dns1123SubdomainProblem } from "../../../names.ts";
import { quote } from "../../../text.ts";
import type { WindowsSecurityContextOptions } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";

const MOST_BYTES_OF_CREDENTIALS = 64 * 1024;
const LONGEST_DOMAIN = 255;
const LONGEST_USER = 104;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;
const NET_BIOS = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const DNS =
  /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;
const NOT_IN_USERS = /["/\\:;|=,+*?<>@[\]]/;

/**
 * What only Windows has in the security context of a pod or a container.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateWindowsSecurityContextOptions
 */
export function validateWindowsOptions(
  options: Decoded<WindowsSecurityContextOptions> | undefined,
  path: FieldPath,
  to: Complaints,
): void {
  if (!options) return;
  const { gmsaCredentialSpecName, gmsaCredentialSpec, runAsUserName } = options;
  if (gmsaCredentialSpecName !== undefined)
    to.problem(
      path.field("gmsaCredentialSpecName"),
      dns1123SubdomainProblem(gmsaCredentialSpecName),
    );
  if (gmsaCredentialSpec === "") to.invalid(path.field("gmsaCredentialSpec"), "may not be empty");
  if (Buffer.byteLength(gmsaCredentialSpec ?? "") > MOST_BYTES_OF_CREDENTIALS)
    to.invalid(path.field("gmsaCredentialSpec"), "may have at most 64 KiB");
  if (runAsUserName !== undefined) validateUserName(runAsUserName, path.field("runAsUserName"), to);
}

function validateUserName(text: string, path: FieldPath, to: Complaints): void {
  if (text === "") {
    to.invalid(path, "may not be empty");
    return;
  }
  if (CONTROL.test(text)) {
    to.invalid(path, "may have no control characters");
    return;
  }
  const parts = text.split("\\");
  if (parts.length > 2) {
    to.invalid(path, "may have one backslash, between the domain and the user");
    return;
  }
  const user = parts.at(-1) as string;
  const domain = parts.length === 2 ? parts[0] : undefined;
  if (domain !== undefined) {
    if (Buffer.byteLength(domain) > LONGEST_DOMAIN)
      to.invalid(path, `the domain may have at most ${LONGEST_DOMAIN} characters`);
    if (!NET_BIOS.test(domain) && !DNS.test(domain))
      to.invalid(path, `${quote(domain)} is neither a NetBIOS name nor a DNS name`);
  }
  if (user === "") to.invalid(path, "names no user behind the domain");
  if (Buffer.byteLength(user) > LONGEST_USER)
    to.invalid(path, `the user may have at most ${LONGEST_USER} characters`);
  if (/^[. ]+$/.test(user)) to.invalid(path, "the user may not be dots and spaces only");
  if (NOT_IN_USERS.test(user))
    to.invalid(path, `the user ${quote(user)} has one of "/\\:;|=,+*?<>@[] in it`);
}
