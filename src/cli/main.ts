import { closest, fail } from "../problem.ts";
import { write } from "./output.ts";
import { entry, version } from "./program.ts";

const help = `slipway: define an application platform once in typed TypeScript

  slipway render     every Kubernetes manifest of one environment
  slipway --version
  slipway --help

slipway COMMAND --help tells more, with examples.

Exit codes: 0 fine, 2 wrong usage or input, 70 a bug of slipway itself.
`;

/** Set once there is a result or a message, so that a program that ends early is not taken for success. */
let isDone = false;

async function run([command, ...rest]: readonly string[]): Promise<void> {
  switch (command) {
    case "render": {
      const { renderCommand } = await import("./render.ts");
      return renderCommand(rest);
    }
    case "--help":
    case "-h":
    case "help":
      return write(process.stdout, help);
    case "--version":
      return write(process.stdout, `${version()}\n`);
    case undefined:
      return fail({ message: "which command?", instead: "slipway render, or slipway --help" });
  }
  return fail({
    message: `there is no ${command.startsWith("-") ? "option" : "command"} ${command}`,
    instead: closest(command, ["render"]) ? 'did you mean "render"?' : "slipway --help",
  });
}

async function stop(error: unknown): Promise<never> {
  isDone = true;
  const { failureText } = await import("./failure.ts");
  const { text, code } = await failureText(error, entry);
  await write(process.stderr, text);
  process.exit(code);
}

process.on("uncaughtException", stop);
process.on("exit", (code) => {
  if (isDone || code !== 0) return;
  process.exitCode = 2;
  console.error(
    "slipway: the platform file ended the program before it exported a platform\n" +
      "  why: it calls process.exit(), or awaits something that never comes",
  );
});

run(process.argv.slice(2)).then(() => {
  isDone = true;
  process.exit();
}, stop);
