"""Runs the emulator and ends it, with all its workers, when whoever started it is gone."""

import os
import signal
import threading

from ministack.app import main

import client_secrets


def end_with_parent() -> None:
    # the pipe is never written to: it closes when the parent ends, however it ends.
    while os.read(0, 4096):
        pass
    os.killpg(os.getpgid(0), signal.SIGTERM)


client_secrets.install()
threading.Thread(target=end_with_parent, daemon=True).start()
main()
