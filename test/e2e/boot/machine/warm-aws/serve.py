"""
The AWS CLI, kept warm: most of a call is the start of Python, and a dozen machines share the cores of this computer.

`serve.py SOCKET` loads the CLI once; each caller (`call.py`) hands it words, place, environment and files, and a fork does the call.
"""
import array
import os
import signal
import socket
import sys
import threading

from awscli import clidriver

COUNT = 3
HERE = {'AWS_DATA_PATH': os.environ['AWS_DATA_PATH']}  # set by the CLI as it loads


def serve(place):
    driver = clidriver.create_clidriver()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    server = socket.socket(socket.AF_UNIX)
    server.bind(place)
    server.listen(64)
    while True:
        caller, _ = server.accept()
        if os.fork() == 0:
            server.close()
            answer(driver, caller)
        caller.close()


def answer(driver, caller):
    code = 255
    try:
        words = become(caller)
        # Who kills the caller means the call.
        threading.Thread(target=lambda: caller.recv(1) or os._exit(0), daemon=True).start()
        code = driver.main(words)
    except SystemExit as end:
        code = end.code or 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        caller.send(bytes([code]))
        os._exit(0)


def become(caller):
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    size, rest, _, _ = caller.recvmsg(4, socket.CMSG_SPACE(COUNT * array.array('i').itemsize))
    for number, file in enumerate(array.array('i', rest[0][2])):
        os.dup2(file, number)
        os.close(file)
    text = caller.recv(int.from_bytes(size, 'big'), socket.MSG_WAITALL).decode()
    place, count, *words = text.split('\0')
    os.chdir(place)
    os.environ.clear()
    os.environ.update(HERE)
    os.environ.update(row.split('=', 1) for row in words[int(count) :])
    return words[: int(count)]


serve(sys.argv[1])
