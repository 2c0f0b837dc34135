"""`call.py SOCKET COLD WORD…`: `aws WORD…` by the process behind the socket; where none listens yet, by the program COLD."""
import array
import os
import socket
import sys

place, cold, *words = sys.argv[1:]
server = socket.socket(socket.AF_UNIX)
try:
    server.connect(place)
except OSError:
    os.execv(cold, [cold, *words])
environment = [f'{name}={value}' for name, value in os.environ.items()]
text = '\0'.join([os.getcwd(), str(len(words)), *words, *environment]).encode()
files = array.array('i', [0, 1, 2])
server.sendmsg([len(text).to_bytes(4, 'big')], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, files)])
server.sendall(text)
code = server.recv(1)
sys.exit(code[0] if code else 255)
