import assert from "node:assert/strict";
import { it } from "node:test";
import { commandLine } from "../../../src/check/programs/running/command-line.ts";
import { flagValues } from "../../../src/check/programs/running/flags.ts";
import { parseShell } from "../../../src/check/programs/shell/shell.ts";

function words(text: string): string[][][] | undefined {
  return parseShell(text)?.map(({ commands }) => commands.map((each) => [...each.words]));
}

it("a script is pipelines of commands of words", () => {
  assert.deepEqual(words("set -e\npg_dump 'my db' | gzip > /x.gz && echo \"done $X\" # all"), [
    [["set", "-e"]],
    [["pg_dump", "my db"], ["gzip"]],
    [["echo", "done $X"]],
  ]);
  assert.deepEqual(words("a \\\n  b 2>&1 | c; (d; e) &"), [[["a", "b"], ["c"]], [["d"]], [["e"]]]);
  assert.deepEqual(words('x=$(a | b) "${y:-c | d}"'), [[["x=$(a | b)", "${y:-c | d}"]]]);
});

it("quotes that do not close and here-documents are nobody's guess", () => {
  assert.equal(parseShell("echo 'a"), undefined);
  assert.equal(parseShell('echo "a'), undefined);
  assert.equal(parseShell("cat <<EOF\na | b\nEOF"), undefined);
  assert.equal(parseShell("echo $(a"), undefined);
});

it("any text ends somewhere", () => {
  for (const text of [
    "",
    "\\",
    "$",
    "`",
    "a\\",
    "<",
    "|",
    "$(",
    "${",
    "'",
    "&&&",
    "((",
    "}{",
    "\u0000",
  ])
    parseShell(text);
});

function started(command: readonly string[], args: readonly string[] = []) {
  const line = commandLine({ name: "x", command, args });
  return line && [line.executable, ...line.args];
}

it("a command is read through shells and wrappers to what stays", () => {
  const gunicorn = ["gunicorn", "shop.wsgi", "-b", ":80"];
  assert.deepEqual(started(["/usr/bin/gunicorn", "shop.wsgi"], ["-b", ":80"]), gunicorn);
  assert.deepEqual(started(["sh", "-c", "exec gunicorn shop.wsgi -b :80"]), gunicorn);
  assert.deepEqual(
    started(["/bin/bash", "-euo", "pipefail", "-c"], [gunicorn.join(" ")]),
    gunicorn,
  );
  assert.deepEqual(started(["tini", "-g", "--", ...gunicorn]), gunicorn);
  assert.deepEqual(started(["python3", "-m", ...gunicorn]), gunicorn);
  assert.deepEqual(
    started(["sh", "-c", "python manage.py migrate && poetry run gunicorn shop.wsgi -b :80"]),
    gunicorn,
  );
  assert.deepEqual(started(["env", "A=1", ...gunicorn]), gunicorn);
});

it("what a script decides is not known", () => {
  assert.equal(started(["sh", "-c", "if true; then gunicorn a; fi"]), undefined);
  assert.equal(started(["sh", "-c", "gunicorn a & wait"]), undefined);
  assert.equal(started(["sh", "/start.sh"]), undefined);
  assert.equal(started(["sh", "-c", "$CMD"]), undefined);
  assert.equal(started(["sh", "-c", "a | gunicorn b"]), undefined);
});

it("flags have their values behind them, or behind an equals sign", () => {
  const line = commandLine({
    name: "x",
    command: ["p", "--port=1", "--port", "2", "-p3", "-c", "port=4", "--port-x=5", "$(X)"],
  })!;
  assert.deepEqual(flagValues(line, "--port"), [{ value: "1" }, { value: "2" }]);
  assert.deepEqual(flagValues(line, "-p"), [{ value: "3" }]);
  assert.deepEqual(flagValues(line, "-c port"), [{ value: "1" }, { value: "4" }]);
  const open = commandLine({ name: "x", command: ["sh", "-c", "p --port $PORT"] })!;
  assert.deepEqual(flagValues(open, "--port"), ["open"]);
});
