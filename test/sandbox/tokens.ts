import { randomBytes } from "node:crypto";

/** The sandbox's record of a token. */
export interface IssuedToken {
  clientId: string;
  scope: string;
  /** The only IP address it can be used from. */
  address: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

/** The tokens of one sandbox: opaque strings with a lifetime. */
export class Tokens {
  /** Lifetime of new tokens, in seconds. */
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
    // Every second token contains characters that form encoding changes.
    const tail = this.issued.size % 2 === 0 ? `+${randomBytes(8).toString("base64url")}=` : "";
    const token = `${this.username}/${randomBytes(24).toString("base64url")}${tail}`;
    this.issued.set(token, { clientId, scope, address, expiresAt: this.now() + lifetime * 1000 });
    return token;
  }

  /** The token's record while it is live. */
  find(token: string): IssuedToken | undefined {
    const found = this.issued.get(token);
    return found !== undefined && this.now() < found.expiresAt ? found : undefined;
  }

  /** @see RFC 7009 §2.2: an unknown token is not an error */
  revoke(token: string): void {
    this.issued.delete(token);
  }

  expireAll(): void {
    for (const token of this.issued.values()) token.expiresAt = this.now();
  }
}
