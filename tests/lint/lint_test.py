"""Shows each rule of the lint samples that it must refuse, and cured forms that it must let pass.
A rule without a bad sample fails here, so that no rule is believed that was never seen to bite.
"""
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import lint  # noqa: E402
from source import Source  # noqa: E402

TOP = "// What this sample is, and why it is here.\n"


def coroutine(line: str) -> str:
    """A file whose third line is the given statement inside a coroutine."""
    return TOP + "asio::awaitable<void> Gateway::turn(std::string id) {\n  " + line + "\n}\n"


# rule -> (path, text, line of the finding) that must be refused.
REFUSED = {
    "include-direction": [
        ("dialogs/a.cpp", TOP + '#include "gateway/result.hpp"\n', 2),
        ("dialogs/a.cpp", TOP + '#  include "providers/message.hpp"\n', 2),
        ("providers/a.cpp", TOP + '#include "dialogs/step.hpp"\n', 2),
        ("gateway/a.cpp", TOP + '#include "tools/stand.hpp"\n', 2),
        ("tools/a.cpp", TOP + '#include "tests/fakes.hpp"\n', 2),
    ],
    "include-pure": [
        ("dialogs/a.cpp", TOP + "#include <boost/asio/awaitable.hpp>\n", 2),
        ("providers/smpp/a.cpp", TOP + "#include <thread>\n", 2),
        ("providers/a.cpp", TOP + "#include <spdlog/spdlog.h>\n", 2),
    ],
    "include-owner": [
        ("gateway/store.cpp", TOP + "#include <boost/beast/http/read.hpp>\n", 2),
        ("gateway/store.cpp", TOP + "#include <hiredis/hiredis.h>\n", 2),
        ("gateway/http/server.cpp", TOP + "#include <curl/curl.h>\n", 2),
        ("gateway/redis/link.cpp", TOP + "#include <spdlog/spdlog.h>\n", 2),
        ("gateway/config.cpp", TOP + "#include <yaml-cpp/yaml.h>\n", 2),
    ],
    "merge-mark": [
        ("gateway/a.cpp", TOP + "<" * 7 + " HEAD\nint a;\n", 2),
        ("docs/a.md", "# A\n" + ">" * 7 + " branch\n", 2),
    ],
    "include-root": [("gateway/a.cpp", TOP + '#include "result.hpp"\n', 2)],
    "provider-name": [
        ("gateway/a.cpp", TOP + 'if (profile.name == "airtel-ussd") retry();\n', 2),
        ("providers/twilio_codec.hpp", TOP + "#pragma once\nclass Twilio;\n", 3),
        ("tools/a.cpp", TOP + "// Orange wants a comma here.\n", 2),
    ],
    "await-temporary": [
        ("gateway/a.cpp", coroutine("co_await store.save(Session{id, 1});"), 3),
        ("gateway/a.cpp", coroutine("co_await store.save({id, 1});"), 3),
        ("gateway/a.cpp", coroutine("co_await store.save({});"), 3),
        ("gateway/a.cpp", coroutine('co_await redis.command({"SET", key});'), 3),
        ("gateway/a.cpp", coroutine("co_await store.save(id->next(1), Session{id});"), 3),
        ("gateway/a.cpp", coroutine("Session s{co_await load(id), 1};"), 3),
        ("gateway/a.cpp", coroutine("auto s = co_await f(std::vector<std::string>{id});"), 3),
        ("gateway/a.cpp", coroutine("co_await run([id] { return id; });"), 3),
        ("gateway/a.cpp", coroutine("co_await run([this]() mutable -> int { return 1; });"), 3),
        ("gateway/a.cpp",
         coroutine("co_spawn(co_await asio::this_coro::executor, [id] { use(id); }, log);"), 3),
        ("gateway/a.cpp", coroutine('co_await say(late ? "a"s : "b"s);'), 3),
        ("gateway/a.cpp", coroutine("auto x = late ? co_await g() : h();"), 3),
        ("gateway/a.cpp", coroutine("if (!co_await has(Key{id})) co_return;"), 3),
        ("gateway/a.cpp", coroutine("while (co_await next({id})) { ++n; }"), 3),
        # Inside the body of a lambda that is an argument, and inside a loop.
        ("gateway/a.cpp", coroutine("go([&]() -> awaitable<void> { co_await f({1}); }, log);"), 3),
        ("gateway/a.cpp", coroutine("for (;;) { if (late) { co_await f(Limit{3}); } }"), 3),
    ],
    "await-parameter": [
        ("gateway/a.hpp", TOP + "#pragma once\nawaitable<void> f(std::string_view id);\n", 3),
        ("gateway/a.hpp", TOP + "#pragma once\nawaitable<int> f(int n, const Session& s);\n", 3),
        ("gateway/a.hpp", TOP + "#pragma once\nawaitable<int> f(Session const& s);\n", 3),
        ("gateway/a.hpp", TOP + "#pragma once\nawaitable<int> f(std::string&& s);\n", 3),
        ("gateway/a.hpp", TOP + "#pragma once\nawaitable<int> f(std::span<const char> s);\n", 3),
        ("gateway/a.hpp", TOP + "#pragma once\nasio::awaitable<Result<std::map<int, T>>>\n"
         "load(std::string id, Limits limits = {});\n", 4),
        ("gateway/a.hpp", TOP + "#pragma once\nawaitable<int> f(Limits limits = Limits{1});\n", 3),
        ("gateway/a.cpp", TOP + "awaitable<void> A::f(const T& t) { co_await t.g(); }\n", 2),
        ("gateway/a.cpp", TOP + "auto f = [](std::string_view s) -> awaitable<void> {};\n", 2),
    ],
    "forbidden-word": [
        ("gateway/a.cpp", TOP + "void f() { co_spawn(io, g(), asio::detached); }\n", 2),
        ("dialogs/a.cpp", TOP + "std::regex pattern;\n", 2),
        ("tests/unit/a.cpp", TOP + "void f() { std::this_thread::sleep_for(1s); }\n", 2),
    ],
    "test-sleep": [
        ("tests/e2e/a.py", '"""A test of something."""\nimport time\ntime.sleep(1)\n', 3),
    ],
    "file-length": [
        ("dialogs/a.cpp", TOP + "\n" * 400, 401),
        ("tools/walk", "#!/bin/bash\n# Walks through the menus.\n" + "true\n" * 400, 401),
    ],
    "line-length": [("dialogs/a.cpp", TOP + "// " + "x" * 98 + "\n", 2),
                    ("dialogs/a.cpp", TOP + "// " + "م" * 98 + "\n", 2)],
    "file-name": [("gateway/redis_utils.cpp", TOP, 1), ("dialogs/common/text.hpp", TOP, 1),
                  ("config/session-manager.yaml", TOP, 1)],
    "opening-comment": [("dialogs/a.cpp", "#include <string>\n", 1),
                        ("tools/walk", "#!/usr/bin/env bash\nset -eu\n", 1),
                        ("dialogs/a.hpp", "// a.hpp\n#pragma once\n", 1)],
    "pragma-once": [("dialogs/a.hpp", TOP + "#ifndef A\n#define A\n#endif\n", 1)],
    "syntax": [("tools/walk.py", '"""Walks through the menus."""\nif True print(1)\n', 2),
               ("tools/walk", "#!/usr/bin/env bash\n# Walks through the menus.\nif true; do\n", 3)],
    "package-reason": [("tools/lib/install.sh",
                        "# Installs by apt-get.\njisr_packages=(\n  libunheard-dev\n)\n", 3)],
}

# (path, text) in which no rule may find anything.
ALLOWED = [
    ("dialogs/a.hpp", TOP + '#pragma once\n#include <string>\n// "gateway/x.hpp" in a comment\n'),
    ("tests/unit/gateway/a.cpp", TOP + "#include <hiredis/hiredis.h>\n"),
    ("tests/unit/providers/a.cpp", TOP + "// From Twilio's documentation.\n"),
    ("gateway/a.cpp", TOP + "// get, json and xml are no operators.\n"),
    ("tools/jisr/a.cpp", TOP + "#include <curl/curl.h>\n"),
    ("gateway/a.cpp", TOP + 'auto text = R"(#include "tools/a.hpp" std::regex {)";\n'),
    ("dialogs/a.cpp", TOP + "// " + "م" * 97 + "\n"),
    ("gateway/a.cpp", TOP + "#define OPEN (\n#define MORE \\\n  (\n" + coroutine("co_await f();")),
    ("gateway/a.cpp", coroutine("for (const auto& [a, b] : co_await f()) g(a, b);")),
    ("gateway/a.cpp", coroutine("auto&& [a, b] = co_await f();")),
    ("gateway/a.cpp", coroutine("go(x, [id](int a) mutable { use(id, a); co_return; });")),
    ("gateway/a.cpp", TOP + '// It does not sleep_for, nor use std::regex or detached.\n'),
    ("gateway/a.cpp", coroutine("Session s{id, 1};\n  co_await store.save(std::move(s));")),
    ("gateway/a.cpp", coroutine("auto [a, b] = co_await load(id);\n  auto& [c, d] = a;")),
    ("gateway/a.cpp", coroutine("const auto n = counts[co_await load(id)];")),
    ("gateway/a.cpp", coroutine("if (!co_await has(id)) co_return Error{Errc::lost, id};")),
    ("gateway/a.cpp", coroutine("if (auto r = co_await f(); !r) { g(Limit{3}); } else { h({}); }")),
    ("gateway/a.cpp", coroutine("while (co_await f()) { auto x = late ? 1 : 2; }")),
    ("gateway/a.cpp", coroutine("for (int i{0}; i < 3; ++i) { co_await f(i); }")),
    ("gateway/a.cpp", coroutine("auto call = [id] { return id; };\n  co_await run(call);")),
    ("gateway/a.cpp", coroutine("co_await run([](int n) { return n + 1; });")),
    ("gateway/a.cpp", coroutine("go([id]() -> awaitable<void> { co_await f(); }, log);")),
    ("gateway/a.cpp", coroutine("auto l = [id]() mutable { co_await f(); };")),
    ("gateway/a.cpp", coroutine("co_await go([]() mutable { return Limit{3}; });")),
    ("gateway/a.cpp", coroutine("co_await go(n, [](int a) -> Limit { return Limit{a}; });")),
    ("gateway/a.cpp", coroutine("switch (co_await f()) { case 1: co_return Error{}; }")),
    ("gateway/a.cpp", coroutine("// lint: allow await-temporary: a trivially destructible limit\n"
                                "  co_await f(Limit{3});")),
    ("gateway/a.hpp", TOP + "#pragma once\nawaitable<Result<std::map<std::string, const T&>>> f(\n"
     "    std::string id, Store& store, const Table* table, int n = 3,\n"
     "    std::function<void(const Session&)> told = nullptr);\n"
     "Result<int> g(std::string_view plain, const Session& session, Limits limits = {});\n"),
]


class LintTest(unittest.TestCase):
    def test_every_rule_refuses_its_bad_samples(self):
        for rule in lint.RULES:
            samples = REFUSED.get(rule.name, [])
            self.assertTrue(samples, f"{rule.name} has no sample that it refuses")
            for path, text, line in samples:
                with self.subTest(rule=rule.name, text=text[-200:]):
                    found = [(at, name) for at, name, _ in lint.findings(Source(path, text))]
                    self.assertIn((line, rule.name), found)

    def test_every_rule_lets_good_samples_pass(self):
        for path, text in ALLOWED:
            with self.subTest(text=text):
                self.assertEqual(lint.findings(Source(path, text)), [])

    def test_an_excuse_needs_a_reason_and_its_own_rule(self):
        for excuse in ("lint: allow await-temporary:", "lint: allow line-length: it is long"):
            with self.subTest(excuse=excuse):
                source = Source("gateway/a.cpp", coroutine(f"co_await f(Limit{{3}});  // {excuse}"))
                self.assertEqual([name for _, name, _ in lint.findings(source)],
                                 ["await-temporary"])

    def test_each_shape_is_found_where_it_stands(self):
        text = coroutine("co_await f(\n      late ? a : b,\n      Limit{3});")
        self.assertEqual([(line, name) for line, name, _ in
                          lint.findings(Source("gateway/a.cpp", text))],
                         [(4, "await-temporary"), (5, "await-temporary")])


if __name__ == "__main__":
    unittest.main()
