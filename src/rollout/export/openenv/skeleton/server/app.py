"""Starts the server of this environment. Node runs it; Python only hands over."""

import os
import shutil
import sys
from pathlib import Path

SERVER = Path(__file__).resolve().parent.parent / "runtime" / "server.js"


def main() -> None:
    """Becomes the server; the command line's arguments are its options."""
    if not SERVER.is_file():
        sys.exit(
            "The installed package holds the client only, not the server and its tasks.\n"
            "Start the image, or `node runtime/server.js` in the exported folder."
        )
    node = shutil.which("node")
    if node is None:
        sys.exit("Node 20.19 or newer runs this server, and there is no `node` on the path.")
    os.execv(node, [node, str(SERVER), *sys.argv[1:]])


if __name__ == "__main__":
    main()
