import type { ProgramEntry } from "../../../program-entry.ts";

/** An image whose own command is a shell or an interpreter that waits for somebody to type. */
function base(name: string, shell: string, images = [`library/${name}`]): ProgramEntry {
  return {
    name,
    images,
    versions: "all",
    source: `https://hub.docker.com/_/${name}`,
    executables: [],
    entrypoints: [],
    user: { id: 0 },
    mayListen: "any",
    endsWithoutCommand: shell,
  };
}

export const bases: readonly ProgramEntry[] = [
  base("busybox", "sh"),
  base("alpine", "sh"),
  base("debian", "bash"),
  base("ubuntu", "bash"),
  base("fedora", "bash"),
  base("centos", "bash"),
  base("rockylinux", "bash"),
  base("amazonlinux", "bash"),
  base("golang", "bash"),
  base("python", "python3"),
  base("node", "node"),
  base("ruby", "irb"),
];
