"""
Load on a running server: ``python -m benchmarks.load ADDRESS USER PASSWORD [--users 8] [--seconds 20] PATH …``.

Each user signs in and asks for the paths in turn, one after another, for the time given; printed are requests a
second and the 50th, 95th and 99th percentile for each path. Point it only at a server of your own.
"""

from __future__ import annotations

import argparse
import http.cookiejar
import statistics
import threading
import time
import urllib.parse
import urllib.request
from collections import defaultdict


class Browser:
    """One signed-in user, with cookies."""

    def __init__(self, address: str) -> None:
        """Open nothing yet."""
        self.address = address.rstrip("/")
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        self.jar = jar

    def sign_in(self, username: str, password: str) -> None:
        """Sign in through the page, as a person does."""
        self.get("/sign-in/")
        token = next(c.value for c in self.jar if c.name == "csrftoken") or ""
        form = {"username": username, "password": password, "csrfmiddlewaretoken": token}
        request = urllib.request.Request(
            f"{self.address}/sign-in/", urllib.parse.urlencode(form).encode(), {"Referer": self.address}
        )
        with self.opener.open(request) as response:
            if response.url.endswith("/sign-in/"):
                raise SystemExit("not signed in")

    def get(self, path: str) -> int:
        """Return how many bytes the page has."""
        with self.opener.open(f"{self.address}{urllib.parse.quote(path, safe='/?&=%')}") as response:
            return len(response.read())


def main() -> None:
    """Run the load and print what came of it."""
    asked = _asked()
    spans: dict[str, list[float]] = defaultdict(list)
    lock = threading.Lock()
    browsers = [Browser(asked.address) for _ in range(asked.users)]
    for browser in browsers:
        browser.sign_in(asked.username, asked.password)

    def walk(browser: Browser, first: int, until: float) -> None:
        turn = first
        while time.perf_counter() < until:
            path = asked.paths[turn % len(asked.paths)]
            start = time.perf_counter()
            browser.get(path)
            with lock:
                spans[path].append(time.perf_counter() - start)
            turn += 1

    began = time.perf_counter()
    until = began + asked.seconds
    walkers = [threading.Thread(target=walk, args=(b, n, until)) for n, b in enumerate(browsers)]
    for walker in walkers:
        walker.start()
    for walker in walkers:
        walker.join()
    _tell(spans, time.perf_counter() - began, asked.users)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("username")
    parser.add_argument("password")
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--users", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=20)
    return parser.parse_args()


def _tell(spans: dict[str, list[float]], seconds: float, users: int) -> None:
    total = sum(map(len, spans.values()))
    print(f"{users} users, {total} requests in {seconds:.1f} s: {total / seconds:.1f} a second")
    for path, times in spans.items():
        cuts = statistics.quantiles(times, n=100) if len(times) > 1 else [times[0]] * 99
        marks = "  ".join(f"p{p} {cuts[p - 1] * 1000:.0f} ms" for p in (50, 95, 99))
        print(f"  {path}: {len(times)} requests, {marks}")


if __name__ == "__main__":
    main()
