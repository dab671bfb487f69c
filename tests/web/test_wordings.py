"""Forms and guides in full."""


def test_every_form_and_guide_is_listed_and_opens(visit, content):
    tess = visit("tess")
    listed = tess.get("/wordings").text
    for editions in content.library.forms.values():
        for form in editions:
            href = f"/forms/{form.name}/{form.market}/{form.edition}"
            assert f'href="{href}"' in listed
            page = tess.get(href).text
            for provision in form.provisions:
                assert f'id="{provision.id}"' in page
                assert provision.cite in page
    for guide in content.library.guides.values():
        href = f"/guides/{guide.market}/{guide.name}"
        assert f'href="{href}"' in listed
        assert tess.get(href).status_code == 200


def test_a_form_that_is_not_there_is_not_found(visit):
    tess = visit("tess")
    assert tess.get("/forms/nothing/ee/2026-01").status_code == 404
    assert tess.get("/guides/ee/nothing").status_code == 404


def test_wordings_are_for_people_with_an_account(visit):
    assert visit(None).get("/wordings").status_code == 303
