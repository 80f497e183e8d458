"""The door: a text comes in, a text goes out."""

import linecache

arguments = guest("arguments")
exports = guest("exports")
interpret = guest("interpret")
loop_ = guest("loop")
modules = guest("modules")
reach = guest("reach")
values = guest("values")
world = guest("world")
zones = guest("zones")
makers = {
    name: guest("fixtures." + name).make
    for name in ("sql", "tree", "clock", "http", "scheduler", "lock", "emitter", "random", "log")
}
tree = guest("fixtures.tree")

loop_.install()
world.prepare(guest("listed").names)
zones.install()
loop = loop_.VirtualLoop()
interpreter = interpret.Interpreter(loop)
clock = guest("fixtures.clock")
tree.remember()


def entry(text):
    question = arguments.parse(text)
    if "begin" in question:
        begin(question["begin"])
        failure = interpreter.failure
        return "{}" if failure is None else '{"problem":' + values.quote(described(failure)) + "}"
    if "exports" in question:
        return '{"outcome":' + exports.read(interpreter.modules, question["exports"]) + "}"
    outcome = interpreter.make(question["call"])
    return "{}" if outcome is None else '{"outcome":' + outcome + "}"


def begin(given):
    world.seed(given["seed"])
    program = given["program"]
    if given["reach"] == "defined":
        interpreter.reach = reach.Reach()
    modules.install(program["modules"])
    try:
        for name, spec in program["fixtures"].items():
            if spec.get("use") in makers:
                interpreter.name_fixture(name, makers[spec["use"]](spec, loop))
        for name, spec in program["fixtures"].items():
            if spec.get("use") not in makers:
                made = modules.load(f"fixtures/{name}.py")
                if interpreter.reach:
                    interpreter.reach.add(made)
                interpreter.name_fixture(name, getattr(made, "default", made))
        for file in program["entries"]:
            interpreter.add_module(file["path"], modules.load(file["path"]), file["role"] == "review")
    except BaseException as thrown:
        interpreter.failure = thrown


def described(thrown):
    name = values.type_name(thrown)
    try:
        text = str(thrown)
    except BaseException:
        return name
    return f"{name}: {text}" if type(text) is str else name
