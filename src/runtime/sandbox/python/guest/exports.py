"""What the files under review define, read without asking anything that their code could answer."""

import _ast
import functools
import types

values = guest("values")
compile_ = compile
quote, members_of, mro_of = values.quote, values.members_of, values.mro_of
Function, Module, Code = types.FunctionType, types.ModuleType, types.CodeType
code_of = Function.__dict__["__code__"].__get__
defaults_of = Function.__dict__["__defaults__"].__get__
keyword_defaults_of = Function.__dict__["__kwdefaults__"].__get__
static_function, class_function = (kind.__dict__["__func__"].__get__ for kind in (staticmethod, classmethod))
names_of, count_of, keyword_count_of, flags_of = (
    Code.__dict__[name].__get__ for name in ("co_varnames", "co_argcount", "co_kwonlyargcount", "co_flags")
)
Import, ImportFrom, Try, If, With = _ast.Import, _ast.ImportFrom, _ast.Try, _ast.If, _ast.With
Accessor = (property, functools.cached_property)
TREE_ONLY, COROUTINE = 0x400, 0x80
MOST_WRAPPED = 8


def read(modules, texts):
    found = []
    for path, text in texts.items():
        module = modules.get(path)
        if type(module) is not Module:
            return values.opaque("not a module")
        found += of_module(path, values.module_members(module), imported(text))
    return "[" + ",".join(found) + "]"


def imported(text):
    """The names that a file's import statements bind at its top."""
    names, left = set(), [*compile_(text, "<sandbox>", "exec", TREE_ONLY, dont_inherit=True).body]
    while left:
        node = left.pop()
        if type(node) in (Import, ImportFrom):
            names.update((entry.asname or entry.name).partition(".")[0] for entry in node.names)
        for field in ("body", "orelse", "finalbody", "handlers"):
            if type(node) in (Try, If, With, _ast.ExceptHandler):
                left += getattr(node, field, [])
    return names


def of_module(path, members, names):
    listed = members.get("__all__")
    listed = {name for name in listed if type(name) is str} if type(listed) in (list, tuple) else ()
    for name, value in sorted((key, value) for key, value in members.items() if type(key) is str):
        if name not in listed and (name[:1] == "_" or name in names or type(value) is Module):
            continue
        yield described(value, [("path", quote(path)), ("name", quote(name))], inner=True)


def described(value, fields, inner=False, bound=0):
    kind, function = kind_of(value)
    needed, parameters = taken_by(function, bound + (kind == "class")) if function else (0, [])
    fields = [*fields, ("kind", quote(kind)), ("arity", str(needed))]
    fields.append(("parameters", "[" + ",".join(map(quote, parameters)) + "]"))
    if inner:
        fields.append(("members", "[" + ",".join(members(value) if kind == "class" else []) + "]"))
    return "{" + ",".join(f"{quote(name)}:{text}" for name, text in fields) + "}"


def members(owner):
    for name, value in sorted((key, value) for key, value in members_of(owner).items() if type(key) is str):
        if name[:1] == "_":
            continue
        if type(value) is staticmethod:
            yield described(static_function(value), [("name", quote(name))])
        elif type(value) is classmethod:
            yield described(class_function(value), [("name", quote(name))], bound=1)
        else:
            yield described(value, [("name", quote(name))], bound=1)


def kind_of(value):
    """What it is, and the function whose parameters it takes."""
    if type in mro_of(type(value)):
        return "class", initializer(value)
    if type(value) in Accessor:
        return "accessor", None
    function = unwrapped(value)
    if function is None:
        return "value", None
    return ("async function" if flags_of(code_of(function)) & COROUTINE else "function"), function


def initializer(owner):
    for name in ("__init__", "__new__"):
        for kind in mro_of(owner):
            found = members_of(kind).get(name)
            found = static_function(found) if type(found) is staticmethod else found
            if type(found) is Function:
                return found
    return None


def unwrapped(value):
    for _ in range(MOST_WRAPPED):
        inner = values.instance_members(value).get("__wrapped__")
        if inner is None:
            break
        value = inner
    return value if type(value) is Function else None


def taken_by(function, bound):
    code = code_of(function)
    count, keyword_count = count_of(code), keyword_count_of(code)
    names = names_of(code)[: count + keyword_count]
    keyword_defaults = keyword_defaults_of(function) or {}
    needed = count - len(defaults_of(function) or ())
    needed += sum(1 for name in names[count:] if name not in keyword_defaults)
    return max(0, needed - bound), [*names[bound:]]
