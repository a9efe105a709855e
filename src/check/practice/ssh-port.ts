import { foundAt } from "../objects/found.ts";
import type { Rule } from "../rule.ts";
import { changed, POD } from "./shared/example.ts";
import { programs } from "./shared/nature.ts";

const WITH_PORT = `${POD}      ports: [{ name: http, containerPort: 8080 }]
`;

export const sshPort: Rule = {
  id: "ssh-port",
  layer: "practice",
  severity: "info",
  title: "containers that somebody may log in to",
  why: "an SSH server brings keys and users that Kubernetes knows nothing of, and what is changed by hand is gone with the pod. It matters to whoever answers for security",
  fix: "use kubectl exec; a server of files or repositories may listen on a port above 1024",
  bad: changed(WITH_PORT, "containerPort: 8080", "containerPort: 22"),
  good: WITH_PORT,
  find: (world) =>
    programs(world).flatMap(({ item, containers }) =>
      containers.flatMap(({ container: { ports = [], image = "", name = "" }, path }) => {
        const index = ports.findIndex(
          ({ containerPort, protocol = "TCP" }) => containerPort === 22 && protocol === "TCP",
        );
        if (index < 0 || ITS_PURPOSE.test(image)) return [];
        const place = path.field("ports").index(index).field("containerPort");
        return [foundAt(item, place, `container ${name} declares port 22, which is SSH's`)];
      }),
    ),
};

/** Servers of repositories and files speak SSH by nature. */
const ITS_PURPOSE = /git|gogs|forgejo|sftp|ssh|bastion|backup|borg|bitbucket/i;
