import { closest } from "../closest.ts";
import { fail } from "../problem.ts";
import { write } from "./output.ts";
import { entry, version } from "./program.ts";

const help = `slipway: define an application platform once in typed TypeScript

  slipway render         every Kubernetes manifest of one environment
  slipway check          what the API server would refuse, offline, with the line to change
  slipway test           the platform's promises as named tests; --cluster tests them in a cluster
  slipway docs           the platform's reference and runbooks as Markdown
  slipway deploy         brings it into a cluster, and waits until it is healthy
  slipway diff           what a deploy would change
  slipway status         how a release fares
  slipway history        its deploys; slipway rollback brings one back
  slipway logs, restart, scale       of a component
  slipway destroy        removes a release
  slipway secrets seal   encrypts secrets into files that can be committed
  slipway --version
  slipway --help

slipway COMMAND --help tells more, with examples.

Exit codes: 0 fine, 1 findings, or something out of date, 2 wrong usage or input, 70 a bug of
slipway itself.
`;

const COMMANDS = [
  ...["render", "check", "test", "docs", "secrets"],
  ...["deploy", "diff", "status", "history", "rollback", "logs", "restart", "scale", "destroy"],
];

async function run([command, ...rest]: readonly string[]): Promise<void> {
  switch (command) {
    case "render": {
      const { renderCommand } = await import("./render.ts");
      return renderCommand(rest);
    }
    case "check": {
      const { checkCommand } = await import("./check.ts");
      return checkCommand(rest);
    }
    case "test": {
      const { testCommand } = await import("./test.ts");
      return testCommand(rest);
    }
    case "docs": {
      const { docsCommand } = await import("./docs.ts");
      return docsCommand(rest);
    }
    case "deploy": {
      const { deployCommand } = await import("./deploy.ts");
      return deployCommand(rest);
    }
    case "diff": {
      const { diffCommand } = await import("./diff.ts");
      return diffCommand(rest);
    }
    case "status": {
      const { statusCommand } = await import("./status.ts");
      return statusCommand(rest);
    }
    case "history": {
      const { historyCommand } = await import("./history.ts");
      return historyCommand(rest);
    }
    case "rollback": {
      const { rollbackCommand } = await import("./rollback.ts");
      return rollbackCommand(rest);
    }
    case "logs": {
      const { logsCommand } = await import("./logs.ts");
      return logsCommand(rest);
    }
    case "restart": {
      const { restartCommand } = await import("./restart.ts");
      return restartCommand(rest);
    }
    case "scale": {
      const { scaleCommand } = await import("./scale.ts");
      return scaleCommand(rest);
    }
    case "destroy": {
      const { destroyCommand } = await import("./destroy.ts");
      return destroyCommand(rest);
    }
    case "secrets": {
      const { secretsCommand } = await import("./secrets.ts");
      return secretsCommand(rest);
    }
    case "--help":
    case "-h":
    case "help":
      return write("stdout", help);
    case "--version":
      return write("stdout", `${version()}\n`);
    case undefined:
      return fail({ message: "which command?", instead: "slipway render, or slipway --help" });
  }
  const near = closest(command, COMMANDS);
  return fail({
    message: `there is no ${command.startsWith("-") ? "option" : "command"} ${command}`,
    instead: near === undefined ? "slipway --help" : `did you mean "${near}"?`,
  });
}

async function stop(error: unknown): Promise<never> {
  const { failureText } = await import("./failure.ts");
  const { text, code } = failureText(error, entry);
  process.exitCode = code;
  try {
    await write("stderr", text);
  } finally {
    process.exit();
  }
}

process.on("uncaughtException", stop);
run(process.argv.slice(2)).then(() => process.exit(), stop);
