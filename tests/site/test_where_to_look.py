"""What `make run` says about where the site is."""

import pytest

from tracking_site.serving import where_to_look


@pytest.mark.parametrize(
    ("site_url", "hosts", "bind", "told"),
    [
        ("http://127.0.0.1:8000", ["127.0.0.1"], "127.0.0.1:8000", "Open http://127.0.0.1:8000"),
        (
            "https://track.example.com",
            ["track.example.com"],
            "0.0.0.0:8000",
            "-H 'Host: track.example.com' http://127.0.0.1:8000/, or set ALLOWED_HOSTS=track.example.com,127.0.0.1 ",
        ),
        ("https://t.example.com", ["t.example.com", "127.0.0.1"], "127.0.0.1:80", "open http://127.0.0.1:80"),
        ("https://t.example.com", ["t.example.com"], "[::1]:8000", "ALLOWED_HOSTS=t.example.com,::1 "),
        ("https://t.example.com", [], "unix:/run/t/s", "curl --unix-socket /run/t/s http://t.example.com/"),
    ],
)
def test_it_says_what_to_open(site_url: str, hosts: list[str], bind: str, told: str) -> None:
    assert told in where_to_look(site_url=site_url, allowed_hosts=hosts, bind=bind)
