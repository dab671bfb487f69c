"""HTTP in, HTML out: a view parses, calls one verb of services or one named query, and renders a frozen page.

How a page is added: a module with ``bp``, named in ``app.BLUEPRINTS``; its templates in the folder of the same name,
extending ``layout/page.html``; its Estonian words in ``translations/et/<module>.po`` (every msgid, no .mo needed).
Every view needs a sign-in unless it is marked ``@public``. ``context`` gives the person, the moment, the session
of the database, the content and the language; nothing below ``web`` fetches them. Every form carries
``{{ csrf_field() }}`` (``macros/forms.html``).
"""
