"""Measures persisty beside other S3 clients on a server that only answers (nginx.conf beside this file):

    bash .ci/benchmark s3 [--jobs list100k,get_big …] [--runs 3] [--reduce 1] [--peers persisty,s5cmd …]

Runs of all clients follow one another, job by job; a row has the medians. What a client cannot do it leaves out; a client
that is not there is left out. Lists are counted, downloads compared by number and size.
"""
import argparse
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
MOMENT = 1767323045
KEYS = dict(AWS_ACCESS_KEY_ID="benchaccesskey01", AWS_SECRET_ACCESS_KEY="benchsecretkey0123456789")
GROUPS = {"big": (1, 2 << 30, "f{}.bin"), "small": (1000, 64 << 10, "f{:04}.bin"), "mid": (200, 4 << 20, "f{:03}.bin")}

S5CMD = "s5cmd --endpoint-url {url} --log error "
RCLONE = "rclone --config {home}/rclone.conf "
FAST = "--transfers 32 --checkers 32 --multi-thread-streams 8 --s3-upload-concurrency 16 --s3-chunk-size 16M "
AWS = "aws --endpoint-url {url} s3 "
S3CMD = "s3cmd -c {home}/s3cfg "
CLIENTS = {
    "persisty": {
        "list": "{persisty} ls -r s:{list}/",
        "get": "{persisty} cp -r --no-verify s:bench/{group}/ {to}/",
        "put": "{persisty} cp -r --if-exists replace {items}/{group}/ s:sink/",
        "copy_mid": "{persisty} cp -r --if-exists replace s:bench/mid/ s:sink/copy/",
        "delete_small": "{persisty} rm -r --yes s:full/small/",
    },
    "s5cmd": {
        "list": S5CMD.replace("--log error ", "") + "ls 's3://{list}/*'",
        "get": S5CMD + "cp 's3://bench/{group}/*' {to}/",
        "put": S5CMD + "cp {items}/{group}/ s3://sink/{group}/",
        "copy_mid": S5CMD + "cp 's3://bench/mid/*' s3://sink/copy/",
        "delete_small": S5CMD + "rm 's3://full/small/*'",
    },
    "rclone": {
        "list": RCLONE + "lsf -R --files-only --fast-list b:{list}",
        "get": RCLONE + FAST + "copy b:bench/{group} {to}",
        "put": RCLONE + FAST + "copy {items}/{group} b:sink/{group}",
        "copy_mid": RCLONE + "copy b:bench/mid b:sink/copy",
        "delete_small": RCLONE + "delete b:full/small",
    },
    "aws": {
        "list": AWS + "ls --recursive s3://{list}/",
        "get": AWS + "cp --only-show-errors --recursive s3://bench/{group}/ {to}/",
        "put": AWS + "cp --only-show-errors --recursive {items}/{group} s3://sink/{group}/",
        "copy_mid": AWS + "cp --only-show-errors --recursive s3://bench/mid/ s3://sink/copy/",
        "delete_small": AWS + "rm --only-show-errors --recursive s3://full/small/",
    },
    "s3cmd": {
        "list": S3CMD + "ls -r s3://{list}",
        "get": S3CMD + "get -r s3://bench/{group}/ {to}/",
        "put": S3CMD + "put -r {items}/{group}/ s3://sink/{group}/",
        "copy_mid": S3CMD + "cp -r s3://bench/mid/ s3://sink/copy/",
        "delete_small": S3CMD + "del -r --force s3://full/small/",
    },
}
JOBS = ["list100k", "list1m", "get_big", "get_small", "get_mid", "put_big", "put_small", "put_mid", "copy_mid", "delete_small"]


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def make_items(work, reduce):
    block = os.urandom(1 << 20)
    for group, (count, size, name) in GROUPS.items():
        folder = f"{work}/items/bench/{group}"
        os.makedirs(folder)
        for index in range(count):
            path = f"{folder}/{name.format(index)}"
            with open(path, "wb") as file:
                for start in range(0, size // (reduce if group == "big" else 1), len(block)):
                    file.write(block[: min(len(block), size - start)])
            os.utime(path, (MOMENT, MOMENT))


def make_pages(work):
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
    row = (
        "<Contents><Key>{}</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified><ETag>&quot;{}&quot;</ETag>"
        "<Size>{}</Size><StorageClass>STANDARD</StorageClass></Contents>"
    )
    for bucket, count in (("list100k", 100), ("list1m", 1000)):
        os.makedirs(f"{work}/pages/{bucket}")
        for page in range(count):
            more = f"<IsTruncated>true</IsTruncated><NextContinuationToken>{page:04}</NextContinuationToken>"
            rows = "".join(
                row.format(
                    f"data/year=2026/part-{page:04}/k{page * 1000 + index:07}.parquet", "d41d8cd98f00b204e9800998ecf8427e",
                    12345 + index)
                for index in range(1000))
            name = "first" if page == 0 else f"after_{page - 1:04}"
            write(
                f"{work}/pages/{bucket}/{name}.xml",
                f"{head}<Name>{bucket}</Name><KeyCount>1000</KeyCount><MaxKeys>1000</MaxKeys>"
                + (more if page + 1 < count else "<IsTruncated>false</IsTruncated>") + rows + "</ListBucketResult>")
    os.makedirs(f"{work}/pages/bench")
    for group, (count, _, name) in GROUPS.items():
        rows = ""
        for index in range(count):
            # As nginx makes it.
            size = os.path.getsize(f"{work}/items/bench/{group}/{name.format(index)}")
            rows += row.format(f"{group}/{name.format(index)}", f"{MOMENT:x}-{size:x}", size)
        write(
            f"{work}/pages/bench/{group}.xml",
            f"{head}<Name>bench</Name><KeyCount>{count}</KeyCount><IsTruncated>false</IsTruncated>{rows}</ListBucketResult>")
    write(f"{work}/pages/bench/none.xml", f"{head}<KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>")
    deleted = "".join(f"<Deleted><Key>small/f{index:04}.bin</Key></Deleted>" for index in range(1000))
    write(f"{work}/pages/deleted.xml", f'<?xml version="1.0"?><DeleteResult>{deleted}</DeleteResult>')


def serve(work):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with open(f"{HERE}/nginx.conf") as file:
        text = file.read().replace("WORK", work).replace("PORT", str(port))
        text = text.replace("COPIED", f"{MOMENT:x}-{GROUPS['mid'][1]:x}")
    write(f"{work}/nginx.conf", text.replace("USER", "user root;" if os.getuid() == 0 else ""))
    os.makedirs(f"{work}/temporary")
    server = subprocess.Popen(["nginx", "-c", f"{work}/nginx.conf", "-p", work], stderr=subprocess.DEVNULL)
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return server, port
        except OSError:
            time.sleep(0.05)
    sys.exit("nginx did not come up")


def make_home(work, port):
    home = f"{work}/home"
    os.makedirs(f"{home}/.config/persisty")
    url = f"http://127.0.0.1:{port}"
    write(
        f"{home}/.config/persisty/config.toml",
        f'[[store]]\nname = "s"\ntype = "s3"\nendpoint = "{url}"\nregion = "us-east-1"\ncredentials = "environment"\n')
    access, secret = KEYS.values()
    write(
        f"{home}/rclone.conf",
        f"[b]\ntype = s3\nprovider = Other\naccess_key_id = {access}\nsecret_access_key = {secret}\nendpoint = {url}\n"
        "region = us-east-1\nforce_path_style = true\n")
    write(
        f"{home}/s3cfg",
        f"[default]\naccess_key = {access}\nsecret_key = {secret}\nhost_base = 127.0.0.1:{port}\n"
        f"host_bucket = 127.0.0.1:{port}/%(bucket)\nuse_https = False\nbucket_location = us-east-1\n")
    environment = dict(os.environ, HOME=home, AWS_REGION="us-east-1", AWS_DEFAULT_REGION="us-east-1", **KEYS)
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "AWS_ENDPOINT_URL", "AWS_PROFILE"):
        environment.pop(name, None)
    return home, dict(environment, AWS_EC2_METADATA_DISABLED="true", NO_PROXY="127.0.0.1", no_proxy="127.0.0.1")


def run(command, environment, output, limit):
    """Wall and CPU seconds and the peak memory in MiB of one command; None when it fails or takes too long."""
    with open(output, "wb") as out:
        start = time.monotonic()
        process = subprocess.Popen(
            ["/bin/sh", "-c", "exec " + command], env=environment, stdout=out, stderr=subprocess.PIPE, start_new_session=True)
        signal.signal(signal.SIGALRM, lambda *_: os.killpg(process.pid, signal.SIGKILL))
        signal.alarm(limit)
        error = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        signal.alarm(0)
    wall = time.monotonic() - start
    if status != 0:
        print(f"  failed: {command}\n  {error[-300:].decode(errors='replace')}", file=sys.stderr)
        return None
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--persisty", required=True)
    parser.add_argument("--jobs", default=",".join(JOBS))
    parser.add_argument("--peers", default=",".join(CLIENTS))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--reduce", type=int, default=1, help="divides the size of the big item")
    parser.add_argument("--limit", type=int, default=120, help="seconds that a command may take")
    options = parser.parse_args()
    clients = [name for name in options.peers.split(",") if name == "persisty" or shutil.which(name)]
    with tempfile.TemporaryDirectory(prefix="persisty-benchmark.") as work:
        make_items(work, options.reduce)
        make_pages(work)
        server, port = serve(work)
        home, environment = make_home(work, port)
        try:
            for job in options.jobs.split(","):
                measure(job, clients, options, work, port, home, environment)
        finally:
            server.terminate()
            server.wait()


def measure(job, clients, options, work, port, home, environment):
    kind, _, group = job.partition("_")
    results = {name: [] for name in clients}
    for _ in range(options.runs):
        for name in clients:
            command = CLIENTS[name].get(job) or CLIENTS[name].get("list" if job.startswith("list") else kind)
            if command is None or None in results[name]:
                continue
            to = f"{work}/to"
            shutil.rmtree(to, ignore_errors=True)
            os.makedirs(to)
            command = command.format(
                persisty=options.persisty, url=f"http://127.0.0.1:{port}", list=job, group=group, to=to,
                items=f"{work}/items/bench", home=home)
            result = run(command, environment, f"{work}/output", options.limit)
            if result and job.startswith("list"):
                with open(f"{work}/output", "rb") as file:
                    lines = sum(1 for _ in file)
                assert lines == (100_000 if job == "list100k" else 1_000_000), f"{name} listed {lines} keys"
            if result and kind == "get":
                files = [os.path.getsize(f"{d}/{f}") for d, _, names in os.walk(to) for f in names]
                wanted = [os.path.getsize(e.path) for e in os.scandir(f"{work}/items/bench/{group}")]
                assert sorted(files) == sorted(wanted), f"{name} did not bring what is there"
            results[name].append(result)
    medians = {
        name: [statistics.median(column) for column in zip(*rows)] for name, rows in results.items() if rows and None not in rows
    }
    peers = [wall for name, (wall, _, _) in medians.items() if name != "persisty"]
    print(f"\n{job}\n{'':10}{'wall s':>9}{'CPU s':>9}{'MiB':>7}   ratio")
    for name, (wall, cpu, memory) in medians.items():
        ratio = f"{wall / min(peers):.2f} of the fastest other" if name == "persisty" and peers else ""
        print(f"{name:10}{wall:9.3f}{cpu:9.3f}{memory:7.0f}   {ratio}", flush=True)


main()
