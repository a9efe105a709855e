import type { Collector } from "./collector.ts";
import type { From } from "./from.ts";
import type { Place } from "./place.ts";

const CNPG = "postgresql.cnpg.io";

/** @see https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/ */
export const fromDatabases: From = {
  [`${CNPG}/Cluster`]: (cluster, to) => {
    const spec = cluster.at("spec");
    to.add("Secret", spec.at("superuserSecret", "name"), "the superuser");
    for (const way of ["initdb", "recovery", "pg_basebackup"])
      to.add("Secret", spec.at("bootstrap", way, "secret", "name"), "the owner of the database");
    for (const field of ["secretRefs", "configMapRefs"])
      for (const ref of spec.list("bootstrap", "initdb", "postInitApplicationSQLRefs", field))
        to.add(
          field === "secretRefs" ? "Secret" : "ConfigMap",
          ref.at("name"),
          "what runs at first",
          {
            key: ref.at("key"),
          },
        );
    // What is made for another cluster comes with that one.
    for (const external of spec.list("externalClusters")) {
      for (const field of ["password", "sslCert", "sslKey", "sslRootCert"])
        to.secretKey(external.at(field), `the external cluster ${external.at("name").text ?? ""}`, {
          isWeak: true,
        });
      addObjectStore(external.at("barmanObjectStore"), to);
    }
    for (const field of [
      "serverCASecret",
      "serverTLSSecret",
      "replicationTLSSecret",
      "clientCASecret",
    ])
      to.add("Secret", spec.at("certificates", field), "its certificates");
    for (const role of spec.list("managed", "roles"))
      to.add("Secret", role.at("passwordSecret", "name"), `the role ${role.at("name").text ?? ""}`);
    addObjectStore(spec.at("backup", "barmanObjectStore"), to);
    for (const storage of [spec.at("storage"), spec.at("walStorage")])
      to.addCluster("StorageClass", "storage.k8s.io", storage.at("storageClass"), "its storage");
    to.object(spec.at("imageCatalogRef"), "its images", { apiVersion: `${CNPG}/v1` });
  },
  [`${CNPG}/Pooler`]: addCluster,
  [`${CNPG}/Backup`]: addCluster,
  [`${CNPG}/ScheduledBackup`]: addCluster,
  [`${CNPG}/Database`]: addCluster,
  [`${CNPG}/Publication`]: addCluster,
  [`${CNPG}/Subscription`]: addCluster,
};

function addCluster(object: Place, to: Collector): void {
  to.add("Cluster", object.at("spec", "cluster", "name"), "its cluster", { group: CNPG });
}

function addObjectStore(store: Place, to: Collector): void {
  if (!store.isThere) return;
  to.secretKey(store.at("endpointCA"), "its backups");
  for (const provider of ["s3Credentials", "azureCredentials", "googleCredentials"])
    for (const ref of store.at(provider).children) to.secretKey(ref, "its backups");
}
