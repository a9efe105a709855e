import type { Environment } from "../environment.ts";
import { nameOf, ofKind } from "../given.ts";
import { listed } from "../purposes/purposes.ts";
import { kubectl } from "./commands.ts";
import { type Chapter, type Part, procedure } from "./runbook.ts";

/** Certificates of the routes. */
export function certificatesChapter(environment: Environment): Chapter {
  const certificates = ofKind(environment, "Certificate");
  const names = certificates.map(({ entry }) => nameOf(entry));
  const issuers = [
    ...new Set(certificates.map(({ object }) => object.spec?.issuerRef?.name ?? "")),
  ];
  const k = kubectl(environment);
  return {
    title: "Certificates",
    procedures:
      names.length === 0
        ? []
        : [
            ...procedure(
              "Look at the certificates",
              {
                text: `cert-manager renews ${listed(names)} by itself, weeks before the end. Where one is not Ready, its orders and challenges say why.`,
              },
              {
                script: [
                  `${k} get certificates`,
                  ...names.map((name) => `${k} describe certificate ${name}`),
                  `${k} get certificaterequests,orders,challenges`,
                  ...issuers.map((issuer) => `kubectl describe clusterissuer ${issuer}`),
                ],
              },
            ),
            ...procedure(
              "Renew a certificate at once",
              {
                text: "Sets the condition by which cert-manager starts to issue; the old certificate serves on until the new one is there. Authorities limit how often they issue for one host.",
              },
              ...certificates.map(
                ({ entry }): Part => ({ script: renewal(environment, nameOf(entry)) }),
              ),
            ),
          ],
  };
}

/** What cert-manager's own command-line tool does. */
function renewal(environment: Environment, name: string): string[] {
  const condition = {
    type: "Issuing",
    status: "True",
    reason: "ManuallyTriggered",
    message: "renewed by hand",
  };
  const patch = JSON.stringify([{ op: "add", path: "/status/conditions/-", value: condition }]);
  const k = kubectl(environment);
  return [
    `${k} patch certificate ${name} --subresource=status --type=json \\`,
    `  -p '${patch}'`,
    `${k} get certificate ${name} -o wide`,
  ];
}
