import type { Makers } from "../made.ts";
import { made } from "./make.ts";

const CONNECTION = [
  "username",
  "user",
  "password",
  "dbname",
  "host",
  "port",
  "pgpass",
  "uri",
  "jdbc-uri",
  "fqdn-uri",
  "fqdn-jdbc-uri",
];

/**
 * What CloudNativePG makes of its objects.
 *
 * @see github.com/cloudnative-pg/cloudnative-pg/pkg/specs services.go, secrets.go
 */
export const madeByCloudNativePg: Makers = {
  "postgresql.cnpg.io/Cluster": (cluster, by) => {
    const off = cluster.list("spec", "managed", "services", "disabledDefaultServices");
    const isOff = new Set(off.map(({ text }) => text));
    const services = ["rw", "ro", "r"].filter((each) => !isOff.has(each));
    const more = cluster.list("spec", "managed", "services", "additional");
    return [
      ...services.flatMap((each) => made(by, "Service", `${by.name}-${each}`)),
      ...more.flatMap((each) =>
        made(by, "Service", each.at("serviceTemplate", "metadata", "name").text),
      ),
      ...["app", "superuser"].flatMap((each) =>
        made(by, "Secret", `${by.name}-${each}`, { keys: CONNECTION }),
      ),
      ...made(by, "Secret", `${by.name}-ca`, { keys: ["ca.crt", "ca.key"] }),
      ...["server", "replication"].flatMap((each) =>
        made(by, "Secret", `${by.name}-${each}`, { keys: ["tls.crt", "tls.key"] }),
      ),
      ...made(by, "ServiceAccount", by.name),
      ...made(by, "Role", by.name, { group: "rbac.authorization.k8s.io" }),
    ];
  },
  "postgresql.cnpg.io/Pooler": (_, by) => [
    ...made(by, "Service", by.name),
    ...made(by, "Deployment", by.name, { group: "apps" }),
    ...made(by, "ServiceAccount", by.name),
  ],
};
