/**
 * Runs in the VS Code server's process before its own code (`node --import`, see server.ts): ends the server when its
 * parent is gone for any reason.
 */

// Otherwise the extension host, and processes forked by extensions, would inherit `--import`.
process.execArgv.length = 0;

process.on("disconnect", () => {
  try {
    // The server leads a process group, so this also ends the extension hosts and what they started.
    process.kill(-process.pid, "SIGKILL");
  } catch {
    process.exit();
  }
});
