import { randomBytes } from "node:crypto";

/** What the sandbox knows of a token. */
export interface IssuedToken {
  clientId: string;
  scope: string;
  /** The one IP address it works from. */
  address: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

/** The tokens of one sandbox: opaque strings with a lifetime. */
export class Tokens {
  /** Of tokens from now on, in seconds. */
  lifetime: number;
  private readonly username: string;
  private readonly now: () => number;
  private readonly issued = new Map<string, IssuedToken>();

  /** `lifetime` in seconds; `now` in milliseconds since the epoch. */
  constructor(username: string, lifetime: number, now: () => number) {
    this.username = username;
    this.lifetime = lifetime;
    this.now = now;
  }

  /** @param lifetime in seconds */
  issue(clientId: string, scope: string, address: string, lifetime = this.lifetime): string {
    // Every second token also has the characters that a form turns into something else.
    const tail = this.issued.size % 2 === 0 ? `+${randomBytes(8).toString("base64url")}=` : "";
    const token = `${this.username}/${randomBytes(24).toString("base64url")}${tail}`;
    this.issued.set(token, { clientId, scope, address, expiresAt: this.now() + lifetime * 1000 });
    return token;
  }

  /** The token's record while it lives. */
  find(token: string): IssuedToken | undefined {
    const found = this.issued.get(token);
    return found !== undefined && this.now() < found.expiresAt ? found : undefined;
  }

  expireAll(): void {
    for (const token of this.issued.values()) token.expiresAt = this.now();
  }
}
