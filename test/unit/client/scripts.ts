/** The program of the commands below: every machine that runs the tests has it. */
export const NODE = process.execPath;

export const script = (code: string, ...more: string[]): string[] => [NODE, "-e", code, ...more];

export const prints = (text: string): string[] => script(`process.stdout.write(${JSON.stringify(text)})`);
