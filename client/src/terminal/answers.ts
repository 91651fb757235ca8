import { ExitCode, type FailureAnswer, type FailureCode, type TokenAnswer } from "../../../common/terminalFrames.ts";
import { TokenHeader } from "../../../common/tokenHeader.ts";
import type { ClientError } from "../failures/failure.ts";
import type { ProfileToken } from "../tokens/tokens.ts";

/** A token for a terminal, with the header that carries it. */
export function tokenAnswer({ profile, token }: ProfileToken): TokenAnswer {
  const { accessToken, tokenType, expiresAt } = token;
  const header = new TokenHeader(profile);
  const { name } = header;
  return {
    accessToken,
    tokenType,
    expiresAt,
    profile: profile.name,
    header: { name, value: header.valueWith(accessToken) },
  };
}

/** A failure for a terminal: its sentence, and the exit code for who has to act. */
export function failureAnswer({ code, message }: Pick<ClientError, "code" | "message">): FailureAnswer {
  return { exitCode: exitCodeOf(code), message };
}

/** Argus answered without a token. */
const REFUSED: readonly ClientError["code"][] = [
  ...(["unauthorized", "forbidden", "rateLimited", "unavailable", "rejected"] as const),
  ...(["redirected", "badResponse", "tooLarge", "notFound"] as const),
];
/** No answer arrived. */
const NETWORK: readonly ClientError["code"][] = ["dns", "connect", "tls", "proxy", "timeout", "workerStopped"];
const NO_PROFILE: readonly ClientError["code"][] = ["unknownProfile", "invalidProfile", "insecureUrl"];

function exitCodeOf(code: ClientError["code"]): FailureCode {
  if (REFUSED.includes(code)) return ExitCode.refused;
  if (NETWORK.includes(code)) return ExitCode.network;
  return NO_PROFILE.includes(code) ? ExitCode.noProfile : ExitCode.needsPerson;
}
