#!/usr/bin/env python3
"""Shows that every check of tidy.py fails on a bad example, and that none fails on a good one."""

from __future__ import annotations

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import tidy
from checks import cpp_functions, words
from checks.repository import Repository

GOOD_HEADER = """#pragma once

#include <string>

#include "core/clock.h"

namespace soc {

/// A board.  "using namespace" in a string or a comment is not code: new, delete, std::endl.
class Board {
public:
    Board(int a, int b) : a_{a}, b_{b} {}
    Board(const Board&) = delete;
    [[nodiscard]] std::map<int, std::pair<int, int>> pairs(std::map<int, int> given = {}) const;
    bool operator()(int a, int b) const noexcept { return a == b && 1'000 == b; }
private:
    int a_;
    int b_;
};

}  // namespace soc
"""

GOOD = {
    "src/core/CMakeLists.txt": "soc_module(core\n  SOURCES clock.cpp\n  TESTS clock_test.cpp)\n",
    "src/core/clock.h": "#pragma once\n",
    "src/core/clock.cpp": '#include "core/clock.h"\nauto now() { return system_clock::now(); }\n',
    "src/core/clock_test.cpp": '#include "core/clock.h"\n#include "support/fake.h"\n',
    "src/core/bounded_queue.h": "#pragma once\n#include <deque>\n",
    "src/domain/CMakeLists.txt": "soc_module(domain SOURCES board.cpp)\n",
    "src/domain/board.h": GOOD_HEADER,
    "src/domain/board.cpp": '#include "domain/board.h"\n#include "core/bounded_queue.h"\n',
    "tests/support/fake.h": "#pragma once\n",
    "tests/fuzz/CMakeLists.txt": "soc_fuzz(status_json)\n",
    "tests/fuzz/status_json.cpp": '#include "domain/board.h"\n',
    "src/metrics/names.h": "#pragma once\ninline constexpr Definition heard{};\n"
                           "inline constexpr std::array all{heard};\n",
    "src/service/CMakeLists.txt": "soc_module(service SOURCES loop.cpp)\n",
    "src/service/loop.cpp": '#include "metrics/names.h"\nint a = use(metrics::heard);\n',
    "web/src/app/router.ts": "import { Page } from '../features/devices/page';\n",
    "web/src/features/devices/page.tsx": "import { api } from '@/lib/api';\n",
    "README.md": "# Title here\n[a](docs/adr/001-x.md) [b](#title-here) [c](https://a.example/)\n",
    "docs/adr/README.md": "[001](001-x.md)\n",
    "docs/adr/001-x.md": "Why.\n",
    "web/package.json": '{"dependencies": {"react": "19.0.0"}}',
    "web/package-lock.json": '{"packages": {"": {"dependencies": {"react": "19.0.0"}}}}',
    "tools/a.sh": "#!/bin/bash\nfn() {\n  echo\n}\n",
}


def lines(count: int, text: str = "int a;") -> str:
    return f"{text}\n" * count


def cpp(text: str) -> dict[str, str]:
    """A source of the domain that holds `text`."""
    return {"src/domain/board.cpp": f'#include "domain/board.h"\n{text}\n'}


def including(folder: str, target: str) -> dict[str, str]:
    return {f"src/{folder}/CMakeLists.txt": "soc_module(x SOURCES bad.cpp)",
            f"src/{folder}/bad.cpp": f'#include "{target}"\n'}


# What is wrong, which files are added or replaced, which check must say so and where.
BAD = (
    ("an upward include", including("domain", "service/loop.h"), "layers", "upward"),
    ("core includes anything", including("core", "domain/board.h"), "layers", "upward"),
    ("an upward include in brackets", {
        "src/domain/CMakeLists.txt": "soc_module(x SOURCES bad.cpp)",
        "src/domain/bad.cpp": "#include <service/loop.h>\n"}, "layers", "in quotes"),
    ("a sideways include", including("fleet", "store/x.h"), "layers", "sideways"),
    ("two translators", including("http", "mqtt/client.h"), "layers", "sideways"),
    ("an unknown folder", including("misc", "core/clock.h"), "layers", "not in the table"),
    ("an include without folder", including("domain", "board.h"), "layers", "written from src"),
    ("test support in the program", including("domain", "support/fake.h"), "layers", "only tests"),
    ("the plugin opens the store", {"plugin/a.h": '#pragma once\n#include "store/x.h"\n'},
     "layers", "the plugin includes store"),
    ("a web library uses a feature",
     {"web/src/lib/api.ts": "import { P } from '../features/devices/page';\n"}, "layers", "upward"),
    ("a feature uses another", {"web/src/features/people/a.ts": "import '@/features/devices/b';\n"},
     "layers", "imports feature"),
    ("a long file", cpp(lines(400)), "file-lines", "at most 400"),
    ("a long test", {"src/core/clock_test.cpp": lines(601)}, "file-lines", "at most 600"),
    ("a long web file", {"web/src/lib/a.ts": lines(401)}, "file-lines", "at most 400"),
    ("a wide line", cpp("int " + "a" * 96 + ";"), "columns", "101 columns"),
    ("a long function", cpp("void f() {\n" + lines(70) + "}"), "function-lines", "f: 72 lines"),
    ("a long method", cpp("class A {\n  void g() const {\n" + lines(70) + "  }\n};"),
     "function-lines", "g: 72 lines"),
    ("five parameters", cpp("void f(int a, int b, int c, int d, int e) {}"),
     "parameters", "f: 5 parameters"),
    ("five declared", cpp("Result<int> f(A<int, int> a, int b, int c, int d, int e = g(1));"),
     "parameters", "f: 5 parameters"),
    ("a constructor of five", cpp("A::A(int a, int b, int c, int d, int e) : a_{a} {}"),
     "parameters", "A::A: 5 parameters"),
    ("a long Python function", {"tools/a.py": "def f():\n" + lines(70, "    a = 1")},
     "function-lines", "f: 71 lines"),
    ("five in Python", {"tools/a.py": "def f(a, b, c, d, e): pass\n"}, "parameters", "f: 5"),
    ("a long shell function", {"tools/a.sh": "#!/bin/bash\nf() {\n" + lines(70) + "}\n"},
     "function-lines", "f: 72 lines"),
    ("no pragma once", {"src/core/clock.h": "int a;\n"}, "pragma-once", "begins with"),
    ("a header for nobody", {"src/core/spare.h": "#pragma once\n"}, "dead-header", "nobody"),
    ("a source outside CMake", {"src/core/spare.cpp": "int a;\n"}, "unlisted-source", "names this"),
    ("a broken link", {"README.md": "[a](docs/gone.md)\n"}, "link", "no such file"),
    ("a broken anchor", {"README.md": "# Title\n[a](#titel)\n"}, "link", "no such heading"),
    ("a metric nobody counts", {"src/service/loop.cpp": "int a;\n"}, "metrics", "never counted"),
    ("a metric outside the list", {"src/metrics/names.h":
     "#pragma once\ninline constexpr Definition heard{};\ninline constexpr std::array all{a};\n"},
     "metrics", "not in the list"),
    ("a decision nobody finds", {"docs/adr/002-y.md": "Why.\n"}, "adr-index", "does not link"),
    ("a stale npm lock", {"web/package.json": '{"dependencies": {"react": "19.0.1"}}'},
     "npm-lock", "dependencies differ"),
    ("using namespace", {"src/core/clock.h": "#pragma once\nusing namespace std;\n"},
     "using-namespace", "using namespace"),
    ("new", cpp("auto* a = new Board(1, 2);"), "new", "new B"),
    ("delete", cpp("void f(int* a) { delete a; }"), "delete", "delete"),
    ("delete[]", cpp("void f(int* a) { delete[] a; }"), "delete", "delete"),
    ("endl", cpp("auto& o = out << std::endl;"), "endl", "std::endl"),
    ("sleep_for", cpp("void f() { std::this_thread::sleep_for(1s); }"), "sleep", "sleep_for"),
    ("sleep", cpp("void f() { sleep(1); }"), "sleep", "sleep"),
    ("a sleeping script", {"tools/a.py": "time.sleep(1)\n"}, "python-sleep", "time.sleep"),
    ("a clock", cpp("auto a = std::chrono::steady_clock::now();"), "clock", "steady_clock::now"),
    ("the C clock", cpp("auto a = std::time(nullptr);"), "clock", "time(nullptr)"),
    ("work left over", cpp("// TODO: later"), "left-over", "TODO"),
    ("a silenced check", cpp("int a;  // NOLINT"), "nolint", "NOLINT"),
    ("an unbounded queue", cpp("std::deque<int> a;"), "queue", "std::deque"),
    ("a lock that says nothing", cpp("std::scoped_lock a{b};"), "mutex", "core/mutex.h"),
    ("regular expressions", cpp("std::regex a;"), "regex", "std::regex"),
    ("a test switched off", {"src/core/clock_test.cpp": "TEST(A, DISABLED_B) {}\n"},
     "switched-off-test", "DISABLED_"),
    ("a web test alone", {"web/src/lib/a.test.ts": "it.only('a', f);\n"},
     "switched-off-test", "it.only"),
    ("SQL in a service", {"src/service/loop.cpp": 'auto a = R"sql(SELECT 1)sql";\n'}, "sql", "sql"),
    ("detail over HTTP", {"src/http/CMakeLists.txt": "(a.cpp)",
                          "src/http/a.cpp": "auto a = error.detail;\n"},
     "error-detail", "error.detail"),
    ("code in a comment", cpp("// board.start(now);"), "dead-code", "board.start"),
    ("a path of one machine", {"docs/adr/README.md": "[001](001-x.md) in /home/me/soc/\n"},
     "machine-path", "/home/me"),
    ("a package host", {"web/a.json": '"resolved": "https://registry.npmjs.org/a"\n'},
     "registry", "registry.npmjs"),
)


class TidyTest(unittest.TestCase):
    def test_the_good_example_has_no_fault(self) -> None:
        self.assertEqual([], [str(fault) for fault in tidy.faults_of(Repository(dict(GOOD)))])

    def test_each_bad_example_is_found(self) -> None:
        for what, files, check, words_of_message in BAD:
            with self.subTest(what):
                found = tidy.faults_of(Repository(GOOD | files))
                said = [fault.message for fault in found if fault.check == check]
                self.assertTrue(any(words_of_message in message for message in said),
                                f"expected {check}: {words_of_message}; found {found}")

    def test_every_banned_word_has_a_bad_example(self) -> None:
        shown = {check for _, _, check, _ in BAD}
        self.assertEqual(set(), {word.name for word in words.WORDS} - shown)

    def test_the_line_of_a_fault_is_its_own(self) -> None:
        files = cpp('#include "core/bounded_queue.h"\n'
                    'const char* a = R"x(\n"//\n)x";\n/* \' */ std::deque<int> b;')
        found = tidy.faults_of(Repository(GOOD | files))
        self.assertEqual([("queue", 6)], [(fault.check, fault.line) for fault in found])

    # Every form that a function of this house takes; the count of parameters beside it.
    def test_functions_are_recognised(self) -> None:
        text = """
            namespace a { template <class T, class U> T f(std::map<T, U> a, T (*b)(int, int)) {} }
            struct B { B() : c_{1, 2}, d_(3) {} ~B(); bool operator<(const B& o) const; };
            enum class E { one, two };
            constexpr auto table = make(1, 2, 3, 4, 5, 6);
            inline constexpr std::array all{f(1, 2, 3, 4, 5), 2};
            const auto lambda = [](int a, int b, int c, int d, int e) { return a; };
            void h(std::function<void(int, int)> a = [](int x, int y) {}, int b = 2);
            TEST(Suite, Name) { g(1, 2, 3, 4, 5); if (a) { } }
            static_assert(sizeof(int) == 4, "a");
            auto k(int a, int b) -> std::pair<int, int> { return {a, b}; }
        """
        found = [(function.name, function.parameters) for function in cpp_functions.find(text)]
        self.assertEqual([("f", 2), ("B", 0), ("~B", 0), ("operator<", 1), ("h", 2), ("TEST", 2),
                          ("k", 2)], found)


if __name__ == "__main__":
    unittest.main()
