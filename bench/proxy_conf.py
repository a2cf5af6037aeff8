"""The shipped nginx configuration, made to run for the bench and for tests: another port, other folders."""

from pathlib import Path

from bench.fetching import HOST
from bench.places import ROOT
from bench.servers import OWN_USER, own_folders

SHIPPED = ROOT / "deploy" / "nginx.conf"


def adapted(*, folder: Path, port: int, paper_port: int) -> str:
    """The configuration with what an operator would edit in place, listening at `port` of this machine only.

    folder: where its files go. The paper's name becomes 127.0.0.1, so that other names are still strangers.
    Raises ValueError when the shipped file no longer holds a line that has to be replaced.
    """
    text = SHIPPED.read_text(encoding="utf-8")
    for old, new in {
        "user www-data;": OWN_USER,
        "worker_processes auto;": "worker_processes 1;",
        "pid /run/nginx.pid;": f"pid {folder}/nginx.pid;",
        "/var/log/nginx/error.log": f"{folder}/error.log",
        "include /etc/nginx/mime.types;": own_folders(folder),
        "/var/cache/nginx/dateline": f"{folder}/pages",
        "server 127.0.0.1:8000;": f"server {HOST}:{paper_port};",
        "listen 80 default_server;": f"listen {HOST}:{port} default_server;",
        "listen 80;": f"listen {HOST}:{port};",
        "server_name paper.example;": f"server_name {HOST};",
    }.items():
        if old not in text:
            raise ValueError(f"deploy/nginx.conf no longer says: {old}")
        text = text.replace(old, new)
    return text
