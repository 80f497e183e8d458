"""Values as the call language spells them: JSON text, with marks for what JSON has not. No method of a value is asked."""

import _json
import base64
import datetime
import decimal
import enum
import fractions
import types

DEPTH = 64
VALUES = 20_000
TEXT = 256 * 1024
SAFE = 2**53 - 1

quote = _json.encode_basestring_ascii
b64 = base64.b64encode
mro_of = type.__dict__["__mro__"].__get__
name_of = type.__dict__["__name__"].__get__
members_of = type.__dict__["__dict__"].__get__
module_members = types.ModuleType.__dict__["__dict__"].__get__
getset, member = types.GetSetDescriptorType, types.MemberDescriptorType
utc = datetime.timezone.utc
datetime_, date_, time_, timedelta_ = datetime.datetime, datetime.date, datetime.time, datetime.timedelta
Decimal, Fraction, Enum = decimal.Decimal, fractions.Fraction, enum.Enum
array = __import__("array").array
deque = __import__("collections").deque
Namespace = types.SimpleNamespace
flags_of = type.__dict__["__flags__"].__get__
memory = memoryview


class TooLarge(Exception):
    pass


def type_name(value):
    """The name of a value's class, whatever it says of itself."""
    return name_of(type(value))


def opaque(what):
    return '{"$opaque":' + quote(what) + "}"


def encode(value):
    try:
        return Encoder().inner(value)
    except TooLarge:
        return opaque("too large")
    except Exception:
        return opaque("unreadable")


class Encoder:
    def __init__(self):
        self.count = 0
        self.length = 0
        self.open = []

    def counted(self, text):
        self.length += len(text)
        if self.length > TEXT:
            raise TooLarge
        return text

    def text(self, value):
        if str.__len__(value) > TEXT:
            raise TooLarge
        return self.counted(quote(str.__str__(value)))

    def inner(self, value):
        self.count += 1
        if self.count > VALUES or len(self.open) > DEPTH:
            raise TooLarge
        if value is None:
            return "null"
        if value is True or value is False:
            return "true" if value else "false"
        kinds = mro_of(type(value))
        if Enum in kinds and int not in kinds and str not in kinds:
            return self.enumeration(value)
        if str in kinds:
            return self.text(value)
        if int in kinds:
            return self.counted(integer(int.__int__(value)))
        if float in kinds:
            return self.counted(real(float.__float__(value)))
        for kind, spell in SPECIAL:
            if kind in kinds:
                return self.counted(spell(value))
        if BaseException in kinds:
            return '{"$error":' + quote(type_name(value)) + "}"
        if any(value is one for one in self.open):
            return opaque("circular")
        self.open.append(value)
        try:
            return self.compound(value, kinds)
        finally:
            self.open.pop()

    def enumeration(self, value):
        own = instance_members(value)
        return special("enum", self.text(f"{type_name(value)}.{own.get('_name_')}"))

    def compound(self, value, kinds):
        if list in kinds:
            return self.list(list.__iter__(value))
        if tuple in kinds:
            fields = class_member(kinds, "_fields")
            if type(fields) is tuple and len(fields) == tuple.__len__(value):
                return self.members([*zip(fields, tuple.__iter__(value))])
            return self.list(tuple.__iter__(value))
        if dict in kinds:
            return self.mapping([*dict.items(value)])
        if set in kinds:
            return '{"$set":' + self.list(set.__iter__(value)) + "}"
        if frozenset in kinds:
            return '{"$set":' + self.list(frozenset.__iter__(value)) + "}"
        if deque in kinds:
            return self.list(deque.__iter__(value))
        if array in kinds:
            return self.list(iter(array.tolist(value)))
        if type in kinds or not is_own(kinds):
            return opaque("type" if type in kinds else type_name(value))
        return self.members([*instance_members(value).items()])

    def list(self, entries):
        return "[" + ",".join([self.inner(entry) for entry in entries]) + "]"

    def mapping(self, items):
        if all(type(key) is str for key, _ in items):
            return self.members(items)
        pairs = [f"[{self.inner(key)},{self.inner(entry)}]" for key, entry in items]
        return '{"$map":[' + ",".join(pairs) + "]}"

    def members(self, items):
        inside = ",".join([f"{self.text(key)}:{self.inner(entry)}" for key, entry in items])
        looks_special = len(items) == 1 and items[0][0][:1] == "$"
        return '{"$object":{' + inside + "}}" if looks_special else "{" + inside + "}"


def class_member(kinds, name):
    for kind in kinds:
        if name in members_of(kind):
            return members_of(kind)[name]
    return None


def is_own(kinds):
    """Whether a class was written in Python, so that its instances are what their members say."""
    flags = flags_of(kinds[0])
    return Namespace in kinds or (flags & HEAP_TYPE and not flags & IMMUTABLE)


HEAP_TYPE, IMMUTABLE = 1 << 9, 1 << 8


def instance_members(value):
    found = {}
    for kind in reversed(mro_of(type(value))):
        for name, descriptor in members_of(kind).items():
            if type(descriptor) is member and kind is not object and name != "__weakref__":
                try:
                    found[name] = descriptor.__get__(value)
                except AttributeError:
                    pass
            elif name == "__dict__" and type(descriptor) is getset:
                own = descriptor.__get__(value)
                if type(own) is dict:
                    found.update((key, entry) for key, entry in dict.items(own) if type(key) is str)
    return found


def special(mark, text):
    """What the language has no mark of its own for: an object whose only key looks special."""
    return '{"$object":{"$' + mark + '":' + text + "}}"


def integer(value):
    if -SAFE <= value <= SAFE:
        return int.__repr__(value)
    if int.bit_length(value) > 3 * TEXT:
        raise TooLarge
    return '{"$bigint":"' + digits(value) + '"}'


def digits(value):
    """Decimal digits of any integer; the language's own limit on them does not count here."""
    try:
        return int.__repr__(value)
    except ValueError:
        pass
    sign, value, parts = ("-" if value < 0 else ""), abs(value), []
    unit = 10**4000
    while value >= unit:
        value, part = divmod(value, unit)
        parts.append(int.__repr__(part).zfill(4000))
    return sign + int.__repr__(value) + "".join(reversed(parts))


def real(value):
    if value != value:
        return '{"$number":"NaN"}'
    if value in (INFINITY, -INFINITY):
        return '{"$number":"Infinity"}' if value > 0 else '{"$number":"-Infinity"}'
    return float.__repr__(value) if value else "0"


INFINITY = float("inf")


def moment(value):
    if datetime_.utcoffset(value) is None:
        return special("datetime", quote(datetime_.isoformat(value)))
    try:
        return '{"$date":"' + datetime_.isoformat(datetime_.astimezone(value, utc))[:-6] + 'Z"}'
    except OverflowError:
        return special("datetime", quote(datetime_.isoformat(value)))


def seconds(value):
    return special("timedelta", real(timedelta_.total_seconds(value)))


def raw(value):
    data = bytes(memory(value))
    if len(data) > TEXT:
        raise TooLarge
    return '{"$bytes":"' + b64(data).decode() + '"}'


def exact(value):
    return special("decimal", quote(Decimal.__str__(value)))


def fraction(value):
    return special("fraction", quote(f"{value._numerator}/{value._denominator}"))


def complex_(value):
    parts = (complex.__getattribute__(value, "real"), complex.__getattribute__(value, "imag"))
    return special("complex", "[" + ",".join(map(real, parts)) + "]")


def path(value):
    return special("path", quote(PurePath.__str__(value)))


def uuid_(value):
    return special("uuid", quote(UUID.__str__(value)))


PurePath = __import__("pathlib").PurePath
UUID = __import__("uuid").UUID

SPECIAL = (
    (datetime_, moment),
    (date_, lambda value: special("day", quote(date_.isoformat(value)))),
    (time_, lambda value: special("time", quote(time_.isoformat(value)))),
    (timedelta_, seconds),
    (bytes, raw),
    (bytearray, raw),
    (memory, raw),
    (Decimal, exact),
    (Fraction, fraction),
    (complex, complex_),
    (PurePath, path),
    (UUID, uuid_),
)
