import { connect, type Socket } from "node:net";
import { type Endpoint, Refused } from "./endpoint.ts";

/**
 * A connection by SOCKS 5; names are looked up by the proxy.
 *
 * @see RFC 1928, RFC 1929
 */
export async function socksTunnel(
  proxy: URL,
  { host, port }: Endpoint,
  signal: AbortSignal,
): Promise<Socket> {
  const socket = connect({ host: proxy.hostname, port: Number(proxy.port) || 1080, signal });
  try {
    await greet(socket, proxy);
    const name = Buffer.from(host);
    socket.write(Buffer.from([5, 1, 0, 3, name.length, ...name, port >> 8, port & 255]));
    const [, code = 255, , kind] = await read(socket, 4);
    if (code !== 0) throw new Refused(REASONS[code] ?? `it answered ${code}`);
    const length = kind === 1 ? 4 : kind === 4 ? 16 : (await read(socket, 1))[0]!;
    await read(socket, length + 2);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** Without a login, or by user and password. */
async function greet(socket: Socket, { username, password }: URL): Promise<void> {
  socket.write(Buffer.from(username === "" ? [5, 1, 0] : [5, 2, 0, 2]));
  const [version, method] = await read(socket, 2);
  if (version !== 5) throw new Refused("it does not speak SOCKS 5");
  if (method === 0) return;
  if (method !== 2 || username === "") throw new Refused("it wants another login");
  const user = Buffer.from(decodeURIComponent(username));
  const secret = Buffer.from(decodeURIComponent(password));
  socket.write(Buffer.from([1, user.length, ...user, secret.length, ...secret]));
  const [, status] = await read(socket, 2);
  if (status !== 0) throw new Refused("it refuses the user or the password");
}

/** Exactly so many bytes. */
function read(socket: Socket, length: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const bytes: Buffer | null = socket.read(length);
      if (bytes !== null) done(() => resolve(bytes));
    };
    const fail = (error: Error) => done(() => reject(error));
    const end = () => done(() => reject(new Refused("it ended the connection")));
    const done = (then: () => void) => {
      socket.off("readable", look).off("error", fail).off("end", end).off("close", end);
      then();
    };
    socket.on("readable", look).on("error", fail).on("end", end).on("close", end);
    look();
  });
}

const REASONS: Readonly<Record<number, string>> = {
  2: "its rules forbid this connection",
  3: "it cannot reach the network",
  4: "it cannot reach the host",
  5: "nobody listens at the other end",
};
