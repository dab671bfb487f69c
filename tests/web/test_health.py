"""What machines ask."""

from sqlalchemy import create_engine


def test_a_process_says_that_it_lives_and_can_work(visit):
    nobody = visit(None)
    assert nobody.get("/healthz").json == {"state": "alive"}
    assert nobody.get("/readyz").json == {"state": "ready"}


def test_a_process_without_its_database_lives_but_is_not_ready(visit, app, tmp_path):
    nobody = visit(None)
    app.extensions["simulator"].engine = create_engine(f"sqlite:///{tmp_path}/no/such/folder.db")
    assert nobody.get("/healthz").status_code == 200
    assert nobody.get("/readyz").status_code == 503
