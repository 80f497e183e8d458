"""What a stranger's calls may reach: what the program defines and what comes of it, and no way from there to its code."""

import asyncio
import types

values = guest("values")
get, dict_ = getattr, dict
members_of, mro_of, instance_members = values.members_of, values.mro_of, values.instance_members
Function, Builtin, Method, Module = types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.ModuleType
Bound = type([].__len__)
globals_of = Function.__dict__["__globals__"].__get__
receiver_of = Method.__dict__["__self__"].__get__

# These say how a program is written, or lead to what does.
CLOSED = {Module, types.CodeType, types.FrameType, types.TracebackType, types.CellType}
RUNNING = {types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType, asyncio.Task}
OF_RUNNING = {"send", "throw", "close", "asend", "athrow", "aclose", "cancel", "done", "cancelled", "result", "exception"}
OF_TEXTS = {"format", "format_map"}


class Unreachable(Exception):
    """What a call that reaches further gives."""


class Reach:
    def __init__(self):
        # The names of the program's modules.
        self.own = []

    def add(self, module):
        self.own.append(values.module_members(module))

    def value(self, one):
        if self.is_closed(one):
            raise Unreachable
        return one

    def defined(self, one):
        """A name of a file: what it defines, and not what it has imported."""
        is_callable = any("__call__" in members_of(kind) for kind in mro_of(type(one)))
        return self.callable(one) if is_callable else self.value(one)

    def callable(self, one):
        kind = type(one)
        if kind is Function:
            allowed = self.is_own(one)
        elif type in mro_of(kind):
            allowed = self.is_own_class(one)
        elif kind is Method:
            allowed = not self.is_closed(receiver_of(one))
        elif kind in (Builtin, Bound):
            # A method of a value; what is bound to a module, a class or nothing is a function of the library.
            allowed = type(one.__self__) not in (Module, type(None), type) and not self.is_closed(one.__self__)
        else:
            wrapped = instance_members(one).get("__wrapped__")
            allowed = self.is_own_class(kind) if wrapped is None else self.is_own(wrapped)
        if not allowed:
            raise Unreachable
        return one

    def member(self, owner, name):
        kind = type(owner)
        kinds = mro_of(kind)
        if kind is dict_:
            return self.value(owner[name])
        if kind is Module and self.is_own_module(owner):
            return self.defined(get(owner, name))
        is_refused = (
            name[:2] == "__"
            or self.is_closed(owner)
            or kind in (Function, Builtin, Method)
            or (name[:1] == "_" and not self.is_own_class(kind))
            or (not RUNNING.isdisjoint(kinds) and name not in OF_RUNNING)
            or (str in kinds and name in OF_TEXTS)
            or (type in kinds and not self.is_listed(owner, name))
        )
        if is_refused:
            raise Unreachable
        return self.value(get(owner, name))

    def is_closed(self, one):
        return not CLOSED.isdisjoint(mro_of(type(one))) and not self.is_own_module(one)

    def is_own_module(self, one):
        return type(one) is Module and any(values.module_members(one) is own for own in self.own)

    def is_own(self, function):
        return type(function) is Function and any(globals_of(function) is own for own in self.own)

    def is_own_class(self, kind):
        """Whether a class was made by a file of the program, or is of a fixture of ours."""
        name = members_of(kind).get("__module__")
        return name == "guest" or any(own.get("__name__") == name for own in self.own)

    def is_listed(self, owner, name):
        return any(name in members_of(kind) for kind in mro_of(owner) if self.is_own_class(kind))
