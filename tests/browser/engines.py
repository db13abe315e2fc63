"""Firefox and WebKit, which is Safari's engine, driven with the same few verbs: by WebDriver BiDi, and by WebKitWebDriver.

`python -m tests.browser.engines` makes sure that they are there, or the one that it is given. WebKitGTK has no mode without
a window, so it gets a display of its own, which nobody sees (Xvfb).
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Coroutine, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any, Protocol, TypeVar
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import aiohttp

T = TypeVar("T")

NEEDED = {"firefox": ("firefox-esr", "firefox"), "webkit": ("WebKitWebDriver",)}  # one of these commands
PACKAGES = {"firefox": ("firefox-esr",), "webkit": ("webkit2gtk-driver", "xvfb")}  # of Debian
SIZE = (1280, 720)
PATIENCE = 60  # s for an answer

# Nothing but the pages under test is asked for, and a page without a window has the focus.
PREFERENCES: Mapping[str, object] = {
    "app.update.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "focusmanager.testmode": True,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "ui.prefersReducedMotion": 1,
}

# A function of a page becomes one that gives JSON, which both protocols carry in the same way.
CALL = "return JSON.stringify((await (%s)(...JSON.parse(given))) ?? null);"

# By the names that tests use, the letters by which WebDriver knows keys.
KEYS = {
    "ArrowLeft": "\ue012",
    "ArrowRight": "\ue014",
    "Home": "\ue011",
    "End": "\ue010",
    "Escape": "\ue00c",
    "Tab": "\ue004",
}


class Engine(Protocol):
    """A browser with one page."""

    def open(self, url: str) -> None:
        """Open a page, and wait until it has loaded."""

    def js(self, function: str, *given: object) -> Any:
        """Return what a function of JavaScript, which may be asynchronous, returns for what is given."""

    def act(self, source: Mapping[str, Any]) -> None:
        """Do what a pointer or a keyboard does."""

    def picture(self) -> str:
        """Return what is seen, as a PNG in base64."""

    def troubles(self) -> list[str]:
        """Return the errors of the console since the last time."""


def missing(name: str) -> str:
    """Return what has to be installed for an engine; "" if nothing is missing."""
    there = any(map(shutil.which, NEEDED[name])) and (
        name != "webkit" or shutil.which("Xvfb") or "DISPLAY" in os.environ
    )
    return "" if there else " ".join(PACKAGES[name])


@contextmanager
def running(name: str) -> Iterator[Engine]:
    """Start an engine. Raises FileNotFoundError, with what to do, if it is not there."""
    if packages := missing(name):
        raise FileNotFoundError(
            f"{name} is missing: `apt-get install {packages}`, or `python -m tests.browser.engines`"
        )
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=name, ignore_cleanup_errors=True)))
        yield stack.enter_context({"firefox": _firefox, "webkit": _webkit}[name](folder))


@contextmanager
def _process(command: Sequence[str], log: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env={**os.environ, **environment})
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _listens(process: subprocess.Popen[bytes], port: int) -> None:
    """Wait until a process listens on a port. Raises RuntimeError if it ends before."""
    for _ in range(10 * PATIENCE):
        with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            return
        with suppress(subprocess.TimeoutExpired):
            raise RuntimeError(f"{process.args} ended with {process.wait(0.1)}")
    raise TimeoutError(f"{process.args} does not listen")


def _port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


# ---- Firefox: WebDriver BiDi, a conversation over a WebSocket ----


@contextmanager
def _firefox(folder: Path) -> Iterator[Engine]:
    preferences = (f"user_pref({json.dumps(key)}, {json.dumps(value)});" for key, value in PREFERENCES.items())
    (folder / "user.js").write_text("\n".join(preferences))
    binary = next(filter(None, map(shutil.which, NEEDED["firefox"])))
    port = _port()
    command = [
        binary,
        "--headless",
        "--no-remote",
        f"--remote-debugging-port={port}",
        "--profile",
        str(folder),
        "about:blank",
    ]
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever)  # Playwright may have a loop of its own in this one
    thread.start()
    try:
        with _process(command, folder / "log") as process:
            _listens(process, port)
            firefox = Firefox(loop, port)
            try:
                yield firefox
            finally:
                firefox.close()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


class Firefox:
    """Firefox without a window."""

    def __init__(self, loop: asyncio.AbstractEventLoop, port: int) -> None:
        self._loop = loop
        self._asked = 0
        self._troubles: list[str] = []
        self._socket = self._run(self._connect(f"ws://127.0.0.1:{port}/session"))
        self._ask("session.new", capabilities={})
        self._ask("session.subscribe", events=["log.entryAdded"])
        # one that is opened has the focus, and so hears that it goes from a field; the first one never has
        self._page = self._ask("browsingContext.create", type="window")["context"]
        width, height = SIZE
        self._ask("browsingContext.setViewport", context=self._page, viewport={"width": width, "height": height})

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(2 * PATIENCE)

    async def _connect(self, address: str) -> aiohttp.ClientWebSocketResponse:
        self._client = aiohttp.ClientSession()
        return await self._client.ws_connect(address, max_msg_size=0)

    def _ask(self, method: str, **params: object) -> Any:
        return self._run(self._answer(method, params))

    async def _answer(self, method: str, params: Mapping[str, object]) -> Any:
        self._asked += 1
        await self._socket.send_json({"id": self._asked, "method": method, "params": params})
        while True:
            said = await self._socket.receive_json(timeout=PATIENCE)
            if said["type"] == "event":
                entry = said["params"]
                if entry["level"] in ("error", "warn"):
                    self._troubles.append(f"{entry['level']}: {entry['text']}")
            elif said["id"] == self._asked:
                if said["type"] == "error":
                    raise RuntimeError(f"{method}: {said['message']}")
                return said["result"]

    def open(self, url: str) -> None:
        self._ask("browsingContext.navigate", context=self._page, url=url, wait="complete")

    def js(self, function: str, *given: object) -> Any:
        answer = self._ask(
            "script.callFunction",
            functionDeclaration=f"async (given) => {{ {CALL % function} }}",
            arguments=[{"type": "string", "value": json.dumps(given)}],
            target={"context": self._page},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def act(self, source: Mapping[str, Any]) -> None:
        self._ask("input.performActions", context=self._page, actions=[source])

    def picture(self) -> str:
        return str(self._ask("browsingContext.captureScreenshot", context=self._page)["data"])

    def troubles(self) -> list[str]:
        self._ask("browsingContext.getTree")  # what was said before its answer is here with it
        said, self._troubles = self._troubles, []
        return said

    def close(self) -> None:
        with suppress(RuntimeError, aiohttp.ClientError, TypeError):
            self._ask("browser.close")
        self._run(self._socket.close())
        self._run(self._client.close())


# ---- WebKit: WebDriver, a request for each command ----


@contextmanager
def _webkit(folder: Path) -> Iterator[Engine]:
    with ExitStack() as stack:
        environment = {"GDK_BACKEND": "x11", "LIBGL_ALWAYS_SOFTWARE": "1", "HOME": str(folder)}
        if os.geteuid() == 0:
            environment["WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS"] = "1"  # its sandbox is none for root
        if "DISPLAY" not in os.environ:
            environment["DISPLAY"] = stack.enter_context(_display(folder))
        port = _port()
        _listens(
            stack.enter_context(_process(["WebKitWebDriver", f"--port={port}"], folder / "log", **environment)), port
        )
        webkit = WebKit(port)
        stack.callback(webkit.close)
        yield webkit


@contextmanager
def _display(folder: Path) -> Iterator[str]:
    """Start a display and return its name, which it chooses itself."""
    told, tells = os.pipe()
    with (folder / "display").open("wb") as log, os.fdopen(told) as name:
        command = ["Xvfb", "-displayfd", str(tells), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
        process = subprocess.Popen(command, stdout=log, stderr=log, pass_fds=[tells])
        os.close(tells)
        try:
            yield f":{name.readline().strip()}"
        finally:
            process.terminate()
            process.wait()


class WebKit:
    """WebKitGTK's own small browser."""

    # WebKitWebDriver says nothing of the console. So a page that has loaded keeps what it writes there, and what is blocked.
    HEAR = """() => {
      window.heard = [];
      const keep = (said) => window.heard.push(String(said));
      for (const kind of ['error', 'warn']) console[kind] = keep;
      for (const kind of ['error', 'unhandledrejection', 'securitypolicyviolation'])
        addEventListener(kind, (event) => keep(event.message ?? event.reason ?? event.violatedDirective), true);
    }"""

    def __init__(self, port: int) -> None:
        self._address = f"http://127.0.0.1:{port}"
        browser = next(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
        self._troubles: list[str] = []
        options = {"webkitgtk:browserOptions": {"binary": str(browser), "args": ["--automation"]}}
        session = self._ask("POST", "/session", {"capabilities": {"alwaysMatch": options}})
        self._address += f"/session/{session['sessionId']}"
        self._ask("POST", "/timeouts", {"script": 1000 * PATIENCE, "pageLoad": 1000 * PATIENCE})
        self._resize()

    def _ask(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        try:
            request = Request(self._address + path, data, {"Content-Type": "application/json"}, method=method)
            with urlopen(request, timeout=2 * PATIENCE) as answer:
                return json.load(answer)["value"]
        except HTTPError as error:
            raise RuntimeError(f"{path}: {error.read().decode()}") from error

    def _resize(self) -> None:
        """Give the page its size: the window is larger by a frame, which is known when there is one."""
        width, height = SIZE
        frame = (0, 0)
        end = time.monotonic() + PATIENCE
        while (now := tuple(self.js("() => [innerWidth, innerHeight]"))) != SIZE:
            if time.monotonic() > end:
                raise TimeoutError(f"the page is {now}, not {SIZE}")
            rect = self._ask(
                "POST", "/window/rect", {"x": 0, "y": 0, "width": width + frame[0], "height": height + frame[1]}
            )
            now = self.js("() => new Promise((done) => setTimeout(() => done([innerWidth, innerHeight]), 300))")
            frame = (rect["width"] - now[0], rect["height"] - now[1])

    def open(self, url: str) -> None:
        self._troubles += self._heard()
        self._ask("POST", "/url", {"url": url})
        self.js(self.HEAR)

    def _heard(self) -> list[str]:
        return list(self.js("() => (window.heard ?? []).splice(0)"))

    def js(self, function: str, *given: object) -> Any:
        script = f"""const [given, done] = arguments, asked = async () => {{ {CALL % function} }};
          asked().then((value) => done({{ value }}), (error) => done({{ error: `${{error}}` }}));"""
        answer = self._ask("POST", "/execute/async", {"script": script, "args": [json.dumps(given)]})
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return json.loads(answer["value"])

    def act(self, source: Mapping[str, Any]) -> None:
        self._ask("POST", "/actions", {"actions": [source]})

    def picture(self) -> str:
        return str(self._ask("GET", "/screenshot"))

    def troubles(self) -> list[str]:
        said, self._troubles = [*self._troubles, *self._heard()], []
        return said

    def close(self) -> None:
        with suppress(RuntimeError, URLError):
            self._ask("DELETE", "")


# ---- what a reader does ----


def drag(engine: Engine, start: Sequence[float], end: Sequence[float], steps: int = 5) -> None:
    """Press the mouse at one place, move it to another in steps, and let it go."""
    places = [[a + (b - a) * k / steps for a, b in zip(start, end, strict=True)] for k in range(steps + 1)]
    moves = [{"type": "pointerMove", "x": round(x), "y": round(y), "duration": 10} for x, y in places]
    down, up = ({"type": f"pointer{way}", "button": 0} for way in ("Down", "Up"))
    _mouse(engine, [moves[0], down, *moves[1:], up])


def click(engine: Engine, place: Sequence[float]) -> None:
    """Press the mouse at a place."""
    drag(engine, place, place, steps=1)


def move(engine: Engine, *places: Sequence[float]) -> None:
    """Move the mouse from place to place."""
    _mouse(engine, [{"type": "pointerMove", "x": x, "y": y, "duration": 10} for x, y in places])


def _mouse(engine: Engine, actions: Sequence[object]) -> None:
    engine.act({"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": actions})


def press(engine: Engine, key: str) -> None:
    """Press a key."""
    value = KEYS.get(key, key)
    engine.act(
        {"type": "key", "id": "keys", "actions": [{"type": way, "value": value} for way in ("keyDown", "keyUp")]}
    )


def wait(engine: Engine, condition: str, *given: object, seconds: float = PATIENCE / 2) -> None:
    """Wait until a function of JavaScript holds."""
    held = engine.js(
        f"""(given, seconds) => new Promise((done) => {{
          const condition = {condition}, end = performance.now() + seconds * 1000;
          const look = () => condition(...given) || performance.now() > end
            ? done(Boolean(condition(...given))) : setTimeout(look, 20);
          look();
        }})""",
        given,
        seconds,
    )
    assert held, f"not within {seconds} s: {condition}"


def install(names: Iterable[str]) -> None:
    """Install what is missing, as Debian's packages."""
    packages = " ".join(map(missing, names)).split()
    if not packages or not shutil.which("apt-get") or os.geteuid() != 0:
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", *command], env=environment, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    names = sys.argv[1:] or list(NEEDED)
    install(names)
    if lacks := [name for name in names if missing(name)]:
        sys.exit(f"Not there, and could not be installed: {', '.join(lacks)}. Only `make test-all` has to have them.")
    print(f"Browsers besides: {', '.join(names)}")
