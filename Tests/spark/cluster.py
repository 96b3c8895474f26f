"""A Spark cluster of this machine that registers pairs while one of its workers is killed: see scripts/test-spark."""

import contextlib
import itertools
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time

import pyarrow.parquet
import pyspark
from PIL import Image

ROOT = pathlib.Path(sys.argv[1])
SPARK = pathlib.Path(pyspark.__file__).parent
OPTIONS = ["--resize", "320", "--max-keypoints", "256", "--threads", "1"]
HOST = "127.0.0.1"
PAIRS = 300
TASKS = 6
SECONDS = 600


def main():
    # Whoever ends the test ends its cluster.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        place = pathlib.Path(folder)
        write_pairs(place)
        expected, batch_seconds = batch(place)
        with Cluster(place) as cluster:
            table, seconds = cluster.register(place, "plain", kill=False)
            compare(table, expected)
            table, killed_seconds = cluster.register(place, "killed", kill=True)
            compare(table, expected)
    print(f"batch, one thread: {batch_seconds:.1f} s for {PAIRS} pairs")
    print(f"Spark, two workers of one core: {seconds:.1f} s, with its start; {killed_seconds:.1f} s with one killed")


def write_pairs(place):
    """Ten crops of each of six pictures, all pairs within each of them, and thirty across."""
    photos = place / "photos"
    photos.mkdir()
    names = []
    for name in ["a", "b", "cat", "coffee", "map", "map-photographed"]:
        picture = Image.open(ROOT / "examples" / f"{name}.jpg").convert("RGB")
        picture.thumbnail((400, 400))
        for number in range(10):
            width, height = (side * 4 // 5 for side in picture.size)
            left, top = (picture.width - width) * number // 9, (picture.height - height) * (9 - number) // 9
            picture.crop((left, top, left + width, top + height)).save(photos / f"{name}-{number}.png")
            names.append(str(photos / f"{name}-{number}.png"))
    within = [pair for start in range(0, 60, 10) for pair in itertools.combinations(names[start:start + 10], 2)]
    across = [(names[number], names[(number + 17) % 60]) for number in range(0, 60, 2)]
    pairs = within + across
    assert len(set(pairs)) == PAIRS
    (place / "list.txt").write_text("".join(f"{moving} {fixed}\n" for moving, fixed in pairs))
    # A table may have a pair twice.
    rows = pairs + pairs[:5]
    (place / "pairs.csv").write_text("moving,fixed\n" + "".join(f"{moving},{fixed}\n" for moving, fixed in rows))


def batch(place):
    start = time.monotonic()
    command = [os.environ["SUPERPOSE"], "batch", str(place / "list.txt"), "-o", str(place / "batch"), "--quiet"]
    subprocess.run(command + OPTIONS, check=True)
    seconds = time.monotonic() - start
    lines = (place / "batch" / "pairs.jsonl").read_text().splitlines()
    results = {}
    for line in lines:
        result = json.loads(line)
        report = json.loads((place / "batch" / result["folder"] / "registration.json").read_text())
        result["matches"] = report["matches"]
        results[result["moving"], result["fixed"]] = result
    assert len(results) == PAIRS
    return results, seconds


def compare(table, expected):
    rows = {(row["moving"], row["fixed"]): row for row in table}
    assert len(table) == len(rows) == PAIRS, f"expected {PAIRS} pairs once each, found {len(table)} rows"
    for pair, row in rows.items():
        result = expected[pair]
        for name in row:
            found, wanted = row[name], result[name]
            if name == "matches":
                found = [[m["x0"], m["y0"], m["x1"], m["y1"], m["inlier"]] for m in found]
                wanted = [[*m["moving"], *m["fixed"], m["inlier"]] for m in wanted]
            assert found == wanted, f"{pair}: {name} is {found}, and batch says {wanted}"
    verdicts = {verdict: sum(row["verdict"] == verdict for row in table) for verdict in ("registered", "failed")}
    assert verdicts["registered"] > 200 and verdicts["failed"] >= 20, verdicts
    print(f"equal to batch: {PAIRS} pairs, {verdicts}", flush=True)


class Cluster:
    """Spark's standalone master and two workers of a core each."""

    def __init__(self, place):
        self.log = open(place / "spark.log", "w")
        self.place = place
        self.processes = []

    def __enter__(self):
        try:
            self.port = free_port()
            self.start("master.Master", "--port", str(self.port), "--webui-port", str(free_port()))
            wait(lambda: connects(self.port), "Spark's master")
            self.workers = [self.start_worker(number) for number in range(2)]
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.log.close()

    def start_worker(self, number):
        return self.start(
            "worker.Worker", "--cores", "1", "--memory", "2g", "--work-dir", str(self.place / f"worker-{number}"),
            "--webui-port", str(free_port()), f"spark://{HOST}:{self.port}")

    def start(self, name, *arguments):
        process = subprocess.Popen(
            [str(SPARK / "bin" / "spark-class"), "org.apache.spark.deploy." + name, "--host", HOST, *arguments],
            env=self.environment(), stdout=self.log, stderr=self.log, start_new_session=True)
        self.processes.append(process)
        return process

    def environment(self):
        return os.environ | {
            "SPARK_LOCAL_IP": HOST, "SPARK_HOME": str(SPARK), "SPARK_LOCAL_DIRS": str(self.place / "spark"),
            "PYSPARK_PYTHON": sys.executable, "SPARK_NO_DAEMONIZE": "1", "SPARK_DAEMON_MEMORY": "256m",
        }

    def register(self, place, name, kill):
        """Runs the example, and returns its table and how long that took."""
        program = place / "superpose" / "bin" / "superpose"
        if not program.exists():
            program.parent.mkdir(parents=True)
            program.symlink_to(os.environ["SUPERPOSE"])
        start = time.monotonic()
        driver = subprocess.Popen(
            [str(SPARK / "bin" / "spark-submit"), "--master", f"spark://{HOST}:{self.port}",
             "--conf", f"spark.driver.bindAddress={HOST}", "--conf", "spark.ui.enabled=false",
             "--conf", "spark.executor.memory=512m", "--driver-memory", "512m",
             "--conf", "spark.sql.shuffle.partitions=4",
             str(ROOT / "examples" / "spark" / "register_pairs.py"), str(place / "pairs.csv"), str(place / name),
             "--superpose", str(place / "superpose"), "--partitions", str(TASKS), "--"] + OPTIONS,
            env=self.environment(), stdout=self.log, stderr=self.log)
        try:
            if kill:
                # The middle: some of the tasks have written their part of the table.
                parts = lambda: list((place / name).glob("_temporary/*/task_*"))
                wait(lambda: len(parts()) >= 2 or driver.poll() is not None, "the first tasks")
                assert driver.poll() is None, "the work was done before a worker could be killed"
                os.killpg(self.workers[1].pid, signal.SIGKILL)
                print("killed a worker with -9", flush=True)
            status = driver.wait(timeout=SECONDS)
        finally:
            driver.kill()
        seconds = time.monotonic() - start
        if status != 0:
            self.log.flush()
            print("".join((place / "spark.log").read_text().splitlines(keepends=True)[-60:]), file=sys.stderr)
            raise SystemExit(f"the driver ended with {status}")
        return pyarrow.parquet.read_table(place / name).to_pylist(), seconds


def free_port():
    with socket.socket() as server:
        server.bind((HOST, 0))
        return server.getsockname()[1]


def connects(port):
    with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        return True
    return False


def wait(condition, what):
    end = time.monotonic() + SECONDS
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"{what} did not come within {SECONDS} s")
        time.sleep(0.05)


if __name__ == "__main__":
    main()
