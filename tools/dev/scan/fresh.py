# SPDX-License-Identifier: Apache-2.0
# For sqlmap, as --tamper and --preprocess: what may be used once is new in each request, so that what stands beside it
# reaches the store.
import inspect
import secrets

MARK = "fresh0fresh0"

# Debian 12's sqlmap asks it about each function of --preprocess, and Python 3.11 has it no more. Scripts of --tamper are
# loaded first.
if not hasattr(inspect, "getargspec"):
    inspect.getargspec = inspect.getfullargspec


def tamper(payload, **kwargs):
    return payload


def preprocess(req):
    value = secrets.token_hex(6)
    if req.data:
        req.data = req.data.replace(MARK.encode(), value.encode())
    for name, text in req.header_items():
        text = text.decode("latin-1") if isinstance(text, bytes) else text
        if MARK in text:
            req.add_header(name, text.replace(MARK, value))
