import { code, count, listed, type Purposes } from "./purposes.ts";

/** Configuration, and where secrets come from. */
export const configPurposes: Purposes = {
  ConfigMap: ({ data = {} }) => {
    const keys = Object.keys(data);
    const files = keys.filter((key) => key.includes("."));
    if (files.length === keys.length)
      return `the ${files.length === 1 ? "file" : "files"} ${listed(keys)}`;
    return `${count(keys.length, "setting")} of ${keys.length > 6 ? "the environment" : listed(keys)}`;
  },
  Secret: ({ type }) => `a Secret of type ${code(type ?? "Opaque")}`,
  ExternalSecret: ({ spec }) => {
    const { name, kind } = spec?.secretStoreRef ?? {};
    return `copies its Secret from ${code(`${kind ?? "SecretStore"} ${name}`)} every ${spec?.refreshInterval ?? "1h"}`;
  },
  SealedSecret: () => "its Secret, encrypted for the controller of this cluster alone",
};
