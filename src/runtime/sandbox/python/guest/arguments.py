"""The live values that the data of the call language mean."""

import _json
import base64
import datetime
import decimal
import fractions
import json
import pathlib
import uuid

scan = json.JSONDecoder().scan_once
datetime_, date_, time_, timedelta_ = datetime.datetime, datetime.date, datetime.time, datetime.timedelta
b64decode = base64.b64decode
Decimal, Fraction, PurePosixPath, UUID = decimal.Decimal, fractions.Fraction, pathlib.Path, uuid.UUID


class Unresolved(Exception):
    """An argument whose name stands for nothing, because the call that should have given it raised."""

    def __init__(self, thrown):
        self.thrown = thrown


def parse(text):
    return scan(text, 0)[0]


def decode(value, look_up):
    if type(value) is list:
        return [decode(entry, look_up) for entry in value]
    if type(value) is not dict:
        return value
    if len(value) == 1:
        (mark,) = value
        if mark[:1] == "$":
            return special(mark, value[mark], look_up)
    return {key: decode(entry, look_up) for key, entry in value.items()}


def special(mark, content, look_up):
    def inner(entry):
        return decode(entry, look_up)

    match mark:
        case "$":
            return look_up(content)
        case "$undefined":
            return None
        case "$number":
            return float(content.replace("Infinity", "inf")) if type(content) is str else content
        case "$bigint":
            return int(content)
        case "$date":
            return datetime_.fromisoformat(content)
        case "$bytes":
            return b64decode(content)
        case "$error":
            return type(content, (Exception,), {})()
        case "$map":
            return {hashable(inner(key)): inner(entry) for key, entry in content}
        case "$set":
            return {hashable(inner(entry)) for entry in content}
        case "$opaque":
            return object()
        case "$object":
            return of_object(content, look_up)
    return python(mark, content)


def of_object(content, look_up):
    if len(content) == 1:
        (mark,) = content
        if mark in PYTHON:
            return python(mark, content[mark])
    return {key: decode(entry, look_up) for key, entry in content.items()}


PYTHON = {
    "$datetime": datetime_.fromisoformat,
    "$day": date_.fromisoformat,
    "$time": time_.fromisoformat,
    "$timedelta": lambda content: timedelta_(seconds=content),
    "$decimal": lambda content: Decimal(content),
    "$fraction": lambda content: Fraction(content),
    "$complex": lambda content: complex(*content),
    "$path": lambda content: PurePosixPath(content),
    "$uuid": lambda content: UUID(content),
    "$tuple": tuple,
}


def python(mark, content):
    if mark not in PYTHON:
        raise SyntaxError(f"There is no special value {mark}")
    return PYTHON[mark](content)


def hashable(value):
    """A key or member that is a list, a set or a dict is given in its form that can be one."""
    if type(value) is list:
        return tuple(hashable(entry) for entry in value)
    if type(value) is set:
        return frozenset(value)
    if type(value) is dict:
        return tuple((key, hashable(entry)) for key, entry in value.items())
    return value
