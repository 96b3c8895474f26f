"""Registers two pictures with a running service (./superpose serve): python3 client.py MOVING FIXED [WARPED]

SERVICE names its address if it is another, TOKEN its token if it has one.
"""

import json
import os
import sys
import urllib.parse
import urllib.request

SERVICE = os.environ.get("SERVICE", "http://127.0.0.1:8080")
HEADERS = {"Authorization": f"Bearer {os.environ['TOKEN']}"} if "TOKEN" in os.environ else {}


def ask(path, body=None):
    return urllib.request.urlopen(urllib.request.Request(SERVICE + path, data=body, headers=HEADERS))


def send(path):
    with open(path, "rb") as file:
        return json.load(ask("/v1/images?name=" + urllib.parse.quote(os.path.basename(path)), file.read()))["id"]


images = {"moving": send(sys.argv[1]), "fixed": send(sys.argv[2])}
address = "/v1/registrations/" + json.load(ask("/v1/registrations", json.dumps(images).encode()))["id"]
for line in ask(address + "/events"):
    if line.startswith(b"data: "):
        print(json.loads(line[6:])["stage"], flush=True)
registration = json.load(ask(address))
print(registration["verdict"], registration["result"]["fixedFromMoving"])
with open(sys.argv[3] if len(sys.argv) > 3 else "warped.png", "wb") as file:
    file.write(ask(address + "/warped").read())
