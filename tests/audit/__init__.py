"""`make audit`: what Outlay is made of, under which licences, and what is known against it.

Everything is read from the lock files, so that it is said of what people get and not of what happens to be
installed here.
"""
