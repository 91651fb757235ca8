/**
 * Runs in the VS Code server's process before its own code (`node --import`, see server.ts): the server ends when
 * whoever started it is gone, in whatever way.
 */

// The extension host, and what extensions fork, would inherit `--import` from here.
process.execArgv.length = 0;

process.on("disconnect", () => {
  try {
    // The server leads a process group: this takes the extension hosts, and what they started, along.
    process.kill(-process.pid, "SIGKILL");
  } catch {
    process.exit();
  }
});
