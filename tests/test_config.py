"""What an installation is set up with."""

import threading
from pathlib import Path

import pytest

from simulator.config import Config, data_folder, database_file, known_key
from simulator.errors import Misconfigured


def test_without_settings_one_file_in_the_data_folder_is_the_database(tmp_path):
    config = Config.read({"SIMULATOR_DATA": str(tmp_path / "a" / "b")})
    assert config.data == tmp_path / "a" / "b"
    assert config.database_url == f"sqlite:///{tmp_path / 'a' / 'b' / 'simulator.db'}"
    assert (config.secure_cookies, config.proxies) == (False, 0)


def test_the_key_is_made_once_and_kept(tmp_path):
    first = Config.read({}, tmp_path).secret_key
    assert len(first) >= 60
    assert Config.read({}, tmp_path).secret_key == first
    assert Config.read({"SIMULATOR_SECRET_KEY": "stated"}, tmp_path).secret_key == "stated"


def test_two_first_starts_at_once_agree_on_the_key(tmp_path):
    keys = []
    starts = [threading.Thread(target=lambda: keys.append(Config.read({}, tmp_path).secret_key)) for _ in range(16)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert len(keys) == 16
    assert len(set(keys)) == 1
    assert keys[0]


@pytest.mark.parametrize("given", ["postgres://a@b/c", "postgresql://a@b/c", "postgresql+psycopg://a@b/c"])
def test_a_plain_address_of_postgresql_gets_its_driver(tmp_path, given):
    assert Config.read({"DATABASE_URL": given}, tmp_path).database_url == "postgresql+psycopg://a@b/c"


def test_the_folder_is_the_one_stated_else_the_platform_s():
    assert data_folder({"SIMULATOR_DATA": "/a", "XDG_DATA_HOME": "/b"}) == Path("/a")
    assert data_folder({"XDG_DATA_HOME": "/b"}) == Path("/b/claims-training-simulator")
    assert data_folder({}) == Path("~/.local/share/claims-training-simulator")


def test_a_folder_that_cannot_be_is_a_plain_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Misconfigured, match="SIMULATOR_DATA"):
        Config.read({}, tmp_path / "file")


def test_a_setting_that_is_no_number_is_a_plain_error(tmp_path):
    with pytest.raises(Misconfigured, match="SIMULATOR_PROXIES"):
        Config.read({"SIMULATOR_PROXIES": "some"}, tmp_path)


def test_a_key_that_is_only_asked_for_is_not_made(tmp_path):
    environ = {"SIMULATOR_DATA": str(tmp_path / "none")}
    assert known_key(environ) is None
    assert not (tmp_path / "none").exists()
    made = Config.read(environ).secret_key
    assert known_key(environ) == known_key({}, tmp_path / "none") == made
    assert known_key({**environ, "SIMULATOR_SECRET_KEY": "stated"}) == "stated"


def test_a_key_that_cannot_be_read_is_a_plain_error(tmp_path):
    (tmp_path / "secret_key").mkdir()
    with pytest.raises(Misconfigured, match="cannot be read"):
        known_key({}, tmp_path)


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:////a/b.db", Path("/a/b.db")),
        ("sqlite:///b.db?timeout=5", Path("b.db")),
        ("sqlite:///:memory:", None),
        ("sqlite://", None),
        ("postgresql+psycopg://a@b/c", None),
    ],
)
def test_only_an_embedded_database_has_a_file(url, file):
    assert database_file(url) == file


def test_the_key_of_a_restore_follows_its_database(tmp_path):
    first = Config.read({}, tmp_path).secret_key
    (tmp_path / "secret_key.next").write_text("restored")
    (tmp_path / "simulator.db.next").touch()
    assert Config.read({}, tmp_path).secret_key == first
    (tmp_path / "simulator.db.next").replace(tmp_path / "simulator.db")
    assert Config.read({}, tmp_path).secret_key == "restored"
    assert not (tmp_path / "secret_key.next").exists()


def test_a_server_for_mail_is_named_with_the_address_to_write_from(tmp_path):
    assert Config.read({}, tmp_path).mail is None
    named = {"SIMULATOR_SMTP_HOST": "mail.example.com", "SIMULATOR_SMTP_FROM": "desk@example.com"}
    mail = Config.read(named, tmp_path).mail
    assert (mail.host, mail.port, mail.sender, mail.login) == ("mail.example.com", 587, "desk@example.com", "")
    with pytest.raises(Misconfigured, match="SIMULATOR_SMTP_FROM"):
        Config.read({"SIMULATOR_SMTP_HOST": "mail.example.com"}, tmp_path)
    with pytest.raises(Misconfigured, match="SIMULATOR_SMTP_PORT must be a whole number"):
        Config.read({**named, "SIMULATOR_SMTP_PORT": "smtp"}, tmp_path)
