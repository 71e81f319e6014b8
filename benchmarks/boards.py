"""What a page of a board costs over long marts of costs: `python -m benchmarks.boards`.

The published marts are copied, those named are repeated, and the boards are served over the copy
without a cache, as `make serve` does but for that. It prints, for each page, seconds of processor
time of the server and seconds on the clock, of the requests after the first, with the load of the
machine. Linux only: what the server used is read below /proc.
"""

import argparse
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

import duckdb

from infra_spend.dashboards import DCT, FOLDER, environment
from infra_spend.publish import published_marts
from infra_spend.settings import Settings

HOST = "127.0.0.1"
MARTS = ["fct_costs_daily=43", "fct_costs_monthly=43"]


def main() -> None:
    """Copy the marts, serve boards over the copy and print what their pages take."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.boards", description=__doc__)
    parser.add_argument("pages", nargs="*", default=["summary", "team"])
    parser.add_argument("--repeat", nargs="+", default=MARTS, metavar="MART=TIMES")
    parser.add_argument("--boards", type=Path, help="of another commit; those of here unless given")
    parser.add_argument("--requests", type=int, default=4, help="of a page, after the first")
    parser.add_argument("--folder", type=Path, help="where to put the copy; removed at the end")
    arguments = parser.parse_args()
    settings = Settings.from_environment()
    boards = arguments.boards or settings.project / FOLDER
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        marts = Path(name) / "marts.duckdb"
        shutil.copy(published_marts(settings), marts)
        for said in arguments.repeat:
            mart, _, times = said.partition("=")
            print(f"{mart}: {repeat_rows(marts, mart, int(times)):,} rows", flush=True)
        measure_pages(boards, marts, arguments.pages, arguments.requests)


def repeat_rows(marts: Path, mart: str, times: int) -> int:
    """Put the rows of a mart into it so many times, in all; return how many it has then."""
    with duckdb.connect(str(marts)) as session:
        session.execute(
            f"create table repeated as select rows.* from range({times}) cross join {mart} as rows"
        )
        session.execute(f"drop table {mart}")
        session.execute(f"alter table repeated rename to {mart}")
        [(count,)] = session.execute(f"select count(*) from {mart}").fetchall()
    return int(count)


def measure_pages(boards: Path, marts: Path, pages: list[str], requests: int) -> None:
    """Serve boards over a file of marts and print what each page takes."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    address = f"http://{HOST}:{port}"
    words = ["serve", "--project-dir", str(boards), "--host", HOST, "--port", str(port)]
    server = subprocess.Popen(
        [DCT, *words, "--no-cache"], env=environment(marts), stdout=subprocess.DEVNULL
    )
    try:
        while server.poll() is None and not _answers(address):
            time.sleep(0.2)
        for page in pages:
            _took(server.pid, f"{address}/{page}/")
            took = [_took(server.pid, f"{address}/{page}/") for _ in range(requests)]
            processor = ", ".join(f"{used:.1f}" for used, _ in took)
            clock = ", ".join(f"{passed:.1f}" for _, passed in took)
            load = os.getloadavg()[0]
            print(f"{page}: processor {processor}; clock {clock}; load {load:.1f}", flush=True)
    finally:
        server.terminate()
        server.wait()


def _answers(address: str) -> bool:
    try:
        return bool(urlopen(address, timeout=5).read(1))
    except OSError:
        return False


def _took(server: int, address: str) -> tuple[float, float]:
    """Return seconds of processor time and on the clock until a page is there."""
    used, started = _processor_seconds(server), time.monotonic()
    urlopen(address).read()
    return _processor_seconds(server) - used, time.monotonic() - started


def _processor_seconds(server: int) -> float:
    """Return what a process and those of its processes that ended have used, user and system."""
    stat = Path(f"/proc/{server}/stat").read_text(encoding="ascii")
    ticks = stat.rpartition(")")[2].split()[11:15]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
