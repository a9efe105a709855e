import { quote } from "../../text.ts";
import { type Check, contextsOf } from "../check.ts";

/** Sysctls of the pod alone, by the first minor that counts them among the safe ones. */
const SAFE_SYSCTLS: ReadonlyMap<string, number> = new Map([
  ["kernel.shm_rmid_forced", 0],
  ["net.ipv4.ip_local_port_range", 0],
  ["net.ipv4.tcp_syncookies", 0],
  ["net.ipv4.ping_group_range", 0],
  ["net.ipv4.ip_unprivileged_port_start", 0],
  ["net.ipv4.ip_local_reserved_ports", 27],
  ["net.ipv4.tcp_keepalive_time", 29],
  ["net.ipv4.tcp_fin_timeout", 29],
  ["net.ipv4.tcp_keepalive_intvl", 29],
  ["net.ipv4.tcp_keepalive_probes", 29],
  ["net.ipv4.tcp_rmem", 32],
  ["net.ipv4.tcp_wmem", 32],
]);

/** Types of SELinux that are containers', by the first minor that allows them. */
const SE_LINUX_TYPES: ReadonlyMap<string, number> = new Map([
  ["", 0],
  ["container_t", 0],
  ["container_init_t", 0],
  ["container_kvm_t", 0],
  ["container_engine_t", 31],
]);

/** @see k8s.io/pod-security-admission/policy/check_sysctls.go */
const sysctls: Check = {
  id: "sysctls",
  level: "baseline",
  run({ spec, path, minor }, complain) {
    const at = path.field("spec", "securityContext", "sysctls");
    for (const [index, { name = "" }] of (spec.securityContext?.sysctls ?? []).entries())
      if (minor < (SAFE_SYSCTLS.get(name) ?? Number.POSITIVE_INFINITY))
        complain(
          at.index(index).field("name"),
          `${quote(name)} may touch the whole node`,
          "leave it out",
        );
  },
};

/** @see k8s.io/pod-security-admission/policy/check_seLinuxOptions.go */
const seLinuxOptions: Check = {
  id: "seLinuxOptions",
  level: "baseline",
  run(pod, complain) {
    contextsOf(pod, ({ seLinuxOptions: options }, context) => {
      if (!options) return;
      const at = context.field("seLinuxOptions");
      const { type = "" } = options;
      if (pod.minor < (SE_LINUX_TYPES.get(type) ?? Number.POSITIVE_INFINITY))
        complain(at.field("type"), `${quote(type)} is not a container's type`, "container_t");
      for (const name of ["user", "role"] as const)
        if ((options[name] ?? "") !== "")
          complain(at.field(name), "may not be chosen", "leave it out");
    });
  },
};

export const kernelChecks = [sysctls, seLinuxOptions];
