"""A task's files as modules: by their path from the root, and those below `src/` also as if that were the root."""

import builtins
import sys
import types

from importlib.machinery import ModuleSpec

ROOTS = ("", "src/")


class Finder:
    """Finds modules among the texts of a program. A text is forgotten once it is compiled."""

    def __init__(self, texts):
        self.texts = dict(texts)
        self.loaded = {}
        self.folders = {path[: at + 1] for path in self.texts for at, sign in enumerate(path) if sign == "/"}

    def locate(self, name):
        path = name.replace(".", "/")
        for root in ROOTS:
            for ending in (".py", "/__init__.py"):
                if root + path + ending in self.texts:
                    return root + path + ending
        return None

    def find_spec(self, name, path=None, target=None):
        found = self.locate(name)
        if found is not None:
            spec = ModuleSpec(name, Loader(self, found), is_package=found.endswith("/__init__.py"))
            spec.origin = found
            return spec
        folder = name.replace(".", "/") + "/"
        if folder in self.folders or "src/" + folder in self.folders:
            return ModuleSpec(name, Loader(self, None), is_package=True)
        return None


class Loader:
    def __init__(self, finder, path):
        self.finder = finder
        self.path = path

    def create_module(self, spec):
        # One file is one module, under whichever name it is imported.
        return self.finder.loaded.get(self.path) if self.path else None

    def exec_module(self, module):
        if self.path is None or self.finder.loaded.get(self.path) is module:
            return
        self.finder.loaded[self.path] = module
        # Else it would get ours.
        module.__dict__["__builtins__"] = builtins.__dict__
        text = self.finder.texts[self.path]
        self.finder.texts[self.path] = ""
        try:
            exec(compile(text, self.path, "exec", dont_inherit=True), module.__dict__)
        except BaseException:
            del self.finder.loaded[self.path]
            self.finder.texts[self.path] = text
            raise


def canonical(path):
    """The name under which a file is loaded first."""
    name = path.removesuffix(".py").removesuffix("/__init__")
    return name.replace("/", ".")


def install(texts):
    sys.meta_path.insert(0, Finder(texts))


def load(path):
    name = canonical(path)
    if not all(part.isidentifier() for part in name.split(".")):
        raise ImportError(f"{path} has no name under which it could be imported")
    __import__(name)
    return sys.modules[name]
