"""Registers a table of pairs on a Spark cluster: one `superpose worker` for each task.

    spark-submit --master spark://host:7077 register_pairs.py pairs.csv results.parquet --superpose /opt/superpose

The table, Parquet or CSV, has the columns `moving` and `fixed`: paths that every machine sees. The result is a Parquet
table with each pair once, in which equal pairs have equal rows, however often a stage had to run again. --superpose
names a folder that scripts/package has made and that every machine sees, or such a folder as superpose.tar.gz, which
Spark then brings to every machine. All that follows -- goes to the worker: -- --resize 640 --features /shared/features
"""

import argparse
import json
import os
import subprocess
import sys

import pyarrow
from pyspark import SparkFiles
from pyspark.sql import SparkSession, Window, functions
from pyspark.sql.types import (
    ArrayType, BooleanType, DoubleType, FloatType, LongType, StringType, StructField, StructType)

MATCH = StructType([
    StructField("x0", DoubleType()), StructField("y0", DoubleType()),
    StructField("x1", DoubleType()), StructField("y1", DoubleType()),
    StructField("confidence", FloatType()), StructField("inlier", BooleanType()),
])
RESULT = StructType([
    StructField("moving", StringType(), nullable=False),
    StructField("fixed", StringType(), nullable=False),
    StructField("verdict", StringType()),
    StructField("reasons", ArrayType(StringType())),
    StructField("errorClass", StringType()),
    StructField("error", StringType()),
    StructField("matchCount", LongType()),
    StructField("inlierCount", LongType()),
    StructField("meanErrorPixels", DoubleType()),
    StructField("overlapFraction", DoubleType()),
    StructField("fixedFromMoving", ArrayType(ArrayType(DoubleType()))),
    StructField("matches", ArrayType(MATCH)),
])
# How many pairs a worker may have before it has answered the first; its own default.
AHEAD = 16
# How many answers go back to Spark together.
BATCH = 64
# The bits of the images' numbers: up to a million images.
BITS = 20


def main():
    arguments, worker_options = split_arguments(sys.argv[1:])
    options = parse(arguments)
    spark = SparkSession.builder.appName("superpose").getOrCreate()
    is_archive = options.superpose.endswith(".tar.gz")
    if is_archive:
        spark.sparkContext.addArchive(options.superpose + "#superpose")
    read = spark.read.option("header", True).csv if options.pairs.endswith(".csv") else spark.read.parquet
    pairs = read(options.pairs).select("moving", "fixed").dropDuplicates()
    partitions = options.partitions or 2 * spark.sparkContext.defaultParallelism
    command = [] if is_archive else [options.superpose]
    register = task(command, ["--ahead", str(AHEAD), "--matches", "--quiet"] + worker_options)
    results = near_each_other(pairs, partitions).mapInArrow(register, RESULT)
    results.write.mode("overwrite").parquet(options.results)
    spark.stop()


def split_arguments(arguments):
    """What stands before `--`, and what behind it."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    return arguments[:end], arguments[end + 1:]


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs")
    parser.add_argument("results")
    parser.add_argument("--superpose", required=True, help="a folder of scripts/package, or its .tar.gz")
    parser.add_argument("--partitions", type=int, help="how many tasks; twice the cluster's cores unless given")
    return parser.parse_args(arguments)


def near_each_other(pairs, partitions):
    """Puts pairs of the same images into the same task, as `superpose batch --shard` does.

    Images are numbered in the order of their paths, the bits of both numbers of a pair are interleaved, and each task
    takes a range of what this gives.
    """
    images = pairs.select(functions.col("moving").alias("image")).union(pairs.select("fixed")).distinct()
    # One task numbers them all, which takes seconds for a million.
    number = functions.row_number().over(Window.orderBy("image")) - 1
    numbered = images.select("image", number.alias("number")).cache()
    for name in ("moving", "fixed"):
        numbers = numbered.select(
            functions.col("image").alias(name), functions.col("number").alias(name + "Number"))
        pairs = pairs.join(numbers, name)
    first = functions.least("movingNumber", "fixedNumber")
    second = functions.greatest("movingNumber", "fixedNumber")
    place = functions.lit(0).cast("long")
    for bit in range(BITS):
        for shift, number in ((2 * bit, first), (2 * bit + 1, second)):
            value = functions.shiftright(number, bit).bitwiseAND(functions.lit(1)).cast("long")
            place = place + functions.shiftleft(value, shift)
    placed = pairs.select("moving", "fixed", place.alias("place"))
    return placed.repartitionByRange(partitions, "place", "moving", "fixed").sortWithinPartitions(
        "place", "moving", "fixed").select("moving", "fixed")


def task(command, options):
    """What Spark calls for each task, with its pairs."""

    def register(batches):
        program = command[0] if command else SparkFiles.get("superpose")
        if os.path.isdir(program):
            program = find_program(program)
        with subprocess.Popen(
                [program, "worker"] + options, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as worker:
            try:
                rows = answers(worker, (pair for batch in batches for pair in batch.to_pylist()))
                yield from in_batches(rows)
            finally:
                # After an error the worker must not go on.
                worker.kill()

    return register


def find_program(folder):
    """An archive may have the folder itself inside."""
    for inner in [""] + sorted(os.listdir(folder)):
        program = os.path.join(folder, inner, "bin", "superpose")
        if os.path.isfile(program):
            return program
    raise FileNotFoundError(f"no bin/superpose in {folder}")


def answers(worker, pairs):
    """Asks for pairs, and gives the rows of the answers, never more ahead than the worker takes."""
    asked = answered = 0
    for pair in pairs:
        worker.stdin.write(json.dumps({"id": asked, "moving": pair["moving"], "fixed": pair["fixed"]}) + "\n")
        worker.stdin.flush()
        asked += 1
        if asked - answered == AHEAD:
            yield row(worker)
            answered += 1
    worker.stdin.close()
    while answered < asked:
        yield row(worker)
        answered += 1


def row(worker):
    line = worker.stdout.readline()
    if not line:
        # Spark runs the task again.
        raise RuntimeError(f"the worker ended with {worker.wait()} before it had answered all pairs")
    answer = json.loads(line)
    answer["matches"] = [
        {"x0": match["moving"][0], "y0": match["moving"][1], "x1": match["fixed"][0], "y1": match["fixed"][1],
         "confidence": match["confidence"], "inlier": match["inlier"]}
        for match in answer["matches"]
    ]
    # Times differ from run to run, and a folder the pair has none.
    return {field.name: answer[field.name] for field in RESULT.fields}


def in_batches(rows):
    from pyspark.sql.pandas.types import to_arrow_schema

    schema = to_arrow_schema(RESULT)
    waiting = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == BATCH:
            yield pyarrow.RecordBatch.from_pylist(waiting, schema)
            waiting = []
    if waiting:
        yield pyarrow.RecordBatch.from_pylist(waiting, schema)


if __name__ == "__main__":
    main()
