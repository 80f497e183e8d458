"""Makes calls and says what came of them."""

arguments = guest("arguments")
loop_ = guest("loop")
values = guest("values")

Idle, Unresolved = loop_.Idle, arguments.Unresolved
forget = BaseException.with_traceback
dict_, get = dict, getattr


class Result:
    """What a name stands for: a value, or what was raised in its place."""

    __slots__ = ("value", "thrown")

    def __init__(self, value=None, thrown=None):
        self.value = value
        self.thrown = thrown

    def open(self):
        if self.thrown is not None:
            raise Unresolved(self.thrown)
        return self.value


class Interpreter:
    def __init__(self, loop):
        self.loop = loop
        self.names = {}
        self.modules = {}
        self.reviewed = []
        self.failure = None
        # Set where a stranger makes the calls.
        self.reach = None

    def name_fixture(self, name, value):
        self.names[name] = Result(value)

    def add_module(self, path, module, is_reviewed):
        self.modules[path] = module
        if self.reach:
            self.reach.add(module)
        if is_reviewed:
            self.reviewed.append(path)

    def make(self, call):
        """The outcome of one call, as JSON text; none of a construction or a start that went well."""
        if self.failure is not None:
            return raises(self.failure)
        result = self.result_of(call)
        if call.get("as") is not None and result is not HANGS:
            self.names[call["as"]] = result
        elif call.get("as") is not None:
            self.names[call["as"]] = Result()
        if result is HANGS:
            return '{"hangs":true}'
        if "new" in call or "start" in call:
            return None
        return raises(result.thrown) if result.thrown is not None else values.encode(result.value)

    def result_of(self, call):
        try:
            if "new" in call:
                return Result(self.callable(self.exported(call["new"]))(*self.given(call), **self.named(call)))
            if "read" in call:
                return Result(self.read(call["read"]))
            if "start" in call:
                return self.start(call)
            if "await" in call:
                return Result(self.finish(self.held(call["await"])))
            return Result(self.finish(self.invoke(call["call"], call)))
        except Idle:
            return HANGS
        except Unresolved as unresolved:
            return Result(thrown=unresolved.thrown)
        except BaseException as thrown:
            # Its frames may hold all the memory that there is.
            forget(thrown, None)
            return Result(thrown=thrown)

    def finish(self, value):
        return loop_.drive(self.loop, value) if is_awaitable(value) else value

    def start(self, call):
        """Runs a coroutine until it first waits, as a task of its own."""
        value = self.invoke(call["start"], call)
        return Result(loop_.begin(self.loop, value) if is_awaitable(value) else value)

    def given(self, call):
        return [arguments.decode(value, self.look_up) for value in call.get("args") or []]

    def named(self, call):
        return {name: arguments.decode(value, self.look_up) for name, value in (call.get("kwargs") or {}).items()}

    def look_up(self, name):
        if name not in self.names:
            raise NameError(f"There is no fixture or earlier result {name}")
        value = self.names[name].open()
        return self.reach.value(value) if self.reach else value

    held = look_up

    def invoke(self, target, call):
        args, kwargs = self.given(call), self.named(call)
        if "#" not in target and "." in target:
            owner, _, method = target.rpartition(".")
            return self.callable(self.member(self.object(owner), method))(*args, **kwargs)
        return self.callable(self.exported(target))(*args, **kwargs)

    def callable(self, value):
        return self.reach.callable(value) if self.reach else value

    def member(self, value, name):
        return self.reach.member(value, name) if self.reach else member(value, name)

    def object(self, path):
        name, *rest = path.split(".")
        value = self.look_up(name) if name in self.names else self.exported(name)
        for part in rest:
            value = self.member(value, part)
        return value

    def read(self, path):
        return self.object(path)

    def exported(self, target):
        path, hash_, name = target.partition("#")
        if hash_:
            if path not in self.modules:
                raise NameError(f"There is no file {path}")
            return self.defined(get(self.modules[path], name))
        for path in self.reviewed:
            if hasattr(self.modules[path], target):
                return self.defined(get(self.modules[path], target))
        if target in self.names:
            return self.look_up(target)
        raise NameError(f"No file under review has {target}")


    def defined(self, value):
        return self.reach.defined(value) if self.reach else value


HANGS = Result()


def is_awaitable(value):
    return any("__await__" in values.members_of(kind) for kind in values.mro_of(type(value)))


def member(value, name):
    if type(value) is dict_:
        return value[name]
    return get(value, name)


def raises(thrown):
    return '{"raises":' + values.quote(values.type_name(thrown)) + "}"
