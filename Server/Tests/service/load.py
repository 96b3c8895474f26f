"""The service under load, beside `superpose batch` on the same pairs.

    python3 load.py [REGISTRATIONS [CLIENTS [SIZE]]]

SIZE is that at which the networks see an image, such as 640x640: a smaller one takes less time.
"""

import concurrent.futures
import os
import subprocess
import sys
import tempfile
import time

from service import Service, example

REGISTRATIONS = 1000
CLIENTS = 32
SIZE = "1024"
# Of each image there are so many, which differ in a comment alone: each is sent, kept and described by itself.
COPIES = 32
MOST_BYTES = 1_500_000_000
LEAST_SHARE = 0.9


def copy(name, index):
    """The same picture as another file."""
    content, comment = example(name), f"copy {index}".encode()
    return content[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + content[2:]


def pairs(count):
    """Every moving image onto every fixed one, until there are enough."""
    names = [
        (("map-photographed.jpg", moving), ("map.jpg", fixed)) for moving in range(COPIES) for fixed in range(COPIES)
    ]
    if count > len(names):
        raise SystemExit(f"there are {len(names)} pairs at most")
    return names[:count]


def by_service(wanted, clients, size):
    """Seconds and the most memory; every registration must end as registered."""
    with Service() as service:
        start = time.monotonic()
        images = {}
        for name, index in dict.fromkeys(image for pair in wanted for image in pair):
            images[name, index] = service.keep(f"{index}-{name}", copy(name, index))

        def register(pair):
            registration = service.submit(images[pair[0]], images[pair[1]], configuration={"resize": size})
            return service.ended(registration)["verdict"]

        with concurrent.futures.ThreadPoolExecutor(clients) as pool:
            verdicts = list(pool.map(register, wanted))
        seconds = time.monotonic() - start
        if verdicts != ["registered"] * len(wanted):
            raise SystemExit(f"verdicts: {sorted(set(verdicts))}")
        return seconds, service.memory()


def by_batch(wanted, size):
    """Seconds, from the program's start to its end."""
    with tempfile.TemporaryDirectory(prefix="superpose-load-") as folder:
        for name, index in {image for pair in wanted for image in pair}:
            with open(os.path.join(folder, f"{index}-{name}"), "wb") as file:
                file.write(copy(name, index))
        with open(os.path.join(folder, "pairs.txt"), "w", encoding="utf-8") as file:
            file.writelines(f"{i}-{moving} {j}-{fixed}\n" for (moving, i), (fixed, j) in wanted)
        start = time.monotonic()
        subprocess.run(
            [os.environ["SUPERPOSE"], "batch", "pairs.txt", "--output", "results", "--resize", size], cwd=folder,
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return time.monotonic() - start


def main(arguments):
    count = int(arguments[0]) if arguments else REGISTRATIONS
    clients = int(arguments[1]) if len(arguments) > 1 else CLIENTS
    size = arguments[2] if len(arguments) > 2 else SIZE
    wanted = pairs(count)
    batch = by_batch(wanted, size)
    print(f"batch:   {count} pairs in {batch:.1f} s, {count / batch:.2f} a second", flush=True)
    seconds, memory = by_service(wanted, clients, size)
    share = batch / seconds
    print(f"service: {count} pairs in {seconds:.1f} s, {count / seconds:.2f} a second, by {clients} clients")
    print(f"         {share:.0%} of batch, {memory / 1e9:.2f} GB")
    return 0 if share >= LEAST_SHARE and memory < MOST_BYTES else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
