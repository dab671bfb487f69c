"""What is kept: typed models, one aggregate a file, named queries below the classes.

Reads run in the session of a request. A write ends that read first and begins at once with the right to write:

    with writing(session):
        session.add(...)
"""
